// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import Replication
import RowAccess
import SyncProtocol

/// What became of a change, as the journal's column `state` says it.
enum StateColumn {
  static let waiting: Int64 = 0
  static let acknowledged: Int64 = 1
  static let refused: Int64 = 2
  static let requeued: Int64 = 3

  static func number(of state: KeptChange.State) -> Int64 {
    switch state {
    case .waiting: waiting
    case .acknowledged: acknowledged
    case .refused: refused
    case .requeued: requeued
    }
  }
}

extension SQLiteReplicaStorage {
  func append(_ kept: KeptChange) throws {
    let change = kept.change
    var refusal: (code: String, detail: String)?
    if case .refused(let code, let detail) = kept.state { refusal = (code, detail) }
    try database.run(
      """
      INSERT INTO journal
        (replica, counter, record, bytes, hash, entered_at, state, code, detail)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """
    ) {
      $0.name(change.dot.replica)
      $0.number(Int64(change.dot.counter))
      $0.name(change.header.id)
      $0.bytes(kept.bytes)
      $0.bytes(kept.hash.bytes)
      $0.number(change.stamp.enteredAt.milliseconds)
      $0.number(StateColumn.number(of: kept.state))
      $0.text(refusal?.code)
      $0.text(refusal?.detail)
    }
    tail.next = JournalPosition(
      dot: Dot(change.dot.replica, change.dot.counter + 1),
      previous: kept.hash
    )
  }

  func entries(
    of replica: ReplicaID,
    after counter: UInt64,
    changesMaximum: Int,
    bytesMaximum: Int
  ) throws -> [JournalEntry] {
    let rows = try Row.fetchCursor(
      database.cachedStatement(
        sql: """
          SELECT counter, bytes, hash FROM journal WHERE replica = ? AND counter > ?
          ORDER BY counter LIMIT ?
          """
      ),
      arguments: [Data(replica.bytes), Int64(counter), changesMaximum]
    )
    var entries: [JournalEntry] = []
    var room = bytesMaximum
    while let row = try rows.next() {
      let bytes = Array(row[1] as Data)
      room -= bytes.count
      if room < 0, !entries.isEmpty { break }
      entries.append(
        JournalEntry(counter: UInt64(row[0] as Int64), bytes: bytes, hash: try hash(row[2]))
      )
    }
    return entries
  }

  func changes(
    of replica: ReplicaID,
    after counter: UInt64,
    maximum: Int
  ) throws -> [KeptChange] {
    try rows(
      """
      SELECT bytes, hash, state, code, detail FROM journal WHERE replica = ? AND counter > ?
      ORDER BY counter LIMIT ?
      """,
      [Data(replica.bytes), Int64(counter), maximum]
    ).map(kept)
  }

  func changes(to record: RecordID) throws -> [KeptChange] {
    // Of most records that a pull brings, the store has written nothing.
    guard try hasChanges(to: record) else { return [] }
    return try rows(
      """
      SELECT bytes, hash, journal.state, code, detail
      FROM journal JOIN incarnation ON incarnation.replica = journal.replica
      WHERE record = ? ORDER BY place, counter
      """,
      [Data(record.bytes)]
    ).map(kept)
  }

  private func hasChanges(to record: RecordID) throws -> Bool {
    try database.exists("SELECT 1 FROM journal WHERE record = ? LIMIT 1") { $0.name(record) }
  }

  func wasAtHub(_ record: RecordID) throws -> Bool {
    try database.exists(
      """
      SELECT 1 FROM journal
      WHERE record = ? AND (state = 1 OR (state = 2 AND code = 'erased')) LIMIT 1
      """
    ) { $0.name(record) }
  }

  func refusedChanges(of replica: ReplicaID, after counter: UInt64) throws -> [KeptChange] {
    try rows(
      """
      SELECT bytes, hash, state, code, detail FROM journal
      WHERE replica = ? AND counter > ? AND state <> 1 AND state = 2 ORDER BY counter
      """,
      [Data(replica.bytes), Int64(counter)]
    ).map(kept)
  }

  func hash(of dot: Dot) throws -> ChangeHash? {
    let found = try row(
      """
      SELECT hash FROM journal WHERE replica = ?1 AND counter = ?2
      UNION ALL SELECT pruned_hash FROM incarnation WHERE replica = ?1 AND pruned = ?2
      """,
      [Data(dot.replica.bytes), Int64(dot.counter)]
    )
    return try found.map { try hash($0[0]) }
  }

  func acknowledge(of replica: ReplicaID, _ counters: ClosedRange<UInt64>) throws {
    try run(
      """
      UPDATE journal SET state = 1, code = NULL, detail = NULL
      WHERE replica = ? AND counter BETWEEN ? AND ? AND state IN (0, 2)
      """,
      [Data(replica.bytes), Int64(counters.lowerBound), Int64(counters.upperBound)]
    )
  }

  func unacknowledge(of replica: ReplicaID, after counter: UInt64) throws {
    try run(
      "UPDATE journal SET state = 0 WHERE replica = ? AND counter > ? AND state = 1",
      [Data(replica.bytes), Int64(counter)]
    )
  }

  func mark(_ dot: Dot, as state: KeptChange.State) throws {
    // What was refused keeps its reason when it is said again.
    guard case .refused(let code, let detail) = state else {
      return try run(
        "UPDATE journal SET state = ? WHERE replica = ? AND counter = ?",
        [StateColumn.number(of: state), Data(dot.replica.bytes), Int64(dot.counter)]
      )
    }
    try run(
      "UPDATE journal SET state = 2, code = ?, detail = ? WHERE replica = ? AND counter = ?",
      [code, detail, Data(dot.replica.bytes), Int64(dot.counter)]
    )
  }

  func removeChanges(of replica: ReplicaID, after counter: UInt64) throws {
    try run(
      "DELETE FROM journal WHERE replica = ? AND counter > ?",
      [Data(replica.bytes), Int64(counter)]
    )
    tail.next = nil
  }

  func prune(_ replica: ReplicaID, through counter: UInt64, hash: ChangeHash) throws {
    try run(
      """
      DELETE FROM journal
      WHERE replica = ? AND counter <= ? AND (state = 1 OR (state = 2 AND code = 'erased'))
      """,
      [Data(replica.bytes), Int64(counter)]
    )
    try run(
      "UPDATE incarnation SET pruned = ?, pruned_hash = ? WHERE replica = ?",
      [Int64(counter), Data(hash.bytes), Data(replica.bytes)]
    )
  }

  func keep(_ past: PastChange) throws {
    try run(
      "INSERT OR IGNORE INTO past (replica, counter, record, bytes) VALUES (?, ?, ?, ?)",
      [
        Data(past.change.dot.replica.bytes), Int64(past.change.dot.counter),
        Data(past.change.header.id.bytes), Data(past.bytes),
      ]
    )
  }

  private func kept(_ row: Row) throws -> KeptChange {
    let bytes = Array(row[0] as Data)
    let state: KeptChange.State =
      switch row[2] as Int64 {
      case StateColumn.waiting: .waiting
      case StateColumn.acknowledged: .acknowledged
      case StateColumn.refused: .refused(code: row[3] ?? "", detail: row[4] ?? "")
      case StateColumn.requeued: .requeued
      default: throw ReplicaError.damaged("a change of the journal is in no state")
      }
    return KeptChange(
      change: try ChangeCodec.change(from: bytes),
      bytes: bytes,
      hash: try hash(row[1]),
      state: state
    )
  }
}
