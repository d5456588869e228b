// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation
import GRDB
import SyncProtocol

/// One transaction of a store.
package struct StoreWriter {
  /// The state of the store within the transaction, with what was written so far.
  package let reader: StoreReader

  /// The clock and randomness of the program.
  package let surroundings: Surroundings

  var database: Database { reader.database }

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
    let person = try reader.owner()
    var record = try reader.record(header.id) ?? Record(header: header)
    let authority: Authority =
      isResolution ? .resolution : person.role == .coordinator ? .coordinator : .shopper
    let writer = Writer(person: person.id, authority: authority, now: surroundings.now())
    let change = record.change(edit, by: writer, at: try nextPosition())
    let parent = try header.parent.flatMap { try reader.record($0)?.header }
    let known = record.context.isEmpty ? nil : record.header
    if let refusal = WriteRule.refusal(of: change, by: person, known: known, parent: parent) {
      throw StoreError.refused(refusal)
    }
    guard record.apply(change) == .applied else {
      throw StoreError.damaged("a change does not follow from what the store holds")
    }
    try append(change)
    try keepView(of: record)
    return record
  }

  /// Writes fields of a record, of those only that differ from what it holds.
  ///
  /// - Returns: Whether anything differed: importing the same twice writes nothing.
  @discardableResult
  package func put(_ puts: [Put], into header: RecordHeader) throws -> Bool {
    let record = try reader.record(header.id)
    let fresh = puts.filter { put in
      guard let record, !record.isDeleted, !record.isProvisional(put.path) else { return true }
      return record.value(of: put.path) != put.value
    }
    guard record == nil || !fresh.isEmpty else { return false }
    try edit(header, .write(fresh))
    return true
  }

  private func nextPosition() throws -> JournalPosition {
    let replica = try reader.replica()
    let sql = "SELECT counter, hash FROM journal WHERE replica = ? ORDER BY counter DESC LIMIT 1"
    let row = try Row.fetchOne(
      database.cachedStatement(sql: sql),
      arguments: [Data(replica.bytes)]
    )
    guard let row else { return JournalPosition(dot: Dot(replica, 1), previous: .none) }
    guard let hash = ChangeHash(bytes: Array(row[1] as Data)) else {
      throw StoreError.damaged("a change of the journal has no hash")
    }
    return JournalPosition(
      dot: Dot(replica, UInt64(row[0] as Int64) + 1),
      previous: hash
    )
  }

  private func append(_ change: Change) throws {
    let bytes = ChangeCodec.bytes(of: change)
    guard bytes.count <= SyncLimits.changeBytesMaximum else {
      throw StoreError.refused(
        Refusal(.tooLarge, "The entry is larger than 1 MiB: shorten its texts.")
      )
    }
    try database.cachedStatement(
      sql: """
        INSERT INTO journal (replica, counter, record, bytes, hash, entered_at)
        VALUES (?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      Data(change.dot.replica.bytes), Int64(change.dot.counter), Data(change.header.id.bytes),
      Data(bytes), Data(ChangeCodec.hash(of: bytes).bytes), change.stamp.enteredAt.milliseconds,
    ])
  }

  /// Keeps what people see of a record on which changes wait.
  private func keepView(of record: Record) throws {
    try keep(record, column: "view", bytes: RecordCodec.bytes(of: record))
  }

  /// Keeps a state of a record, with the columns by which it is found.
  func keep(_ record: Record, column: String, bytes: [UInt8]?) throws {
    let header = record.header
    let codePath: FieldPath = header.kind == .attempt ? "visit_code" : "code"
    try database.cachedStatement(
      sql: """
        INSERT INTO record
          (id, kind, program, owner, parent, code, state, deleted, conflicts, \(column))
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET code = excluded.code, state = excluded.state,
          deleted = excluded.deleted, conflicts = excluded.conflicts,
          \(column) = excluded.\(column)
        """
    ).execute(arguments: [
      Data(header.id.bytes), header.kind.rawValue, Data(header.scope.program.bytes),
      header.scope.owner.map { Data($0.bytes) }, header.parent.map { Data($0.bytes) },
      record.value(of: codePath)?.text ?? "", record.value(of: "state")?.text ?? "",
      record.isDeleted, record.conflicts.count, bytes.map { Data($0) },
    ])
  }
}
