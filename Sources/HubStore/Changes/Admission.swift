// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncProtocol

/// What a hub asks of a change beyond ``WriteRule``: what only the hub knows.
enum Admission {
  /// The most bytes of a record's state: more would not fit a page of a pull.
  static let stateBytesMaximum = 4 << 20

  /// Says why a change is not taken; nil where it is.
  ///
  /// - Parameters:
  ///   - change: The change as it came.
  ///   - session: Who sent it.
  ///   - known: The record as the hub holds it.
  ///   - parent: The header of the record that the change names as its parent, where there is one.
  /// - Returns: The refusal, or nil.
  static func refusal(
    of change: Change,
    by session: Session,
    known: Record?,
    parent: RecordHeader?
  ) -> Refusal? {
    outsider(change.header, session)
      ?? WriteRule.refusal(
        of: change,
        by: session.person,
        known: known?.header,
        parent: parent
      )
      ?? misfit(change.header)
      ?? orphan(change.header, parent)
      ?? pretence(change)
  }

  private static func outsider(_ header: RecordHeader, _ session: Session) -> Refusal? {
    session.grant.covers(header.scope.program)
      ? nil : Refusal(.forbidden, "You take no part in this program: ask to be invited to it.")
  }

  /// Definitions are everybody's in the program, visits are somebody's.
  private static func misfit(_ header: RecordHeader) -> Refusal? {
    let isDefinition = RecordKind.definitions.contains(header.kind)
    let isFieldWork = fieldWork.contains(header.kind)
    if isDefinition && header.scope.owner != nil || isFieldWork && header.scope.owner == nil {
      return Refusal(.headerMismatch, "A \(header.kind.rawValue) has the wrong kind of owner.")
    }
    if header.kind == .program && header.id != header.scope.program {
      return Refusal(.headerMismatch, "A program belongs to itself.")
    }
    return nil
  }

  /// A child that came before its visit could take the name of another shopper's record.
  private static func orphan(_ header: RecordHeader, _ parent: RecordHeader?) -> Refusal? {
    header.parent == nil || parent != nil
      ? nil : Refusal(.causalGap, "The change belongs to a visit that the hub has not seen.")
  }

  /// A depth that the writer cannot have come by honestly, and that would outrank everybody.
  private static func pretence(_ change: Change) -> Refusal? {
    let writesSeen = change.base.entries.reduce(0) { $0 + min($1.counter, UInt64(UInt32.max)) }
    if UInt64(change.stamp.depth) > writesSeen + 1 {
      return Refusal(.schemaInvalid, "The change claims to follow more writes than it has seen.")
    }
    return nil
  }

  private static let fieldWork: [RecordKind] = [
    .visit, .attempt, .observation, .evidence, .review,
  ]
}

extension Refusal {
  /// Whether a record that does not exist yet is made, empty, so that later changes by the same
  /// writer apply.
  ///
  /// Not for a writer who had no business with the record: the first write settles whose it is.
  var makesRecord: Bool {
    switch code {
    case .schemaInvalid, .tooLarge: true
    case .forbidden, .headerMismatch, .causalGap: false
    }
  }

  /// Whether the record takes the change as seen.
  ///
  /// Not after a gap: once the gap is filled, the change can still take effect.
  var countsAsSeen: Bool {
    code != .causalGap
  }
}
