// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FoundationEssentials
import GRDB
import Replication
import SyncProtocol

extension SQLiteHubStorage {
  // MARK: Records

  func record(_ id: RecordID) throws -> HubRecord? {
    let row = try database.row(
      "SELECT seq, release, erased, state FROM record WHERE id = ?",
      id.blob
    )
    guard let row else { return nil }
    if row.number("erased") == 1 { return try erased(id) }
    let state = row.bytes("state")
    return HubRecord(
      record: try RecordCodec.record(from: state),
      seq: row.number("seq"),
      release: try Release(row),
      bytesCount: state.count
    )
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
    let id = record.record.header.id.blob
    let state = RecordCodec.bytes(of: record.record).blob
    guard record.isNew else {
      return try database.run(
        "UPDATE record SET seq = ?, state = ? WHERE id = ?",
        record.seq,
        state,
        id
      )
    }
    let header = record.record.header
    try database.run(
      """
      INSERT INTO record (id, kind, program, owner, parent, seq, release, state)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      id,
      header.kind.rawValue,
      header.scope.program.blob,
      header.scope.owner?.blob,
      header.parent?.blob,
      record.seq,
      record.release.rawValue,
      state
    )
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
      "UPDATE log SET bytes = NULL WHERE record = ? AND kind IN (0, 2)",
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

  func walk(
    _ reach: Reach,
    after seq: Int64,
    maximum: Int,
    _ body: (PulledRecord) throws -> Bool
  ) throws {
    let rows = try reach.records(after: seq, count: maximum, in: database)
    while let row = try rows.next() {
      let record = PulledRecord(
        id: try row.identifier("id"),
        seq: row.number("seq"),
        release: try Release(row),
        isErased: row.number("erased") == 1,
        state: row.bytes("state")
      )
      guard try body(record) else { return }
    }
  }
}

extension Release {
  /// Reads the column `release`.
  init(_ row: Row) throws(DamagedStore) {
    guard let release = Release(rawValue: row.number("release")) else {
      throw DamagedStore("A record stands in an unknown way to viewers.")
    }
    self = release
  }
}
