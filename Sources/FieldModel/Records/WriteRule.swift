// SPDX-License-Identifier: Apache-2.0

/// Why a change was refused: kept in quarantine under its code, with a sentence for people.
public struct Refusal: Error, Hashable, Sendable {
  /// The reasons that there are.
  public enum Code: String, CaseIterable, Sendable {
    /// The writer may not write this record.
    case forbidden
    /// A field holds what it does not take.
    case schemaInvalid = "schema_invalid"
    /// The change or a part of it is larger than is taken.
    case tooLarge = "too_large"
    /// The change says something else of its record than is known of it.
    case headerMismatch = "header_mismatch"
    /// The change was made on something that the hub has not seen.
    case causalGap = "causal_gap"
    /// The bytes are not a change.
    case malformed
    /// The record was erased.
    case erased
  }

  /// The reason.
  public let code: Code

  /// What was refused and what to do, in a sentence or two.
  public let detail: String

  /// A refusal for a reason, with a sentence for people.
  public init(_ code: Code, _ detail: String) {
    self.code = code
    self.detail = detail
  }
}

/// Who may write what (a shopper their own visits, a coordinator all of it), and how much at once.
public enum WriteRule {
  /// The most fields that one change may write.
  public static let fieldsMaximum = 256

  /// The most replicas that a record's vector may name; nobody prunes a vector.
  public static let vectorMaximum = 256

  /// Says why a person may not make a change; nil where they may.
  ///
  /// - Parameters:
  ///   - change: The change as it came.
  ///   - person: Who the hub knows the writer to be.
  ///   - known: The record's header, where the record exists.
  ///   - parent: The header of the record that the change names as its parent, where that exists.
  /// - Returns: The refusal, or nil.
  public static func refusal(
    of change: Change,
    by person: Person,
    known: RecordHeader?,
    parent: RecordHeader?
  ) -> Refusal? {
    refusal(of: change, by: person, known: known, parent: parent, flaw: flaw(in: change))
  }

  /// The same, where ``flaw(in:)`` has been looked for before.
  public static func refusal(
    of change: Change,
    by person: Person,
    known: RecordHeader?,
    parent: RecordHeader?,
    flaw: Refusal?
  ) -> Refusal? {
    mismatch(change, known: known, parent: parent) ?? trespass(change, by: person) ?? flaw
  }

  /// Says what is wrong with a change whoever makes it, and whatever its record is; nil where
  /// nothing is.
  public static func flaw(in change: Change) -> Refusal? {
    excess(change) ?? objection(change)
  }

  private static func mismatch(
    _ change: Change,
    known: RecordHeader?,
    parent: RecordHeader?
  ) -> Refusal? {
    if let known, known != change.header {
      return Refusal(
        .headerMismatch,
        "The change names another program, owner or visit than its record has."
      )
    }
    if let parent, parent.scope != change.header.scope || parent.kind != .visit {
      return Refusal(.headerMismatch, "The change belongs to a visit of another program or owner.")
    }
    return nil
  }

  private static func trespass(_ change: Change, by person: Person) -> Refusal? {
    let kind = change.header.kind
    guard change.stamp.author == person.id else {
      return Refusal(.forbidden, "The change is signed by somebody else than its sender.")
    }
    switch person.role {
    case .coordinator:
      return nil
    case .viewer:
      return Refusal(.forbidden, "A viewer reads and does not write.")
    case .shopper:
      guard change.stamp.authority != .coordinator else {
        return Refusal(.forbidden, "A shopper's change claims a coordinator's rank.")
      }
      guard kind != .review, !RecordKind.definitions.contains(kind) else {
        return Refusal(
          .forbidden,
          "A shopper may not write a \(kind.rawValue): ask a coordinator to."
        )
      }
      return change.header.scope.owner == person.id
        ? nil : Refusal(.forbidden, "The visit belongs to another shopper.")
    }
  }

  private static func excess(_ change: Change) -> Refusal? {
    if change.puts.count + change.unsets.count > fieldsMaximum {
      return Refusal(.tooLarge, "The change writes more than \(fieldsMaximum) fields: split it.")
    }
    if change.base.entries.count > vectorMaximum {
      return Refusal(.tooLarge, "More than \(vectorMaximum) stores have written this record.")
    }
    return nil
  }

  private static func objection(_ change: Change) -> Refusal? {
    let kind = change.header.kind
    let fields = FieldSchema.fields(of: kind)
    for put in change.puts {
      if let objection = FieldSchema.objection(to: put, in: kind, with: fields) {
        return Refusal(.schemaInvalid, objection)
      }
      // Such a deletion would take with it what its author had never seen.
      if case .tombstone(let tombstone) = put.value, !tombstone.seen.isCovered(by: change.base) {
        return Refusal(.schemaInvalid, "The deletion claims to have seen more than its change had.")
      }
    }
    guard change.puts.areDistinct else {
      return Refusal(.schemaInvalid, "The change puts two values into one field.")
    }
    return nil
  }
}
