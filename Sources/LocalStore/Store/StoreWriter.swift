// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import GRDB
import Replication
package import SyncProtocol

/// One transaction of a store.
package struct StoreWriter {
  /// The state of the store within the transaction, with what was written so far.
  package let reader: StoreReader

  /// The clock and randomness of the program.
  package let surroundings: Surroundings

  /// Where the journal ends, once something was written to it.
  let tail: JournalTail

  var database: Database { reader.database }

  /// The rules by which the store keeps changes.
  var replica: Replica<SQLiteReplicaStorage> {
    Replica(
      SQLiteReplicaStorage(database, tail: tail),
      now: surroundings.now,
      freshName: { [surroundings] in ReplicaID(bits: surroundings.random()) }
    )
  }

  /// Makes one change: a person's edit of one record, in their journal and in what they see.
  ///
  /// - Parameters:
  ///   - header: The record; it is created where the store has none.
  ///   - edit: What the person means to do.
  ///   - isResolution: Whether the edit settles a conflict, and so outranks other edits.
  /// - Returns: The record as it is now.
  /// - Throws: ``StoreError/refused(_:)`` where the person may not, or a value is not valid.
  @discardableResult
  package func edit(
    _ header: RecordHeader,
    _ edit: Edit,
    isResolution: Bool = false
  ) throws -> Record {
    try keepingRules { try $0.edit(header, edit, isResolution: isResolution) }
  }

  /// Writes fields of a record, of those only that differ from what it holds.
  ///
  /// - Returns: Whether anything differed: importing the same twice writes nothing.
  @discardableResult
  package func put(_ puts: [Put], into header: RecordHeader) throws -> Bool {
    try keepingRules { try $0.put(puts, into: header) }
  }

  /// Says again what a refused change said, as a new change on what the record holds now; the
  /// refused one stays in the journal, and leaves the list.
  ///
  /// - Returns: Whether the counter names a refused change.
  package func requeue(_ counter: UInt64) throws -> Bool {
    try keepingRules { try $0.requeue(counter) }
  }

  /// Keeps a page of a pull and its cursor.
  package func keep(_ page: PulledPage) throws {
    _ = try perform(.accept(page))
  }

  /// Does what a round of sync wants of the store; nil where the action is for the network.
  package func perform(_ action: SyncAction) throws -> SyncEvent? {
    guard case .accept(let page) = action else {
      return try keepingRules { try $0.perform(action) }
    }
    return try database.fillingIndexes(for: page) {
      try keepingRules { try $0.perform(action) }
    }
  }

  func keepingRules<Value>(
    _ body: (inout Replica<SQLiteReplicaStorage>) throws -> Value
  ) throws -> Value {
    var replica = replica
    do {
      return try body(&replica)
    } catch {
      throw try StoreError(error)
    }
  }
}

extension StoreReader {
  /// Where the store stands before a round of sync.
  package func standing() throws -> Standing {
    try keepingRules { try $0.standing() }
  }

  /// Reads what a round of sync wants to know of the store; nil where the action is for the
  /// network.
  ///
  /// - Precondition: ``SyncAction/isReading``.
  package func perform(_ action: SyncAction) throws -> SyncEvent? {
    try keepingRules { try $0.perform(action) }
  }

  func keepingRules<Value>(
    _ body: (inout Replica<SQLiteReplicaStorage>) throws -> Value
  ) throws -> Value {
    // A reader writes nothing, so neither clock nor name is asked for.
    var replica = Replica(
      SQLiteReplicaStorage(database),
      now: { LocalTime(milliseconds: 0) },
      freshName: { ReplicaID(bits: 0) }
    )
    do {
      return try body(&replica)
    } catch {
      throw try StoreError(error)
    }
  }
}

extension SyncAction {
  /// Whether the action only reads the store.
  package var isReading: Bool {
    switch self {
    case .stand, .compare, .load, .loadOffers: true
    default: false
    }
  }
}

extension StoreError {
  /// What the rules object to, as the store's error; anything else stays as it is.
  fileprivate init(_ error: any Error) throws {
    switch error {
    case ReplicaError.notEnrolled: self = .notEnrolled
    case ReplicaError.refused(let refusal): self = .refused(refusal)
    case ReplicaError.damaged(let what): self = .damaged(what)
    case let problem as WireProblem: self = .damaged(problem.description)
    default: throw error
    }
  }
}
