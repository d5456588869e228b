// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import SyncProtocol

/// What a hub asks of a change beyond ``WriteRule``: what only the hub knows.
enum Admission {
  /// Says why a change is not taken; nil where it is.
  ///
  /// - Parameters:
  ///   - change: The change as it came.
  ///   - session: Who sent it.
  ///   - known: The record as the hub holds it.
  ///   - parent: The record that the change names as its parent, where there is one.
  ///   - flaw: What is wrong with the change by itself.
  /// - Returns: The refusal, or nil.
  static func refusal(
    of change: Change,
    by session: Session,
    known: HubRecord?,
    parent: HubRecord?,
    flaw: Refusal?
  ) -> Refusal? {
    erased(known, parent)
      ?? outsider(change.header, session)
      ?? WriteRule.refusal(
        of: change,
        by: session.person,
        known: known?.header,
        parent: parent?.header,
        flaw: flaw
      )
      ?? misfit(change.header)
      ?? pretence(change)
      ?? orphan(change.header, parent)
  }

  /// Says why an offered state cannot be joined with what the hub holds; nil where it can.
  static func refusal(
    ofOffered header: RecordHeader,
    known: HubRecord?,
    parent: HubRecord?
  ) -> Refusal? {
    if let known, known.header != header {
      return Refusal(.headerMismatch, "Its record has another program, owner or visit.")
    }
    if let parent = parent?.header, parent.scope != header.scope || parent.kind != .visit {
      return Refusal(.headerMismatch, "It belongs to a visit of another program or owner.")
    }
    return erased(known, parent) ?? misfit(header) ?? orphan(header, parent)
  }

  /// Says that a record would grow too large by a change; nil where it would not.
  static func excess(_ change: Change, bytes: Int, in known: HubRecord?) -> Refusal? {
    guard var known, known.bytesCount + bytes > HubLimits.stateBytesMaximum else { return nil }
    known.record.apply(change)
    return RecordCodec.bytes(of: known.record).count <= HubLimits.stateBytesMaximum
      ? nil
      : Refusal(.tooLarge, "The record would grow to more than 4 MiB: use another record.")
  }

  private static func outsider(_ header: RecordHeader, _ session: Session) -> Refusal? {
    let program = header.scope.program
    if session.grant.covers(program) { return nil }
    #if Mutants
    if Mutant.isOn(.admitsWithdrawn), session.revoked.contains(program) { return nil }
    #endif
    return session.revoked.contains(program)
      ? Refusal(
        .forbidden,
        "You take no part in this program any more; it may have been written before the "
          + "invitation was withdrawn: ask a coordinator."
      )
      : Refusal(.forbidden, "You take no part in this program: ask to be invited to it.")
  }

  /// Definitions are everybody's in the program, visits are somebody's.
  static func misfit(_ header: RecordHeader) -> Refusal? {
    let misowned = header.scope.owner == nil ? fieldWork : RecordKind.definitions
    if misowned.contains(header.kind) {
      return Refusal(.headerMismatch, "A \(header.kind.rawValue) has the wrong kind of owner.")
    }
    if header.kind == .program && header.id != header.scope.program {
      return Refusal(.headerMismatch, "A program belongs to itself.")
    }
    return nil
  }

  /// A child that came before its visit could take the name of another shopper's record.
  private static func orphan(_ header: RecordHeader, _ parent: HubRecord?) -> Refusal? {
    header.parent == nil || parent != nil
      ? nil : Refusal(.causalGap, "The change belongs to a visit that the hub has not seen.")
  }

  /// What was erased stays so, with all that belonged to it.
  static func erased(_ known: HubRecord?, _ parent: HubRecord?) -> Refusal? {
    known?.isErased == true || parent?.isErased == true
      ? Refusal(.erased, "The record was erased at the hub, and nothing more of it is kept.") : nil
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

extension Refusal.Code {
  /// Whether a record that does not exist yet is made, empty, so that later changes by the same
  /// writer apply.
  ///
  /// Not for a writer who had no business with the record: the first write settles whose it is.
  package var makesRecord: Bool {
    switch self {
    case .schemaInvalid, .tooLarge: true
    case .forbidden, .headerMismatch, .causalGap, .malformed, .erased: false
    }
  }

  /// Whether the record takes the change as seen.
  ///
  /// Not after a gap: once the gap is filled, the change can still take effect. And not where there
  /// is no record to take it.
  package var countsAsSeen: Bool {
    #if Mutants
    if Mutant.isOn(.forgetsRefused) { return false }
    #endif
    return switch self {
    case .causalGap, .malformed, .erased: false
    case .forbidden, .schemaInvalid, .tooLarge, .headerMismatch: true
    }
  }
}
