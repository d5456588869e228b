// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Replication
import SyncProtocol
import Testing

@Suite("What is passed on without being read is what reading and writing it would make")
struct ExactFormTests {
  private let dot = Dot(ReplicaID(bits: 5), 300)

  private func header(_ kind: RecordKind, owner: Bool, parent: Bool) -> RecordHeader {
    RecordHeader(
      id: RecordID(bits: 7),
      kind: kind,
      scope: Scope(program: RecordID(bits: 8), owner: owner ? PersonID(bits: 9) : nil),
      parent: parent ? RecordID(bits: 10) : nil
    )
  }

  private func change(
    _ puts: [Put],
    kind: RecordKind = .observation,
    owner: Bool = true,
    parent: Bool = true,
    base: VersionVector = VersionVector(),
    unsets: [FieldPath] = [],
    at moment: LocalTime = LocalTime(
      milliseconds: 5,
      offsetSeconds: -3_600,
      zone: "Atlantic/Azores"
    )
  ) -> Change {
    Change(
      dot: dot,
      header: header(kind, owner: owner, parent: parent),
      base: base,
      puts: puts,
      unsets: unsets,
      stamp: Stamp(author: PersonID(bits: 9), enteredAt: moment, authority: .coordinator, depth: 1),
      previous: ChangeCodec.hash(of: [1])
    )
  }

  private let puts = [
    Put("note", .text("é e\u{301} 👩‍🚀")), Put("∃", .boolean(true)), Put("code", .text("V1")),
    Put("c", .text(String(repeating: "x", count: 200))), Put("visit_code", .text("V2")),
    Put("state", .text("finished")), Put("f", .unknown([0xa0, 0x06, 0x01])), Put("g", .null),
    Put("value", .number(ExactNumber(-12))),
  ]

  private var changes: [Change] {
    let before1970 = LocalTime(milliseconds: .min, offsetSeconds: -64_800)
    return [
      change(puts), change(puts, kind: .attempt), change(puts.reversed(), owner: false),
      change(puts, parent: false), change([Put("a", .text(""))], at: before1970),
      change([Put("a", .null)], at: LocalTime(milliseconds: 0)), change([]),
      change([Put("code", .number(ExactNumber(1))), Put("state", .unreadable("x"))]),
      change([Put("a", .unknown([]))]), change([Put("a", .null)], unsets: ["b"]),
      change(puts, base: VersionVector([Dot(ReplicaID(bits: 4), 1)])),
      change([Put("†", .tombstone(Tombstone(seen: VersionVector(), reason: "twice")))]),
      change([Put("code", .unknown([0x12, 0x81, 0x00, 0x61]))]),
      change([Put("state", .text(String(repeating: "å", count: 100)))], kind: .visit),
    ]
  }

  @Test func `a state made of a change's bytes is that of the record which the change makes`() {
    var isTaken = 0
    for change in changes {
      var record = Record(header: change.header)
      record.applyAdmitted(change)
      var state: [UInt8] = []
      let names = ChangeCodec.bytes(of: change).withUnsafeBytes {
        RecordCodec.addState(begunBy: $0, to: &state)
      }
      guard let names else {
        #expect(state == [])
        continue
      }
      isTaken += 1
      #expect(state == RecordCodec.bytes(of: record))
      #expect(names.owner == change.header.scope.owner && names.replica == dot.replica)
    }
    #expect(isTaken == 9)
  }

  @Test func `a change in any other form is left to be read`() throws {
    let bytes = ChangeCodec.bytes(of: change(puts))
    for place in bytes.indices {
      var state: [UInt8] = []
      let cut = Array(bytes[..<place])
      guard cut.withUnsafeBytes({ RecordCodec.addState(begunBy: $0, to: &state) }) != nil else {
        continue
      }
      // Without its last members it is an older program's.
      let change = try ChangeCodec.change(from: cut)
      var record = Record(header: change.header)
      record.applyAdmitted(change)
      #expect(state == RecordCodec.bytes(of: record))
    }
    for strange in [bytes + [0x80, 0x7d, 0x2a], [0x0a, 0x80, 0x00] + bytes] {
      var state: [UInt8] = []
      #expect(strange.withUnsafeBytes { RecordCodec.addState(begunBy: $0, to: &state) } == nil)
    }
  }

  @Test func `a pulled state is kept as it came only where it would be written just so`() throws {
    for change in changes {
      var record = Record(header: change.header)
      record.applyAdmitted(change)
      try expectSame(RecordCodec.bytes(of: record))
      // The same with a member of a newer program, which is read the long way.
      try expectSame(RecordCodec.bytes(of: record) + [0x80, 0x7d, 0x2a])
      record.disregard(Dot(ReplicaID(bits: 6), 2))
      try expectSame(RecordCodec.bytes(of: record))
      record.apply(
        Change(
          dot: Dot(ReplicaID(bits: 4), 9),
          header: record.header,
          base: VersionVector(),
          puts: [Put("code", .text("other"))],
          stamp: change.stamp,
          previous: .none
        )
      )
      try expectSame(RecordCodec.bytes(of: record))
    }
  }

  private func expectSame(_ bytes: [UInt8]) throws {
    let record = try RecordCodec.record(from: bytes)
    let state = try PulledState(from: bytes[...])
    #expect(Array(state.bytes) == RecordCodec.bytes(of: record))
    #expect(state.record == record)
    #expect(state.header == record.header)
    #expect(state.key == RecordKey(record))
    #expect(state.counter(of: dot.replica) == record.context[dot.replica])
    #expect(state.counter(of: ReplicaID(bits: 6)) == record.context[ReplicaID(bits: 6)])
  }

  @Test func `a state that is cut, or has any byte changed, is taken or refused as ever`() throws {
    var record = Record(header: header(.observation, owner: true, parent: true))
    record.applyAdmitted(change(puts))
    let bytes = RecordCodec.bytes(of: record)
    for place in bytes.indices {
      try expectTheUsual(Array(bytes[..<place]))
      for flip: UInt8 in [0x01, 0x80, 0xff] {
        var strange = bytes
        strange[place] ^= flip
        try expectTheUsual(strange)
      }
    }
  }

  private func expectTheUsual(_ bytes: [UInt8]) throws {
    if (try? RecordCodec.record(from: bytes)) != nil {
      try expectSame(bytes)
    } else {
      #expect(throws: WireProblem.self) { try PulledState(from: bytes[...]) }
    }
  }
}
