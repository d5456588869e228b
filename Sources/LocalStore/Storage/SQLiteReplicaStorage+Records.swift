// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import Replication
import RowAccess
import SyncProtocol

extension SQLiteReplicaStorage {
  func record(_ id: RecordID) throws -> Record? {
    try database.first(
      "SELECT COALESCE(view, shadow) FROM record WHERE id = ?",
      binding: { $0.name(id) },
      read: { columns in
        guard let state = columns.content(0) else {
          throw ReplicaError.damaged("the record \(id) is empty")
        }
        return try RecordCodec.record(from: state)
      }
    )
  }

  func kept(_ id: RecordID) throws -> KeptRecord? {
    let states = try database.first(
      "SELECT shadow, legacy, view FROM record WHERE id = ?",
      binding: { $0.name(id) },
      read: { columns in
        try (Int32(0)..<3).map { try columns.content($0).map(RecordCodec.record) }
      }
    )
    guard let states else { return nil }
    guard let header = states.lazy.compactMap(\.self).first?.header else {
      throw ReplicaError.damaged("the record \(id) is empty")
    }
    return KeptRecord(header: header, shadow: states[0], legacy: states[1], view: states[2])
  }

  func keep(_ record: KeptRecord) throws {
    guard let seen = record.view ?? record.shadow ?? record.legacy else { return }
    try database.run(
      """
      INSERT INTO record
        (id, kind, program, owner, parent, code, state, deleted, conflicts, shadow, legacy, view)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET code = excluded.code, state = excluded.state,
        deleted = excluded.deleted, conflicts = excluded.conflicts, shadow = excluded.shadow,
        legacy = excluded.legacy, view = excluded.view
      """
    ) {
      bind(seen.header, RecordKey(seen), to: &$0)
      $0.bytes(record.shadow.map(RecordCodec.bytes))
      $0.bytes(record.legacy.map(RecordCodec.bytes))
      $0.bytes(record.view.map(RecordCodec.bytes))
    }
  }

  func keep(_ states: [PulledState]) throws {
    try database.run(
      """
      INSERT INTO record
        (id, kind, program, owner, parent, code, state, deleted, conflicts, shadow)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET code = excluded.code, state = excluded.state,
        deleted = excluded.deleted, conflicts = excluded.conflicts, shadow = excluded.shadow,
        legacy = NULL, view = NULL
      """,
      times: states.count
    ) {
      bind(states[$1].header, states[$1].key, to: &$0)
      $0.slice(states[$1].bytes)
    }
  }

  func keepView(_ view: Record) throws {
    try database.run(
      """
      INSERT INTO record (id, kind, program, owner, parent, code, state, deleted, conflicts, view)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET code = excluded.code, state = excluded.state,
        deleted = excluded.deleted, conflicts = excluded.conflicts, view = excluded.view
      """
    ) {
      bind(view.header, RecordKey(view), to: &$0)
      $0.bytes(RecordCodec.bytes(of: view))
    }
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

  func recordsUnshown() throws -> [RecordID] {
    try rows("SELECT id FROM record WHERE shadow IS NULL AND legacy IS NULL ORDER BY id")
      .map { try identifier($0[0]) }
  }

  /// Binds the columns by which a record is found, from what people see of it.
  private func bind(_ header: RecordHeader, _ key: RecordKey, to bindings: inout Bindings) {
    bindings.name(bits: header.id.bits)
    bindings.text(header.kind.rawValue)
    bindings.name(bits: header.scope.program.bits)
    bindings.name(bits: header.scope.owner?.bits)
    bindings.name(bits: header.parent?.bits)
    bindings.text(key.code)
    bindings.text(key.state)
    bindings.number(key.isDeleted ? 1 : 0)
    bindings.number(Int64(key.conflicts))
  }
}
