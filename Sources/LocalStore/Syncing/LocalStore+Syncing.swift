// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
package import SyncProtocol

extension StoreReader {
  /// Where the store stands before a round of sync.
  package func standing() throws -> Standing {
    let replica = try replica()
    let last = try Int64.fetchOne(
      database,
      sql: "SELECT MAX(counter) FROM journal WHERE replica = ?",
      arguments: [Data(replica.bytes)]
    )
    let acknowledged = try Row.fetchOne(
      database,
      sql: """
        SELECT counter, hash FROM journal WHERE replica = ? AND state <> 0
        ORDER BY counter DESC LIMIT 1
        """,
      arguments: [Data(replica.bytes)]
    )
    return Standing(
      replica: replica,
      device: try MetaKey.device.readText(in: database) ?? "",
      acknowledged: UInt64((acknowledged?[0] as Int64?) ?? 0),
      head: acknowledged.flatMap { ChangeHash(bytes: Array($0[1] as Data)) } ?? .none,
      last: UInt64(last ?? 0),
      cursor: try MetaKey.cursor.read(in: database) ?? []
    )
  }

  /// The journal after a counter: at most so many changes and bytes, but at least one change.
  package func journal(
    after counter: UInt64,
    changesMaximum: Int,
    bytesMaximum: Int
  ) throws -> JournalRun {
    let replica = Data(try replica().bytes)
    let previous = try Data.fetchOne(
      database,
      sql: "SELECT hash FROM journal WHERE replica = ? AND counter = ?",
      arguments: [replica, Int64(counter)]
    ).flatMap { ChangeHash(bytes: Array($0)) }
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT counter, bytes, hash FROM journal WHERE replica = ? AND counter > ?
        ORDER BY counter LIMIT ?
        """,
      arguments: [replica, Int64(counter), changesMaximum]
    )
    var entries: [JournalEntry] = []
    var room = bytesMaximum
    while let row = try rows.next() {
      let bytes = Array(row[1] as Data)
      room -= bytes.count
      guard let hash = ChangeHash(bytes: Array(row[2] as Data)) else {
        throw StoreError.damaged("a change of the journal has no hash")
      }
      if room < 0, !entries.isEmpty { break }
      entries.append(JournalEntry(counter: UInt64(row[0] as Int64), bytes: bytes, hash: hash))
    }
    return JournalRun(previous: previous ?? .none, entries: entries)
  }
}

extension StoreWriter {
  /// Keeps what the hub has acknowledged.
  ///
  /// Refused changes leave what people see, and are listed.
  package func keep(_ acknowledgement: Acknowledgement) throws {
    let replica = Data(try reader.replica().bytes)
    try database.execute(
      sql: "UPDATE journal SET state = 1 WHERE replica = ? AND counter <= ? AND state = 0",
      arguments: [replica, Int64(acknowledgement.counter)]
    )
    try database.execute(
      sql: "INSERT OR REPLACE INTO receipt (replica, counter, head, receipt) VALUES (?, ?, ?, ?)",
      arguments: [
        replica, Int64(acknowledgement.counter), Data(acknowledgement.head.bytes),
        Data(acknowledgement.receipt),
      ]
    )
    for rejection in acknowledgement.rejections {
      try database.execute(
        sql: """
          UPDATE journal SET state = 2, code = ?, detail = ? WHERE replica = ? AND counter = ?
          """,
        arguments: [rejection.code, rejection.detail, replica, Int64(rejection.counter)]
      )
      let record = try Data.fetchOne(
        database,
        sql: "SELECT record FROM journal WHERE replica = ? AND counter = ?",
        arguments: [replica, Int64(rejection.counter)]
      )
      if let id = record.flatMap({ RecordID(bytes: $0) }) {
        let shadow = try Data.fetchOne(
          database.cachedStatement(sql: "SELECT shadow FROM record WHERE id = ?"),
          arguments: [Data(id.bytes)]
        )
        try replay(id, over: shadow.map(reader.decoded))
      }
    }
  }

  /// Keeps a page of a pull and its cursor, in this one transaction.
  package func keep(_ page: PulledPage) throws {
    for card in page.cards {
      try keep(card)
    }
    for past in page.past {
      try keep(past)
    }
    for record in page.records {
      try keep(record, column: "shadow", bytes: RecordCodec.bytes(of: record))
      try replay(record.header.id, over: record)
    }
    for id in page.gone {
      try drop(id)
    }
    try MetaKey.cursor.write(page.cursor, in: database)
  }

  private func keep(_ past: PastChange) throws {
    try database.cachedStatement(
      sql: "INSERT OR IGNORE INTO past (replica, counter, record, bytes) VALUES (?, ?, ?, ?)"
    ).execute(arguments: [
      Data(past.change.dot.replica.bytes), Int64(past.change.dot.counter),
      Data(past.change.header.id.bytes), Data(past.bytes),
    ])
  }

  /// Makes the view of a record anew: its shadow, with this replica's changes that the shadow has
  /// not seen replayed in order.
  ///
  /// A refused change counts as seen and has no effect.
  private func replay(_ id: RecordID, over shadow: Record?) throws {
    let rows = try Row.fetchAll(
      database.cachedStatement(
        sql: "SELECT bytes, state FROM journal WHERE record = ? ORDER BY replica, counter"
      ),
      arguments: [Data(id.bytes)]
    )
    guard !rows.isEmpty else {
      // Most records are other people's: what the hub sent is all there is to see.
      return try database.cachedStatement(
        sql: "UPDATE record SET view = NULL WHERE id = ? AND view IS NOT NULL"
      ).execute(arguments: [Data(id.bytes)])
    }
    var view = shadow
    for row in rows {
      let change = try ChangeCodec.change(from: Array(row[0] as Data))
      if view == nil { view = Record(header: change.header) }
      if (row[1] as Int) == 2 {
        view?.disregard(change.dot)
      } else if view?.apply(change) == .causalGap {
        throw StoreError.damaged("a waiting change does not follow from what the hub sent")
      }
    }
    guard let view else { return }
    try keep(view, column: "view", bytes: view == shadow ? nil : RecordCodec.bytes(of: view))
  }

  /// Forgets a record that is no longer the person's to read, unless their own changes wait on it.
  private func drop(_ id: RecordID) throws {
    try database.execute(
      sql: """
        DELETE FROM record WHERE id = ?1
          AND NOT EXISTS (SELECT 1 FROM journal WHERE record = ?1 AND state = 0)
        """,
      arguments: [Data(id.bytes)]
    )
    try database.execute(sql: "DELETE FROM past WHERE record = ?", arguments: [Data(id.bytes)])
  }
}
