// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FoundationEssentials
import GRDB
import Replication
import RowAccess
import SyncProtocol

extension SQLiteHubStorage {
  // MARK: Records

  func record(_ id: RecordID) throws -> HubRecord? {
    let found = try database.first(
      "SELECT seq, release, erased, state, first FROM record WHERE id = ?",
      binding: { $0.name(id) },
      read: { columns in
        (
          seq: columns.number(0), release: columns.number(1), isErased: columns.number(2) == 1,
          state: columns.bytes(3), first: columns.number(4)
        )
      }
    )
    guard let found else { return nil }
    if found.isErased { return try erased(id) }
    let release = try Release(number: found.release)
    guard found.state.isEmpty else {
      return HubRecord(
        record: try RecordCodec.record(from: found.state),
        seq: found.seq,
        release: release,
        bytesCount: found.state.count
      )
    }
    let (record, bytesCount) = try beginning(at: found.first)
    return HubRecord(record: record, seq: found.seq, release: release, bytesCount: bytesCount)
  }

  /// A record as the change made it with which it began: its state is not kept a second time.
  ///
  /// - Parameter first: That change's place in the log.
  /// - Returns: The record, and a size that its state does not exceed.
  /// - Throws: ``DamagedStore`` where the log has no such change.
  func beginning(at first: Int64) throws -> (record: Record, bytesCount: Int) {
    let entry = try database.first(
      "SELECT bytes, hash FROM log WHERE seq = ?",
      binding: { $0.number(first) },
      read: { (bytes: $0.bytes(0), hash: $0.bytes(1)) }
    )
    guard let (bytes, hash) = entry, ChangeCodec.hash(of: bytes).bytes == hash,
      let change = try? ChangeCodec.change(from: bytes)
    else {
      throw DamagedStore("The log's entry \(first) is not the change that it was.")
    }
    var record = Record(header: change.header)
    record.applyAdmitted(change)
    return (record, bytes.count + 64)
  }

  private func erased(_ id: RecordID) throws -> HubRecord? {
    guard let row = try database.row("SELECT * FROM record WHERE id = ?", id.blob) else {
      return nil
    }
    let header = RecordHeader(
      id: id,
      kind: RecordKind(rawValue: row["kind"]),
      scope: Scope(
        program: try row.identifier("program"),
        owner: PersonID(bytes: row.bytes("owner"))
      ),
      parent: RecordID(bytes: row.bytes("parent"))
    )
    return HubRecord(
      record: Record(header: header),
      seq: row.number("seq"),
      release: try Release(row),
      isErased: true,
      bytesCount: 0
    )
  }

  func keep(_ record: HubRecord) throws {
    let header = record.record.header
    let isTold = record.isNew && record.first == record.seq
    let state = isTold ? [] : RecordCodec.bytes(of: record.record)
    guard record.isNew else {
      return try database.run("UPDATE record SET seq = ?, state = ? WHERE id = ?") {
        $0.number(record.seq)
        $0.bytes(state)
        $0.name(header.id)
      }
    }
    try database.run(
      """
      INSERT INTO record (id, kind, program, owner, parent, seq, release, state, first)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """
    ) {
      $0.name(header.id)
      $0.text(header.kind.rawValue)
      $0.name(header.scope.program)
      $0.name(header.scope.owner)
      $0.name(header.parent)
      $0.number(record.seq)
      $0.number(record.release.rawValue)
      $0.bytes(state)
      $0.number(record.first)
    }
  }

  func children(of visit: RecordID) throws -> [HubChild] {
    let rows = try database.rows(
      "SELECT id, kind, release, erased FROM record WHERE parent = ? ORDER BY id",
      visit.blob
    )
    return try rows.map {
      HubChild(
        id: try $0.identifier("id"),
        kind: RecordKind(rawValue: $0["kind"]),
        release: try Release($0),
        isErased: $0.number("erased") == 1
      )
    }
  }

  func move(_ id: RecordID, to seq: Int64, release: Release) throws {
    try database.run(
      "UPDATE record SET seq = ?, release = ? WHERE id = ?",
      seq,
      release.rawValue,
      id.blob
    )
  }

  func erase(_ id: RecordID, at seq: Int64) throws {
    try database.run(
      "UPDATE record SET seq = ?, erased = 1, state = x'' WHERE id = ?",
      seq,
      id.blob
    )
    try database.run(
      """
      UPDATE log SET bytes = NULL WHERE kind IN (0, 2) AND seq IN (
        SELECT seq FROM log WHERE record = ?1 AND again = 1
        UNION ALL SELECT first FROM record WHERE id = ?1
      )
      """,
      id.blob
    )
    try database.run(
      """
      UPDATE quarantine SET detail = 'The record was erased.',
        code = iif(code = 'causal_gap', 'erased', code) WHERE record = ?
      """,
      id.blob
    )
    try database.run("DELETE FROM offer WHERE record = ?", id.blob)
  }
}

extension Release {
  /// Reads the column `release`.
  init(_ row: Row) throws(DamagedStore) {
    try self.init(number: row.number("release"))
  }

  init(number: Int64) throws(DamagedStore) {
    guard let release = Release(rawValue: number) else {
      throw DamagedStore("A record stands in an unknown way to viewers.")
    }
    self = release
  }
}
