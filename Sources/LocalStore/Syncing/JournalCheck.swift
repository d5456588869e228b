// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import SyncProtocol

extension StoreReader {
  /// Recomputes the journal's chains and compares the hub's receipts with them.
  ///
  /// - Returns: How many changes were checked, and what is wrong, naming the counter.
  package func verify() throws -> (changes: Int, findings: [String]) {
    var findings: [String] = []
    var count = 0
    for incarnation in try standing().incarnations {
      var chain = try ChainCheck(of: incarnation, in: database)
      let rows = try Row.fetchCursor(
        database,
        sql: "SELECT counter, bytes, hash FROM journal WHERE replica = ? ORDER BY counter",
        arguments: [Data(incarnation.replica.bytes)]
      )
      while let row = try rows.next() {
        chain.take(row[0], bytes: Array(row[1] as Data), hash: Array(row[2] as Data))
        count += 1
      }
      chain.end()
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
    return (count, findings)
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
  mutating func take(_ counter: Int64, bytes: [UInt8], hash: [UInt8]) {
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

  /// Ends with what the hub acknowledged.
  mutating func end() {
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
