// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import Replication
import SyncProtocol

extension SQLiteReplicaStorage {
  func record(_ id: RecordID) throws -> Record? {
    let sql = "SELECT COALESCE(view, shadow) FROM record WHERE id = ?"
    guard let row = try row(sql, [Data(id.bytes)]) else { return nil }
    guard let state = row[0] as Data? else {
      throw ReplicaError.damaged("the record \(id) is empty")
    }
    return try decoded(state)
  }

  func kept(_ id: RecordID) throws -> KeptRecord? {
    let row = try row("SELECT shadow, legacy, view FROM record WHERE id = ?", [Data(id.bytes)])
    guard let row else { return nil }
    let states = try (0..<3).map { place in try (row[place] as Data?).map(decoded) }
    guard let header = states.lazy.compactMap(\.self).first?.header else {
      throw ReplicaError.damaged("the record \(id) is empty")
    }
    return KeptRecord(header: header, shadow: states[0], legacy: states[1], view: states[2])
  }

  func keep(_ record: KeptRecord) throws {
    let shadow = record.shadow.map(bytes)
    let legacy = record.legacy.map(bytes)
    let view = record.view.map(bytes)
    guard let seen = record.view ?? record.shadow ?? record.legacy else { return }
    try run(
      """
      INSERT INTO record
        (id, kind, program, owner, parent, code, state, deleted, conflicts, shadow, legacy, view)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET code = excluded.code, state = excluded.state,
        deleted = excluded.deleted, conflicts = excluded.conflicts, shadow = excluded.shadow,
        legacy = excluded.legacy, view = excluded.view
      """,
      columns(of: seen) + [shadow, legacy, view]
    )
  }

  func keepView(_ view: Record) throws {
    try run(
      """
      INSERT INTO record (id, kind, program, owner, parent, code, state, deleted, conflicts, view)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET code = excluded.code, state = excluded.state,
        deleted = excluded.deleted, conflicts = excluded.conflicts, view = excluded.view
      """,
      columns(of: view) + [bytes(of: view)]
    )
  }

  func removeRecord(_ id: RecordID) throws {
    try run("DELETE FROM record WHERE id = ?", [Data(id.bytes)])
    try run("DELETE FROM past WHERE record = ?", [Data(id.bytes)])
  }

  func recordsAside(after record: RecordID?, maximum: Int) throws -> [RecordID] {
    try rows(
      "SELECT id FROM record WHERE legacy IS NOT NULL AND id > ? ORDER BY id LIMIT ?",
      [Data(record?.bytes ?? []), maximum]
    ).map { try identifier($0[0]) }
  }

  func setShadowsAside() throws {
    try run(
      """
      UPDATE record SET legacy = shadow, view = COALESCE(view, shadow), shadow = NULL
      WHERE shadow IS NOT NULL AND legacy IS NULL
      """
    )
  }

  func decoded(_ bytes: Data) throws -> Record {
    try RecordCodec.record(from: Array(bytes))
  }

  private func bytes(of record: Record) -> Data {
    Data(RecordCodec.bytes(of: record))
  }

  /// The columns by which a record is found, from what people see of it.
  private func columns(of record: Record) -> StatementArguments {
    let header = record.header
    let codePath: FieldPath = header.kind == .attempt ? "visit_code" : "code"
    return [
      Data(header.id.bytes), header.kind.rawValue, Data(header.scope.program.bytes),
      header.scope.owner.map { Data($0.bytes) }, header.parent.map { Data($0.bytes) },
      record.value(of: codePath)?.text ?? "", record.value(of: "state")?.text ?? "",
      record.isDeleted, record.conflicts.count,
    ]
  }
}
