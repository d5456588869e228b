// SPDX-License-Identifier: Apache-2.0

import FieldModel
import GRDB
import Replication
import SyncProtocol

/// Replays the log record by record, and compares what comes out with the stored states.
struct RecordCheck {
  let database: Database

  /// A record as the log makes it.
  private struct Replayed {
    var record: Record?
    var isErased = false
    /// Its last entry in the log; 0 where none told anything of it.
    var seq: Int64 = 0

    var exists: Bool { record != nil || isErased }
  }

  func findings() throws -> [String] {
    var findings: [String] = []
    var replayed = Replayed()
    var (id, seen): (RecordID?, Int64) = (nil, 0)
    let late = try lateDots()
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT log.*, code FROM log
        LEFT JOIN quarantine ON quarantine.replica = log.replica
          AND quarantine.counter = log.counter
        WHERE NOT (log.record = zeroblob(16) AND code IS 'malformed')
        ORDER BY log.record, log.seq
        """
    )
    while let row = try rows.next() {
      let next: RecordID = try row.identifier("record")
      if next != id {
        if let finding = try finding(id, replayed) { findings.append(finding) }
        seen += replayed.exists ? 1 : 0
        (id, replayed) = (next, Replayed())
      }
      if try replay(row, late, into: &replayed) { replayed.seq = row["seq"] }
    }
    if let finding = try finding(id, replayed) { findings.append(finding) }
    seen += replayed.exists ? 1 : 0
    let stored = try database.number("SELECT count(*) FROM record")
    if stored != seen {
      findings.append("There are \(stored) records, but the log makes \(seen).")
    }
    return findings
  }

  /// The changes that took effect, or were refused, later than they came.
  private func lateDots() throws -> Set<Dot> {
    let rows = try database.rows(
      "SELECT bytes FROM log WHERE kind = ?",
      LogContent.Kind.effect.rawValue
    )
    return Set(rows.compactMap { LogContent.dot(from: $0.bytes("bytes")) })
  }

  /// Replays an entry; returns whether the record came by a new place in the log.
  private func replay(
    _ row: Row,
    _ late: Set<Dot>,
    into replayed: inout Replayed
  ) throws -> Bool {
    switch LogContent.Kind(rawValue: row.number("kind")) {
    case .touch:
      return replayed.exists
    case .erasure:
      replayed.isErased = true
      return true
    case .offer:
      guard !replayed.isErased, let state = try? RecordCodec.record(from: row.bytes("bytes"))
      else { return false }
      let known = replayed.record ?? Record(header: state.header)
      replayed.record = (try? known.joined(with: state)) ?? known
      return true
    case .effect:
      guard let dot = LogContent.dot(from: row.bytes("bytes")),
        let row = try database.row(
          """
          SELECT bytes, code FROM log LEFT JOIN quarantine
            ON quarantine.replica = log.replica AND quarantine.counter = log.counter
          WHERE log.seq = \(DotPlace.sql("?1", "?2")) AND log.replica = ?1 AND log.counter = ?2
          """,
          dot.replica.blob,
          Int64(dot.counter)
        )
      else { return false }
      return write(row, into: &replayed)
    case .change:
      let counter = row.number("counter")
      guard counter >= 1, try !late.contains(Dot(row.identifier("replica"), UInt64(counter)))
      else { return false }
      return write(row, into: &replayed)
    case nil:
      return false
    }
  }

  /// Lets a change take effect, or be taken as seen where it was refused.
  private func write(_ row: Row, into replayed: inout Replayed) -> Bool {
    // What is no change is found by the journal's check.
    guard !replayed.isErased, let bytes = row.content("bytes"),
      let change = try? ChangeCodec.change(from: bytes)
    else { return false }
    if let code = row["code"] as String? {
      let code = Refusal.Code(rawValue: code) ?? .schemaInvalid
      guard code.countsAsSeen, replayed.record != nil || code.makesRecord else { return false }
      replayed.record = replayed.record ?? Record(header: change.header)
      replayed.record?.disregard(change.dot)
      return true
    }
    replayed.record = replayed.record ?? Record(header: change.header)
    replayed.record?.applyAdmitted(change)
    return true
  }

  /// A record's state as the hub would tell it; nil where it cannot.
  private func stored(_ row: Row) throws -> [UInt8]? {
    let state = row.bytes("state")
    guard state.isEmpty, row.number("erased") == 0 else { return state }
    let storage = SQLiteHubStorage(database: database, now: 0)
    let beginning = try? storage.beginning(at: row.number("first"))
    return beginning.map { RecordCodec.bytes(of: $0.record) }
  }

  private func finding(_ id: RecordID?, _ replayed: Replayed) throws -> String? {
    guard let id, replayed.exists else { return nil }
    let row = try database.row(
      "SELECT seq, state, erased, first FROM record WHERE id = ?",
      id.blob
    )
    guard let row else { return "The record \(id) is missing." }
    guard (row.number("erased") == 1) == replayed.isErased else {
      return "The record \(id) was \(replayed.isErased ? "" : "not ")erased."
    }
    let state = replayed.isErased ? [] : replayed.record.map(RecordCodec.bytes)
    guard try stored(row) == state else {
      return "The record \(id) is not what its changes make of it."
    }
    return row.number("seq") == replayed.seq
      ? nil : "The record \(id) stands at entry \(row.number("seq")), not at \(replayed.seq)."
  }
}
