// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import LocalStore
import SyncProtocol
import TestSupport
import Testing

@Suite("Verify names whatever was done to any change of a journal")
struct TamperedJournalTests {
  private let laptop: Laptop
  private let store: LocalStore
  private let table: TamperedTable

  /// A laptop that was copied twice: sixty changes under three names.
  init() throws {
    laptop = try Laptop()
    store = try laptop.store()
    let visit = try laptop.begin("V1", in: store)
    for (changes, kept) in [(19, 15), (20, 18), (20, 0)] {
      for value in 1...changes {
        try laptop.answer(value % 2 == 0 ? "desk" : "bag", .text("\(value)"), of: visit, in: store)
      }
      if kept > 0 {
        let name = try store.read { try $0.replica() }
        try laptop.acknowledge(UInt64(kept - 4), in: store)
        _ = try laptop.standing(after: .fork(name, at: UInt64(kept)), in: store)
      }
    }
    let path = laptop.folder.path(LocalStore.fileName)
    table = try TamperedTable("journal", orderedBy: "replica, counter", in: path)
  }

  /// What verify finds after something was done; the journal is put back.
  private func findings(after sql: String) throws -> [String] {
    try table.tamper(sql)
    defer { try? table.restore() }
    return try store.read { try $0.verify() }.findings
  }

  /// Whether a sentence names a change by its counter, and its store by its name.
  private func isNamed(_ row: Row, in findings: [String]) throws -> Bool {
    let name = try #require(ReplicaID(bytes: row["replica"] as Data)).description
    return findings.contains { $0.words.isSuperset(of: ["\(row["counter"] as Int64)", name[...]]) }
  }

  @Test func `an untouched journal has nothing to find`() throws {
    #expect(table.rows.count == 60)
    #expect(Set(table.rows.map { $0["replica"] as Data }).count == 3)
    #expect(try findings(after: "SELECT 1") == [])
  }

  @Test func `a flipped bit in any column of any change`() throws {
    for row in table.rows {
      let columns = ["replica", "counter", "record", "bytes", "hash"]
      let flips = table.flips(of: columns, in: row)
      #expect(flips.count == columns.count)
      for flip in flips {
        #expect(try isNamed(row, in: findings(after: flip)), "\(flip)")
      }
    }
  }

  @Test func `any dropped change`() throws {
    for row in table.rows {
      let drop = "DELETE FROM journal WHERE rowid = \(row["place"] as Int64)"
      #expect(try isNamed(row, in: findings(after: drop)), "\(row["counter"] as Int64)")
    }
  }

  @Test func `any change that is repeated under the next number`() throws {
    for row in table.rows {
      let found = try findings(
        after: """
          INSERT INTO journal (replica, counter, record, bytes, hash, state, entered_at)
          SELECT replica, (SELECT max(counter) + 1 FROM journal AS all_of_it
            WHERE all_of_it.replica = journal.replica), record, bytes, hash, state, entered_at
          FROM journal WHERE rowid = \(row["place"] as Int64)
          """
      )
      #expect(try isNamed(row, in: found), "\(found)")
    }
  }

  @Test func `any two neighbours in each other's place`() throws {
    for (row, next) in zip(table.rows, table.rows.dropFirst())
    where row["replica"] as Data == next["replica"] as Data {
      let (one, other) = (row["place"] as Int64, next["place"] as Int64)
      let found = try findings(
        after: """
          UPDATE journal SET counter = -counter WHERE rowid IN (\(one), \(other));
          UPDATE journal SET counter = \(next["counter"] as Int64) WHERE rowid = \(one);
          UPDATE journal SET counter = \(row["counter"] as Int64) WHERE rowid = \(other);
          """
      )
      #expect(try isNamed(row, in: found) && isNamed(next, in: found), "\(found)")
    }
  }
}
