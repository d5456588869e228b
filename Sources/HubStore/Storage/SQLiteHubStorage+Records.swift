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
    let found = try finding.on(database).first(
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
    return (Record(beginningWith: change), bytes.count + 64)
  }

  private func erased(_ id: RecordID) throws -> HubRecord? {
    let row = try database.row(
      """
      SELECT seq, release, parent, kind.name AS kind, program.name AS program, owner.name AS owner
      FROM record JOIN name AS kind ON kind.number = kind JOIN name AS program
        ON program.number = program LEFT JOIN name AS owner ON owner.number = owner
      WHERE id = ?
      """,
      id.blob
    )
    guard let row else { return nil }
    let header = RecordHeader(
      id: id,
      kind: try row.kind("kind"),
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

  mutating func keep(_ record: HubRecord) throws {
    let header = record.header
    let isTold = record.isNew && record.first == record.seq
    let state = isTold ? [] : RecordCodec.bytes(of: record.record)
    guard record.isNew else {
      return try database.run("UPDATE record SET seq = ?, state = ? WHERE id = ?") {
        $0.number(record.seq)
        $0.bytes(state)
        $0.name(header.id)
      }
    }
    let kind = try numbers.number(of: header.kind, in: database)
    let program = try numbers.number(of: header.scope.program, in: database)
    let owner = try header.scope.owner.map { try numbers.number(of: $0, in: database) }
    try adding.on(database).run {
      $0.number(record.seq)
      $0.name(header.id)
      $0.number(kind)
      $0.number(program)
      $0.number(owner)
      $0.name(header.parent)
      $0.number(header.parent.map { $0.isBeside(header.id) } == true ? 1 : 0)
      $0.number(record.release.rawValue)
      $0.number(record.first)
      $0.bytes(state)
    }
  }

  func children(of visit: RecordID) throws -> [HubChild] {
    let beside = visit.neighbours
    let rows = try database.rows(
      """
      SELECT id, name.name AS kind, release, erased FROM record JOIN name ON number = kind
      WHERE id BETWEEN ?1 AND ?2 AND parent = ?3 AND beside = 1
      UNION ALL
      SELECT id, name.name, release, erased FROM record JOIN name ON number = kind
      WHERE parent = ?3 AND parent IS NOT NULL AND beside = 0
      ORDER BY id
      """,
      beside.lowerBound.blob,
      beside.upperBound.blob,
      visit.blob
    )
    return try rows.map {
      HubChild(
        id: try $0.identifier("id"),
        kind: try $0.kind("kind"),
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
