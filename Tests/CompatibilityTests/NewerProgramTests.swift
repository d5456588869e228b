// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import LocalStore
import SyncProtocol
import TestSupport
import Testing

@Suite("Old programs and new ones understand each other")
struct NewerProgramTests {
  static let header = RecordHeader(
    id: RecordID(bits: 1),
    kind: .visit,
    scope: Scope(program: RecordID(bits: 2), owner: PersonID(bits: 3))
  )
  static let stamp = Stamp(
    author: PersonID(bits: 3),
    enteredAt: LocalTime(milliseconds: 1_767_225_600_000, offsetSeconds: 3_600, zone: "CET"),
    authority: .shopper,
    depth: 1
  )

  private func change(_ puts: [Put], counter: UInt64 = 1) -> Change {
    Change(
      dot: Dot(ReplicaID(bits: 9), counter),
      header: Self.header,
      base: VersionVector(),
      puts: puts,
      stamp: Self.stamp,
      previous: .none
    )
  }

  @Test func `a value of a newer program passes through an older one byte for byte`() throws {
    // Field 40 of a Value: no program of today writes it.
    let newer: [UInt8] = [0xc2, 0x02, 0x03, 0x61, 0x62, 0x63]
    let value = ValueCodec.value(from: newer)
    #expect(value == .unknown(newer))
    var record = Record(header: Self.header)
    record.apply(change([Put("of_a_newer_program", value), Put("note", .text("known"))]))
    let again = try RecordCodec.record(from: RecordCodec.bytes(of: record))
    #expect(again == record)
    #expect(ValueCodec.bytes(of: try #require(again.value(of: "of_a_newer_program"))) == newer)
  }

  @Test func `only what an older program does not know is written under a newer version`() {
    func change(_ kind: RecordKind, _ puts: [Put]) -> Change {
      Change(
        dot: Dot(ReplicaID(bits: 9), 1),
        header: RecordHeader(id: RecordID(bits: 1), kind: kind, scope: Self.header.scope),
        base: VersionVector(),
        puts: puts,
        stamp: Self.stamp,
        previous: .none
      )
    }
    let answer = Put("value", .text("a"))
    let second = Put("occurrence", .number(ExactNumber(2)))
    #expect(FieldSchema.version(of: change(.observation, [answer])) == 1)
    #expect(FieldSchema.version(of: change(.observation, [answer, second])) == 2)
    #expect(FieldSchema.version(of: change(.visit, [answer])) == 1)
    #expect(FieldSchema.version(of: change(.challenge, [])) == 2)
    // The last member of a change says the version.
    let bytes = ChangeCodec.bytes(of: change(.observation, [answer]))
    #expect(Array(bytes.suffix(2)) == [8 << 3, 1])
  }

  @Test func `a known value with something more in it is kept as it came`() {
    let text = ValueCodec.bytes(of: .text("a"))
    let more = text + [0xc2, 0x02, 0x01, 0x7a]
    #expect(ValueCodec.value(from: more) == .unknown(more))
  }

  @Test func `a change of a newer program is read, and its bytes are not touched`() throws {
    let bytes = ChangeCodec.bytes(of: change([Put("note", .text("a"))])) + [0xfa, 0x03, 0x01, 0x07]
    let read = try ChangeCodec.change(from: bytes)
    #expect(read.puts == [Put("note", .text("a"))])
    #expect(ChangeCodec.hash(of: bytes) != ChangeCodec.hash(of: ChangeCodec.bytes(of: read)))
  }

  @Test func `the bytes of version 1 are these`() {
    let bytes = ChangeCodec.bytes(of: change([Put("note", .text("é\u{0}"))]))
    #expect(Data(bytes).base64EncodedString() == Golden.change)
    #expect(Array(ChangeCodec.hash(of: bytes).bytes.prefix(4)) == Golden.hashBegins)
  }

  @Test func `every kind of value comes back as it went`() {
    let values: [FieldValue] = [
      .null, .text(""), .text("\u{0}\r\n\u{1F600}"), .number(ExactNumber(0)),
      .number(ExactNumber("-12.345") ?? ExactNumber(1)), .boolean(false), .boolean(true),
      .moment(Self.stamp.enteredAt), .day(CalendarDate(daysSince1970: -1)),
      .choices([]),
      .choices(["a", ""]), .record(RecordID(bits: 7)), .absent(.refused), .unreadable("12.30"),
      .tombstone(Tombstone(seen: VersionVector([Dot(ReplicaID(bits: 1), 4)]), reason: "r")),
    ]
    let midnight = ClockTime(secondsSinceMidnight: 0).map(FieldValue.clock)
    for value in values + [midnight].compactMap(\.self) {
      #expect(ValueCodec.value(from: ValueCodec.bytes(of: value)) == value)
    }
  }

  @Test func `a store of a newer program is refused and left alone`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path(LocalStore.fileName)
    do {
      let store = try LocalStore(folder: folder.path, surroundings: .ofTests)
      #expect(try store.synchronousLevel() == 2)
    }
    try DatabaseQueue(path: path).write {
      try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99 of a newer program')")
    }
    #expect {
      try LocalStore(folder: folder.path, surroundings: .ofTests)
    } throws: { error in
      "\(error)".contains("newer program")
    }
  }
}

/// Bytes that a released program has written; they never change.
private enum Golden {
  static let change =
    "ChQKEAAAAAAAAAAAAAAAAAAAAAkQARI9ChAAAAAAAAAAAAAAAAAAAAABEgV2aXNpdBoQAAAAAAAA"
    + "AAAAAAAAAAAAAiIQAAAAAAAAAAAAAAAAAAAAAxoAIg0KBG5vdGUSBRIDw6kAMiUKEAAAAAAAAAAA"
    + "AAAAAAAAAAMSDwiAoNXt7mYQoDgaA0NFVCABQAE="
  static let hashBegins: [UInt8] = [84, 163, 125, 250]
}
