// SPDX-License-Identifier: Apache-2.0

import FieldModel
import GRDB
import HubStore
import TestSupport
import Testing

@Suite("The hub's check names whatever was done to any entry of its log")
struct TamperedLogTests {
  private let hub: HubFixture
  private let table: TamperedTable

  /// A hub with the changes of three laptops: field work, a release, a refusal and an erasure.
  init() async throws {
    hub = try HubFixture()
    var ann = try await hub.enrol("Ann", .shopper)
    var bob = try await hub.enrol("Bob", .shopper)
    var ingrid = try await hub.enrol("Ingrid", .coordinator, program: nil)
    ingrid.write(Study.program(), Put("code", .text("AIR")))
    for number in 1...12 {
      ingrid.write(Study.interaction("A\(number)"), Put("name", .text("Question \(number)")))
    }
    try await hub.push(ingrid)
    let annsVisit = Study.visit("V1", of: ann.person)
    let bobsVisit = Study.visit("V2", of: bob.person)
    ann.write(annsVisit, Put("location", .text("JFK")))
    bob.write(bobsVisit, Put("location", .text("ARN")))
    for number in 1...18 {
      let code = "A\(number % 9)"
      ann.write(Study.observation(code, in: annsVisit), Put("value", .text("\(number)")))
      bob.write(Study.observation(code, in: bobsVisit), Put("value", .text("\(number)")))
    }
    ann.write(Study.interaction("A1"), Put("name", .text("not mine")))
    try await hub.push(ann)
    try await hub.push(bob)
    let first = ingrid.journal.count + 1
    ingrid.write(Study.review(of: annsVisit), Put("state", .text("released")))
    try await hub.push(ingrid, from: first)
    let erased = Study.observation("A3", in: bobsVisit).id
    _ = try await hub.store.erase([erased], reason: "asked for")
    let path = hub.folder.path("hub/hub.sqlite")
    table = try TamperedTable("log", orderedBy: "seq", in: path)
  }

  /// What the check finds after something was done; the log is put back.
  private func findings(after sql: String) async throws -> [String] {
    try table.tamper(sql)
    do {
      let findings = try await hub.store.check()
      try table.restore()
      return findings
    } catch {
      try table.restore()
      throw error
    }
  }

  /// Whether a sentence names an entry by its place or its counter.
  private func isNamed(_ row: Row, in findings: [String]) -> Bool {
    let places = [row["seq"] as Int64?, row["counter"] as Int64?].compactMap { $0.map { "\($0)" } }
    return findings.contains { !$0.words.isDisjoint(with: places.map { $0[...] }) }
  }

  @Test func `an untouched log has nothing to find`() async throws {
    #expect(table.rows.count > 60)
    #expect(try await findings(after: "SELECT 1") == [])
  }

  @Test func `a flipped bit in any column of any entry`() async throws {
    let columns = ["seq", "record", "replica", "counter", "bytes", "hash", "chain", "kind"]
    for row in table.rows {
      for flip in table.flips(of: columns, in: row) {
        let found = try await findings(after: flip)
        #expect(isNamed(row, in: found), "\(flip): \(found)")
      }
    }
  }

  @Test func `any dropped entry`() async throws {
    for row in table.rows {
      let found = try await findings(after: "DELETE FROM log WHERE seq = \(row["seq"] as Int64)")
      #expect(isNamed(row, in: found), "\(row["seq"] as Int64): \(found)")
    }
  }

  @Test func `any entry that is repeated at the end`() async throws {
    for row in table.rows {
      let found = try await findings(
        after: """
          INSERT INTO log (seq, record, replica, counter, bytes, hash, chain, received_at, kind)
          SELECT \(table.rows.count + 1), record, replica, counter + 100, bytes, hash, chain,
            received_at, kind
          FROM log WHERE seq = \(row["seq"] as Int64)
          """
      )
      #expect(found.contains { $0.words.contains("\(table.rows.count + 1)") }, "\(found)")
    }
  }

  @Test func `any two neighbours in each other's place`() async throws {
    for (row, next) in zip(table.rows, table.rows.dropFirst()) {
      let (one, other) = (row["seq"] as Int64, next["seq"] as Int64)
      let found = try await findings(
        after: """
          UPDATE log SET seq = -seq WHERE seq IN (\(one), \(other));
          UPDATE log SET seq = \(other) WHERE seq = -\(one);
          UPDATE log SET seq = \(one) WHERE seq = -\(other);
          """
      )
      #expect(isNamed(row, in: found) && isNamed(next, in: found), "\(one): \(found)")
    }
  }
}
