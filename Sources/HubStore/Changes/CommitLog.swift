// SPDX-License-Identifier: Apache-2.0

import FieldModel
import GRDB
import SyncProtocol

/// The hub's log: every change and every release in commit order, each entry chained to the last.
///
/// The order is given inside the writing transaction, of which there is one at a time, so a reader
/// never sees an entry appear before one that it has seen.
struct CommitLog {
  private let database: Database
  private let receivedAt: Int64

  /// The last entry's place; 0 in an empty log.
  private(set) var seq: Int64

  /// The last entry's chain hash.
  private(set) var chain: [UInt8]

  /// The log's end, to append to within the current transaction.
  init(_ database: Database, receivedAt: Int64) throws {
    let row = try database.row("SELECT seq, chain FROM log ORDER BY seq DESC LIMIT 1")
    self.database = database
    self.receivedAt = receivedAt
    seq = row?.number("seq") ?? 0
    chain = row?.bytes("chain") ?? CommitLog.origin
  }

  /// What stands before the first entry.
  static let origin = [UInt8](repeating: 0, count: 32)

  /// The chain hash of an entry.
  static func chain(
    after previous: [UInt8],
    seq: Int64,
    record: RecordID,
    hash: ChangeHash?
  ) -> [UInt8] {
    let place = (0..<8).map { UInt8(truncatingIfNeeded: seq >> Int64(56 - 8 * $0)) }
    return ChangeCodec.hash(of: previous + place + record.bytes + (hash?.bytes ?? [])).bytes
  }

  /// Appends a change.
  mutating func append(_ entry: JournalEntry, of change: Change) throws {
    advance(record: change.header.id, hash: entry.hash)
    try database.run(
      "INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      seq,
      change.header.id.blob,
      change.dot.replica.blob,
      Int64(change.dot.counter),
      entry.bytes.blob,
      entry.hash.bytes.blob,
      chain.blob,
      receivedAt
    )
  }

  /// Appends that a record is shown to viewers, or no longer.
  mutating func append(touched record: RecordID) throws {
    advance(record: record, hash: nil)
    try database.run(
      "INSERT INTO log VALUES (?, ?, NULL, NULL, NULL, NULL, ?, ?)",
      seq,
      record.blob,
      chain.blob,
      receivedAt
    )
  }

  private mutating func advance(record: RecordID, hash: ChangeHash?) {
    seq += 1
    chain = CommitLog.chain(after: chain, seq: seq, record: record, hash: hash)
  }
}
