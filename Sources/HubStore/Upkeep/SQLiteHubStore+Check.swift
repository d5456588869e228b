// SPDX-License-Identifier: Apache-2.0

import FieldModel
import GRDB
import SyncProtocol

extension SQLiteHubStore {
  package func check() async throws -> [String] {
    try await pool.read { database in
      var findings = try String.fetchAll(database, sql: "PRAGMA integrity_check")
        .filter { $0 != "ok" }
        .map { "SQLite: \($0)." }
      findings += try LogCheck(database).findings()
      findings += try JournalCheck(database).findings()
      findings += try RecordCheck(database).findings()
      return findings
    }
  }
}

/// Walks the log in commit order: no gaps, and each entry chained to the one before.
private struct LogCheck {
  let database: Database

  init(_ database: Database) { self.database = database }

  func findings() throws -> [String] {
    var findings: [String] = []
    var (seq, chain): (Int64, [UInt8]) = (0, CommitLog.origin)
    let rows = try Row.fetchCursor(database, sql: "SELECT * FROM log ORDER BY seq")
    while let row = try rows.next() {
      let place = row.number("seq")
      if place != seq + 1 {
        findings.append("The log has no entries \(seq + 1) to \(place - 1).")
      }
      seq = place
      let hash = ChangeHash(bytes: row.bytes("hash"))
      let expected = CommitLog.chain(
        after: chain,
        seq: seq,
        record: try row.identifier("record"),
        hash: hash
      )
      chain = row.bytes("chain")
      if chain != expected {
        findings.append("The log's chain is broken at entry \(seq).")
      }
      if let hash, ChangeCodec.hash(of: row.bytes("bytes")) != hash {
        let counter = row.number("counter")
        findings.append("The log's entry \(seq), counter \(counter), has other bytes than it had.")
      }
    }
    return findings
  }
}

/// Walks each replica's journal: no gaps, each change chained to the one before, and the end where
/// the hub says that it is.
private struct JournalCheck {
  let database: Database

  init(_ database: Database) { self.database = database }

  func findings() throws -> [String] {
    var findings: [String] = []
    for row in try database.rows("SELECT id, counter, head FROM replica ORDER BY id") {
      let replica: ReplicaID = try row.identifier("id")
      let end = JournalEnd(counter: UInt64(row.number("counter")), head: try row.hash("head"))
      findings += try self.findings(in: replica, end)
    }
    return findings
  }

  private func findings(in replica: ReplicaID, _ end: JournalEnd) throws -> [String] {
    var findings: [String] = []
    var (counter, head) = (UInt64(0), ChangeHash.none)
    let rows = try Row.fetchCursor(
      database,
      sql: "SELECT counter, bytes, hash FROM log WHERE replica = ? ORDER BY counter",
      arguments: [replica.blob]
    )
    while let row = try rows.next() {
      let place = UInt64(row.number("counter"))
      if place != counter + 1 {
        findings.append("Replica \(replica) has no changes \(counter + 1) to \(place - 1).")
      }
      if let change = try? ChangeCodec.change(from: row.bytes("bytes")) {
        if change.previous != head {
          findings.append("Replica \(replica)'s chain is broken at counter \(place).")
        }
        if change.dot != Dot(replica, place) {
          findings.append("Replica \(replica)'s counter \(place) holds the change \(change.dot).")
        }
      } else {
        findings.append("Replica \(replica)'s counter \(place) holds no change.")
      }
      (counter, head) = (place, try row.hash("hash"))
    }
    if JournalEnd(counter: counter, head: head) != end {
      findings.append("Replica \(replica) ends at counter \(counter), not at \(end.counter).")
    }
    return findings
  }
}

/// Replays the log record by record, and compares what comes out with the stored states.
private struct RecordCheck {
  let database: Database

  init(_ database: Database) { self.database = database }

  func findings() throws -> [String] {
    var findings: [String] = []
    var (current, seq): (Record?, Int64) = (nil, 0)
    var (id, seen): (RecordID?, Int64) = (nil, 0)
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT log.record, log.seq, log.bytes, quarantine.code FROM log
        LEFT JOIN quarantine ON quarantine.replica = log.replica
          AND quarantine.counter = log.counter
        ORDER BY log.record, log.seq
        """
    )
    while let row = try rows.next() {
      let next: RecordID = try row.identifier("record")
      if next != id {
        if let finding = try self.finding(current, seq) { findings.append(finding) }
        seen += current == nil ? 0 : 1
        (id, current, seq) = (next, nil, 0)
      }
      if replay(row, into: &current) { seq = row["seq"] }
    }
    if let finding = try self.finding(current, seq) { findings.append(finding) }
    seen += current == nil ? 0 : 1
    let stored = try database.number("SELECT count(*) FROM record")
    if stored != seen {
      findings.append("There are \(stored) records, but the log makes \(seen).")
    }
    return findings
  }

  /// Replays an entry; returns whether the record came by a new place in the log.
  private func replay(_ row: Row, into record: inout Record?) -> Bool {
    let bytes = row.bytes("bytes")
    // A touch of a release has no bytes; a change without meaning is found by the journal's check.
    guard !bytes.isEmpty else { return record != nil }
    guard let change = try? ChangeCodec.change(from: bytes) else { return false }
    if let code = row["code"] as String? {
      let refusal = Refusal(Refusal.Code(rawValue: code) ?? .schemaInvalid, "")
      guard refusal.countsAsSeen, record != nil || refusal.makesRecord else { return false }
      record = record ?? Record(header: change.header)
      record?.disregard(change.dot)
      return true
    }
    record = record ?? Record(header: change.header)
    record?.apply(change)
    return true
  }

  private func finding(_ record: Record?, _ seq: Int64) throws -> String? {
    guard let record else { return nil }
    let id = record.header.id
    guard let row = try database.row("SELECT seq, state FROM record WHERE id = ?", id.blob) else {
      return "The record \(id) is missing."
    }
    guard row.bytes("state") == RecordCodec.bytes(of: record) else {
      return "The record \(id) is not what its changes make of it."
    }
    return row.number("seq") == seq
      ? nil : "The record \(id) stands at entry \(row.number("seq")), not at \(seq)."
  }
}
