// SPDX-License-Identifier: Apache-2.0

import FieldModel
import GRDB
import Replication
import SyncProtocol

extension SQLiteHubStore {
  package func check() async throws -> [String] {
    try await pool.read { try HubCheck.findings(in: $0) }
  }
}

/// Everything that can be wrong with a hub's file.
enum HubCheck {
  /// What is wrong, in sentences; none where all is well.
  static func findings(in database: Database) throws -> [String] {
    let parts: [() throws -> [String]] = [
      {
        try String.fetchAll(database, sql: "PRAGMA integrity_check")
          .filter { $0 != "ok" }
          .map { "SQLite: \($0)." }
      },
      LogCheck(database: database).findings,
      JournalCheck(database: database).findings,
      RecordCheck(database: database).findings,
      QuarantineCheck(database: database).findings,
    ]
    var findings: [String] = []
    for part in parts {
      do {
        findings += try part()
      } catch {
        // What keeps the check from reading on is what it looks for, told once.
        guard let finding = finding(error) else { throw error }
        if !findings.contains(finding) { findings.append(finding) }
      }
    }
    return findings
  }

  /// What an error says about the file; nil where it says something else.
  static func finding(_ error: any Error) -> String? {
    if let error = error as? DamagedStore { return error.finding }
    return HubStoreError(storage: error)?.finding
  }
}

/// Walks the log in commit order: no gaps, each entry chained to the one before, and each with the
/// bytes that it was written with.
private struct LogCheck {
  let database: Database

  func findings() throws -> [String] {
    var findings: [String] = []
    var (seq, chain): (Int64, [UInt8]) = (0, LogChain.origin)
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT log.*, coalesce(erased, 0) AS erased FROM log
        LEFT JOIN record ON record.id = log.record ORDER BY log.seq
        """
    )
    while let row = try rows.next() {
      let place = row.number("seq")
      if place != seq + 1 {
        findings.append("The log has no entries \(seq + 1) to \(place - 1).")
      }
      seq = place
      guard let kind = LogContent.Kind(rawValue: row.number("kind")) else {
        findings.append("The log's entry \(seq) is of an unknown kind.")
        continue
      }
      let hash = ChangeHash(bytes: row.bytes("hash"))
      let expected = LogChain.next(
        after: chain,
        seq: seq,
        record: try row.identifier("record"),
        hash: hash,
        kind: kind
      )
      chain = row.bytes("chain")
      if chain != expected {
        findings.append("The log's chain is broken at entry \(seq).")
      }
      if let finding = content(of: row, kind, hash) { findings.append(finding) }
    }
    // Every entry gives its record its place, so records tell of entries that were cut off.
    let stood = try database.number("SELECT max(seq) FROM record")
    if stood > seq {
      findings.append("The log has no entries \(seq + 1) to \(stood).")
    }
    return findings
  }

  /// What is wrong with an entry's own bytes.
  private func content(of row: Row, _ kind: LogContent.Kind, _ hash: ChangeHash?) -> String? {
    let name =
      "The log's entry \(row.number("seq"))"
      + (kind == .change ? ", counter \(row.number("counter"))," : "")
    let isChange = row.content("replica") != nil
    if isChange != (kind == .change) { return "\(name) is of another kind than it was." }
    guard let bytes = row.content("bytes") else {
      let mayLack = kind == .touch || row.number("erased") == 1 || isOfErased(row)
      return mayLack ? nil : "\(name) has lost its bytes."
    }
    return ChangeCodec.hash(of: bytes) == hash ? nil : "\(name) has other bytes than it had."
  }

  /// Whether a change came to a record that had been erased, or to one of an erased visit.
  private func isOfErased(_ row: Row) -> Bool {
    let code = try? database.row(
      "SELECT code FROM quarantine WHERE replica = ? AND counter = ?",
      row.bytes("replica").blob,
      row.number("counter")
    )
    return code?["code"] as String? == Refusal.Code.erased.rawValue
  }
}

/// Walks all replicas' journals.
///
/// There are no gaps, each change is chained to the one before and found where it is, and the ends
/// are where the hub says.
private struct JournalCheck {
  let database: Database

  func findings() throws -> [String] {
    var findings: [String] = []
    var ends: [ReplicaID: JournalEnd] = [:]
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT log.replica, log.counter, bytes, hash, code,
          seq IS \(DotPlace.sql("log.replica", "log.counter")) AS found FROM log
        LEFT JOIN quarantine ON quarantine.replica = log.replica
          AND quarantine.counter = log.counter
        WHERE log.replica IS NOT NULL ORDER BY log.seq
        """
    )
    while let row = try rows.next() {
      let replica: ReplicaID = try row.identifier("replica")
      let (counter, head) = (ends[replica]?.counter ?? 0, ends[replica]?.head ?? .none)
      let place = UInt64(clamping: row.number("counter"))
      if place != counter + 1 { findings.append(gap(in: replica, from: counter + 1, to: place)) }
      if row.number("found") == 0 {
        findings.append("Replica \(replica)'s counter \(place) is not found where it stands.")
      }
      if let bytes = row.content("bytes") {
        findings += link(bytes, row["code"], at: Dot(replica, max(1, place)), after: head)
      }
      ends[replica] = JournalEnd(counter: place, head: try row.hash("hash"))
    }
    return try findings + self.findings(about: ends)
  }

  private func gap(in replica: ReplicaID, from first: UInt64, to place: UInt64) -> String {
    place > first
      ? "Replica \(replica) has no changes \(first) to \(place - 1)."
      : "Replica \(replica)'s changes are not in order: \(place) comes after \(first - 1)."
  }

  private func findings(about ends: [ReplicaID: JournalEnd]) throws -> [String] {
    var findings: [String] = []
    for row in try database.rows("SELECT id, counter, head, archived FROM replica ORDER BY id") {
      let replica: ReplicaID = try row.identifier("id")
      let end = JournalEnd(counter: UInt64(row.number("counter")), head: try row.hash("head"))
      let found = ends[replica] ?? JournalEnd()
      if found != end {
        findings.append(
          "Replica \(replica) ends at counter \(found.counter), not at \(end.counter)."
        )
      }
      if row.number("archived") > row.number("counter") {
        findings.append("Replica \(replica) is archived further than the hub holds it.")
      }
    }
    return findings
  }

  private func link(
    _ bytes: [UInt8],
    _ code: String?,
    at dot: Dot,
    after head: ChangeHash
  ) -> [String] {
    guard let change = try? ChangeCodec.change(from: bytes) else {
      return code == Refusal.Code.malformed.rawValue
        ? [] : ["Replica \(dot.replica)'s counter \(dot.counter) holds no change."]
    }
    var findings: [String] = []
    if change.previous != head {
      findings.append("Replica \(dot.replica)'s chain is broken at counter \(dot.counter).")
    }
    if change.dot != dot {
      findings.append(
        "Replica \(dot.replica)'s counter \(dot.counter) holds the change \(change.dot)."
      )
    }
    return findings
  }
}

/// Looks at what was refused and at what tells timelines apart.
private struct QuarantineCheck {
  let database: Database

  func findings() throws -> [String] {
    var findings: [String] = []
    let orphans = try database.rows(
      """
      SELECT replica, counter FROM quarantine WHERE NOT EXISTS (
        SELECT 1 FROM log
        WHERE log.seq = \(DotPlace.sql("quarantine.replica", "quarantine.counter"))
          AND log.replica = quarantine.replica AND log.counter = quarantine.counter)
      """
    )
    for row in orphans {
      let replica: ReplicaID = try row.identifier("replica")
      findings.append(
        "Replica \(replica)'s counter \(row.number("counter")) was refused, but is not held."
      )
    }
    let lost = try database.number(
      """
      SELECT count(*) FROM quarantine WHERE requeued_counter IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM log
        WHERE log.seq = \(DotPlace.sql("requeued_replica", "requeued_counter"))
          AND log.replica = requeued_replica AND log.counter = requeued_counter)
      """
    )
    if lost > 0 { findings.append("\(lost) changes that were said again are not held.") }
    let astray = try database.number(
      """
      SELECT count(*) FROM log WHERE again = 0 AND NOT EXISTS (
        SELECT 1 FROM record WHERE record.id = log.record AND record.first = log.seq)
      """
    )
    if astray > 0 { findings.append("\(astray) entries of the log are not found by records.") }
    for row in try database.rows("SELECT hash, bytes FROM offer")
    where ChangeCodec.hash(of: row.bytes("bytes")) != ChangeHash(bytes: row.bytes("hash")) {
      findings.append("An offer in quarantine has other bytes than it had.")
    }
    let epoch = try database.row("SELECT value FROM meta WHERE name = 'epoch'")
    if epoch?.bytes("value").count != 16 {
      findings.append("The hub has no timeline.")
    }
    return findings
  }
}

extension Row {
  /// The bytes of a column; nil where it is NULL.
  func content(_ column: String) -> [UInt8]? {
    hasNull(atColumn: column) ? nil : bytes(column)
  }

  private func hasNull(atColumn column: String) -> Bool {
    (self[column] as DatabaseValue).isNull
  }
}
