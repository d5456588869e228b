// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import SyncProtocol

extension StoreReader {
  /// Recomputes the journal's chain and compares the hub's receipts with it.
  ///
  /// - Returns: How many changes were checked, and what is wrong, naming the counter.
  package func verify() throws -> (changes: Int, findings: [String]) {
    var findings: [String] = []
    var heads: [Int64: Data] = [:]
    let receipts = try Row.fetchAll(database, sql: "SELECT counter, head FROM receipt")
    for row in receipts {
      heads[row[0]] = row[1] as Data
    }
    var (expected, previous, count): (Int64, ChangeHash, Int) = (1, .none, 0)
    let rows = try Row.fetchCursor(
      database,
      sql: "SELECT counter, bytes, hash FROM journal ORDER BY replica, counter"
    )
    while let row = try rows.next() {
      let counter = row[0] as Int64
      let bytes = Array(row[1] as Data)
      let hash = ChangeCodec.hash(of: bytes)
      if counter != expected {
        findings.append("Counter \(expected) is missing: the journal goes on at \(counter).")
      }
      if hash.bytes != Array(row[2] as Data) {
        findings.append("Counter \(counter): the change is not the one that was written.")
      }
      findings += linkFinding(bytes, counter: counter, previous: previous)
      if let head = heads[counter], Array(head) != hash.bytes {
        findings.append("Counter \(counter): the hub's receipt is for another change.")
      }
      (expected, previous, count) = (counter + 1, hash, count + 1)
    }
    return (count, findings)
  }

  private func linkFinding(_ bytes: [UInt8], counter: Int64, previous: ChangeHash) -> [String] {
    guard let change = try? ChangeCodec.change(from: bytes) else {
      return ["Counter \(counter): the bytes are not a change."]
    }
    if change.dot.counter != UInt64(counter) {
      return ["Counter \(counter): the change says that it is number \(change.dot.counter)."]
    }
    return change.previous == previous
      ? [] : ["Counter \(counter): the change does not follow the one before it."]
  }
}
