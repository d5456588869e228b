// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import SyncProtocol

extension StoreReader {
  /// Recomputes the journal's chains, and compares them with where they end and with what the hub
  /// acknowledged; looks whether all records can be read.
  ///
  /// - Returns: How many changes were checked, and what is wrong, naming counter or record.
  package func verify() throws -> (changes: Int, findings: [String]) {
    var findings: [String] = []
    var count = 0
    let ends = try JournalEnds(in: database)
    for incarnation in try standing().incarnations {
      var chain = try ChainCheck(of: incarnation, in: database)
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT counter, bytes, hash, record FROM journal WHERE replica = ? ORDER BY counter
          """,
        arguments: [Data(incarnation.replica.bytes)]
      )
      while let row = try rows.next() {
        chain.take(row[0], bytes: row.list(1), hash: row.list(2), record: row.list(3))
        count += 1
      }
      chain.end(ends.last(of: incarnation))
      findings += chain.findings
    }
    let strays = try Row.fetchAll(
      database,
      sql: """
        SELECT replica, MIN(counter), COUNT(*) FROM journal
        WHERE replica NOT IN (SELECT replica FROM incarnation) GROUP BY replica
        """
    )
    for stray in strays {
      let name = ReplicaID(bytes: stray[0] as Data)?.description ?? "nobody"
      count += stray[2]
      findings.append("Counter \(stray[1] as Int64) of \(name): the store never had that name.")
    }
    return (count, try findings + unreadableRecords())
  }

  private func unreadableRecords() throws -> [String] {
    var findings: [String] = []
    let rows = try Row.fetchCursor(
      database,
      sql: "SELECT id, COALESCE(view, shadow) FROM record ORDER BY id"
    )
    while let row = try rows.next() {
      let state = row[1] as Data?
      if let state, (try? RecordCodec.record(from: Array(state))) != nil { continue }
      let name = RecordID(bytes: row[0] as Data)?.description ?? "of no name"
      findings.append("The record \(name) cannot be read.")
    }
    return findings
  }

  /// How many changes the journal no longer holds, because a verified backup of the hub does.
  package func prunedChanges() throws -> Int {
    try Int.fetchOne(
      database,
      sql: """
        SELECT SUM(pruned - (
          SELECT COUNT(*) FROM journal
          WHERE journal.replica = incarnation.replica AND counter <= pruned))
        FROM incarnation
        """
    ) ?? 0
  }
}

/// Where the journals of a store's names end, by all else that the store says of them.
///
/// A chain does not tell that its last change is gone.
private struct JournalEnds {
  /// The names in the order in which they were taken, and where each that is over ended.
  private var ends: [(replica: ReplicaID, last: UInt64?)] = []
  /// The last change of each replica that a record here has seen.
  private var seen = VersionVector()

  init(in database: Database) throws {
    let notes = try Row.fetchCursor(
      database,
      sql: "SELECT old, counter, new FROM incarnation_note ORDER BY rowid"
    )
    while let note = try notes.next() {
      guard let old = ReplicaID(bytes: note.list(0)), let new = ReplicaID(bytes: note.list(2))
      else { continue }
      if ends.isEmpty { ends.append((old, nil)) }
      let place = ends.firstIndex { $0.replica == old } ?? 0
      ends[place].last = UInt64(clamping: note[1] as Int64)
      // What later names had written was written again under the newest.
      for later in ends.indices[(place + 1)...] { ends[later].last = 0 }
      ends.append((new, nil))
    }
    let records = try Row.fetchCursor(database, sql: "SELECT shadow, view FROM record")
    while let row = try records.next() {
      for state in [row[0] as Data?, row[1] as Data?].compactMap(\.self) {
        if let record = try? RecordCodec.record(from: Array(state)) {
          seen.merge(record.context)
        }
      }
    }
  }

  /// The last change that the journal of a name has to hold, or has held.
  func last(of incarnation: Incarnation) -> UInt64 {
    let end = ends.first { $0.replica == incarnation.replica }
    // A name that is over may have been written under elsewhere: records tell of that too.
    let last = end.map(\.last) ?? nil
    return max(incarnation.pruned, last ?? seen[incarnation.replica])
  }
}

/// The chain of one of a store's names, followed from its first change that is still kept.
private struct ChainCheck {
  private let incarnation: Incarnation
  private var expected: UInt64
  private var previous: ChangeHash
  private var head: ChangeHash?
  private(set) var findings: [String] = []

  init(of incarnation: Incarnation, in database: Database) throws {
    self.incarnation = incarnation
    let hash = try Data.fetchOne(
      database,
      sql: "SELECT pruned_hash FROM incarnation WHERE replica = ?",
      arguments: [Data(incarnation.replica.bytes)]
    )
    expected = incarnation.pruned + 1
    previous = hash.flatMap { ChangeHash(bytes: Array($0)) } ?? .none
    if incarnation.acknowledged == incarnation.pruned { head = previous }
  }

  /// Takes the next change.
  mutating func take(_ counter: Int64, bytes: [UInt8], hash: [UInt8], record: [UInt8]) {
    let counter = UInt64(clamping: counter)
    let found = ChangeCodec.hash(of: bytes)
    let change = try? ChangeCodec.change(from: bytes)
    if found.bytes != hash {
      note(counter, "the change is not the one that was written")
    }
    if let change {
      if change.dot.replica != incarnation.replica || change.dot.counter != counter {
        note(counter, "the change says that it is \(change.dot)")
      }
      if change.header.id.bytes != record {
        note(counter, "it is listed under another record than it writes")
      }
    } else {
      note(counter, "the bytes are not a change")
    }
    // Of what was pruned only refused changes are left, each by itself.
    guard counter > incarnation.pruned else { return }
    if counter != expected {
      note(expected, "it is missing, the journal goes on at \(counter)")
    } else if let change, change.previous != previous {
      note(counter, "the change does not follow the one before it")
    }
    if counter == incarnation.acknowledged { head = found }
    (expected, previous) = (counter + 1, found)
  }

  /// Ends with what the journal held at last, and with what the hub acknowledged.
  mutating func end(_ last: UInt64) {
    if last >= expected {
      note(expected, "it is missing, though the journal went on to \(last)")
    }
    guard let head else {
      return note(incarnation.acknowledged, "the hub acknowledged it, and it is missing")
    }
    if head != incarnation.head {
      note(incarnation.acknowledged, "the hub's receipt is for another change")
    }
  }

  private mutating func note(_ counter: UInt64, _ what: String) {
    findings.append("Counter \(counter) of \(incarnation.replica): \(what).")
  }
}

extension Row {
  /// The bytes of a column.
  fileprivate func list(_ place: Int) -> [UInt8] {
    Array(self[place] as Data)
  }
}
