// SPDX-License-Identifier: Apache-2.0

import FieldModel
import TestSupport
import Testing

/// What stands for a field until a person decides is the same everywhere, and favours nobody.
@Suite struct WinnerTests {
  @Test func `the winner does not depend on the order of arrival`() throws {
    var generator = SeededGenerator(seed: 10)
    for _ in 0..<100 {
      let (mary, peter) = Holder.pair(after: [Put("value", .whole(0))])
      var holders = (1...4).map { number in
        let replica = UInt128.random(in: .min ... .max, using: &generator)
        var holder = Holder(replica, person: 3, holding: peter.record)
        holder.write("value", .whole(number))
        return holder
      }
      var outcomes: Set<[FieldValue]> = []
      for _ in 0..<6 {
        holders.shuffle(using: &generator)
        let merged = try holders.reduce(mary.record) { try $0.joined(with: $1.record) }
        let candidates = try #require(merged.conflicts.only).candidates.map(\.value)
        #expect(candidates.count == 4 && merged.value(of: "value") == candidates[0])
        outcomes.insert(candidates)
      }
      #expect(outcomes.count == 1)
    }
  }

  @Test func `a coordinator's correction stands before a shopper's entry, an answer before both`()
    throws
  {
    for rank in [Authority.coordinator, .resolution] {
      for seed in 1...20 as ClosedRange<UInt128> {
        var (mary, _) = Holder.pair(after: [Put("value", .whole(0))])
        var ingrid = Holder(seed << 64, person: 3, holding: mary.record)
        ingrid.perform(.write([Put("value", .whole(1))]), as: rank)
        // However often the other writes, and whatever their rank, as long as it is lower.
        for number in 2...5 {
          let lower = Authority(rawValue: rank.rawValue - 1) ?? .shopper
          mary.perform(.write([Put("value", .whole(number))]), as: lower, at: 1_000)
        }
        try meet(&mary, &ingrid)
        #expect(mary.record.value(of: "value") == .whole(1))
      }
    }
  }

  @Test func `whoever had seen more stands first among equals`() throws {
    for seed in 1...20 as ClosedRange<UInt128> {
      var (mary, _) = Holder.pair(after: [Put("value", .whole(0))])
      var peter = Holder(seed << 64, person: 2, holding: mary.record)
      mary.write("value", .whole(1))
      mary.write("value", .whole(2))
      peter.perform(.write([Put("value", .whole(9))]), at: 1_000_000)
      try meet(&mary, &peter)
      #expect(mary.record.value(of: "value") == .whole(2))
    }
  }

  @Test func `among equals neither value, clock nor replica wins more than its half`() throws {
    var generator = SeededGenerator(seed: 11)
    let trials = 2_000
    var (larger, later, smallerReplica, firstWriter) = (0, 0, 0, 0)
    for _ in 0..<trials {
      let replicas = (0..<2).map { _ in UInt128.random(in: .min ... .max, using: &generator) }
      let record = RecordID(bits: .random(in: .min ... .max, using: &generator))
      let clocks = (0..<2).map { _ in Int64.random(in: 0...(1 << 40), using: &generator) }
      let values = [3, 8].shuffled(using: &generator)
      var holders = replicas.map { Holder($0, person: 1, holding: Record(header: header(record))) }
      for number in 0..<2 {
        holders[number].perform(.write([Put("value", .whole(values[number]))]), at: clocks[number])
      }
      let merged = try holders[0].record.joined(with: holders[1].record)
      let winner = merged.value(of: "value") == .whole(values[0]) ? 0 : 1
      larger += values[winner] == 8 ? 1 : 0
      later += clocks[winner] > clocks[1 - winner] ? 1 : 0
      smallerReplica += replicas[winner] < replicas[1 - winner] ? 1 : 0
      firstWriter += winner == 0 ? 1 : 0
    }
    // Half of 2,000 throws is 1,000, and 4.5 standard deviations are 100.
    for wins in [larger, later, smallerReplica, firstWriter] {
      #expect(abs(wins - trials / 2) < 100)
    }
  }

  @Test func `one pair of laptops wins and loses from record to record and field to field`() throws
  {
    let trials = 1_000
    var wins = (records: 0, fields: 0)
    for number in 0..<trials {
      let records = (1...2).map { replica in
        var holder = Holder(
          UInt128(replica),
          person: 1,
          holding: Record(header: header(RecordID(bits: UInt128(number))))
        )
        holder.perform(
          .write([
            Put("value", .whole(replica)), Put(FieldPath("attribute/\(number)"), .whole(replica)),
          ])
        )
        return holder.record
      }
      let merged = try records[0].joined(with: records[1])
      wins.records += merged.value(of: "value") == .whole(1) ? 1 : 0
      wins.fields += merged.value(of: FieldPath("attribute/\(number)")) == .whole(1) ? 1 : 0
    }
    #expect(abs(wins.records - trials / 2) < 75 && abs(wins.fields - trials / 2) < 75)
  }

  private func header(_ id: RecordID) -> RecordHeader {
    RecordHeader(id: id, kind: .observation, scope: Scope(program: RecordID(bits: 1)))
  }
}
