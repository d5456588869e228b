// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FoundationEssentials
import GRDB
import Replication

extension SQLiteHubStorage {
  // MARK: Quarantine

  func refused(_ dot: Dot) throws -> RefusedChange? {
    let row = try database.row(
      "SELECT * FROM quarantine WHERE replica = ? AND counter = ?",
      dot.replica.blob,
      Int64(dot.counter)
    )
    return try row.map { try RefusedChange($0) }
  }

  func keep(_ refused: RefusedChange) throws {
    try database.run(
      """
      INSERT OR REPLACE INTO quarantine
        (replica, counter, code, detail, record, parent, requeued_replica, requeued_counter)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      refused.dot.replica.blob,
      Int64(refused.dot.counter),
      refused.code.rawValue,
      refused.detail,
      refused.record?.blob,
      refused.parent?.blob,
      refused.requeuedAs?.replica.blob,
      refused.requeuedAs.map { Int64($0.counter) }
    )
  }

  func release(_ dot: Dot) throws {
    try database.run(
      "DELETE FROM quarantine WHERE replica = ? AND counter = ?",
      dot.replica.blob,
      Int64(dot.counter)
    )
  }

  func waitingChanges(for record: RecordID) throws -> [RefusedChange] {
    let rows = try database.rows(
      """
      SELECT * FROM quarantine WHERE code = 'causal_gap' AND record = ?1
      UNION
      SELECT * FROM quarantine WHERE code = 'causal_gap' AND parent = ?1
      ORDER BY replica, counter
      """,
      record.blob
    )
    return try rows.map { try RefusedChange($0) }
  }

  func hasWaiting() throws -> Bool {
    try database.number(
      """
      SELECT EXISTS (SELECT 1 FROM quarantine INDEXED BY quarantine_waiting_record
        WHERE code = 'causal_gap') OR EXISTS (SELECT 1 FROM offer)
      """
    ) == 1
  }

  func keep(_ offer: RefusedOffer) throws {
    try database.run(
      """
      INSERT OR IGNORE INTO offer
        (hash, record, parent, person, code, detail, received_at, bytes)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      offer.hash.bytes.blob,
      offer.record.blob,
      offer.parent?.blob,
      offer.person.blob,
      offer.code,
      offer.detail,
      offer.at,
      offer.bytes.blob
    )
  }

  func refusedOffers(for record: RecordID) throws -> [RefusedOffer] {
    let rows = try database.rows(
      "SELECT * FROM offer WHERE record = ?1 OR parent = ?1 ORDER BY hash",
      record.blob
    )
    return try rows.map { try RefusedOffer($0) }
  }

  func removeOffer(_ hash: ChangeHash) throws {
    try database.run("DELETE FROM offer WHERE hash = ?", hash.bytes.blob)
  }

  func keep(_ fork: SeenFork) throws {
    try database.run(
      "INSERT OR IGNORE INTO fork VALUES (?, ?, ?, ?)",
      fork.dot.replica.blob,
      Int64(fork.dot.counter),
      fork.hash.bytes.blob,
      now
    )
  }
}

extension RefusedChange {
  /// Reads a row of the table `quarantine`.
  init(_ row: Row) throws(DamagedStore) {
    guard let code = Refusal.Code(rawValue: row["code"]) else {
      throw DamagedStore("A change was refused for an unknown reason.")
    }
    let counter = row.number("requeued_counter")
    self.init(
      dot: Dot(try row.identifier("replica"), UInt64(max(1, row.number("counter")))),
      code: code,
      detail: row["detail"],
      record: RecordID(bytes: row.bytes("record")),
      parent: RecordID(bytes: row.bytes("parent")),
      requeuedAs: counter < 1
        ? nil : Dot(try row.identifier("requeued_replica"), UInt64(counter))
    )
  }
}

extension RefusedOffer {
  /// Reads a row of the table `offer`.
  init(_ row: Row) throws(DamagedStore) {
    self.init(
      hash: try row.hash("hash"),
      bytes: row.bytes("bytes"),
      record: try row.identifier("record"),
      parent: RecordID(bytes: row.bytes("parent")),
      person: try row.identifier("person"),
      code: row["code"],
      detail: row["detail"],
      at: row.number("received_at")
    )
  }
}
