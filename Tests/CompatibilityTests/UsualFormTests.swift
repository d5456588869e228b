// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncProtocol
import Testing

@Suite("A message reads the same in whatever form it comes")
struct UsualFormTests {
  /// A member that no program knows, which makes a message be read the long way.
  private let unknownMember: [UInt8] = [0x80, 0x7d, 0x2a]

  private let header = RecordHeader(
    id: RecordID(bits: 7),
    kind: .observation,
    scope: Scope(program: RecordID(bits: 8), owner: PersonID(bits: 9)),
    parent: RecordID(bits: 10)
  )

  private func change(_ puts: [Put], counter: UInt64 = 300) -> Change {
    Change(
      dot: Dot(ReplicaID(bits: 5), counter),
      header: header,
      base: VersionVector([Dot(ReplicaID(bits: 4), 1), Dot(ReplicaID(bits: 5), 2)]),
      puts: puts,
      unsets: ["note", "†"],
      stamp: Stamp(
        author: PersonID(bits: 9),
        enteredAt: LocalTime(milliseconds: -5, offsetSeconds: -3_600, zone: "Atlantic/Azores"),
        authority: .resolution,
        depth: 4
      ),
      previous: ChangeCodec.hash(of: [1])
    )
  }

  private let puts = [
    Put("∃", .boolean(true)), Put("a", .text("")), Put("b", .text("é e\u{301} 👩‍🚀")),
    Put("c", .text(String(repeating: "x", count: 200))), Put("d", .null),
    Put("e", .number(ExactNumber(-12))), Put("f", .unknown([0xa0, 0x06, 0x01])),
    Put("g", .choices(["a", "b"])),
  ]

  /// Values that are written and read by hand, at the ends of what they may be, and others.
  private static let values: [FieldValue] = [
    .boolean(false), .number(ExactNumber(0)), .number(ExactNumber(.max)),
    .number(ExactNumber(.min)), ExactNumber("0.125").map(FieldValue.number) ?? .null,
    ExactNumber("-12e9").map(FieldValue.number) ?? .null,
    .moment(LocalTime(milliseconds: 0)),
    .moment(LocalTime(milliseconds: .min, offsetSeconds: -64_800, zone: "")),
    .moment(LocalTime(milliseconds: .max, offsetSeconds: 50_400, zone: "Pacific/Kiritimati")),
    .text(String(repeating: "å", count: 64)), .text(String(repeating: "x", count: 20_000)),
    .absent(.refused), .unreadable("12.30"), .record(RecordID(bits: .max)),
    .tombstone(Tombstone(seen: VersionVector([Dot(ReplicaID(bits: 4), 1)]), reason: "")),
    .unknown([]), .unknown([0x1a, 0x03, 0x08, 0x80, 0x00]), .unknown([0x20, 0x02]),
  ]

  @Test(arguments: values)
  func `a value is written as the library writes it, and read as the library reads it`(
    value: FieldValue
  ) throws {
    let change = change([Put("a", value)])
    let bytes = ChangeCodec.bytes(of: change)
    #expect(try ChangeCodec.change(from: bytes).puts == [Put("a", value)])
    #expect(try ChangeCodec.change(from: bytes + unknownMember).puts == [Put("a", value)])
    #expect(ValueCodec.value(from: ValueCodec.bytes(of: value)) == value)
    #expect(bytes.count == ChangeCodec.bytes(of: self.change([])).count + size(of: value))
  }

  /// The bytes of a put into a field with a name of one letter.
  private func size(of value: FieldValue) -> Int {
    let count = ValueCodec.bytes(of: value).count
    func length(_ count: Int) -> Int { count < 0x80 ? 1 : count < 0x4000 ? 2 : 3 }
    let inner = 3 + (count == 0 ? 0 : 1 + length(count) + count)
    return 1 + length(inner) + inner
  }

  @Test func `a change with a member of a newer program reads as the same without it`() throws {
    for change in [change(puts), change([], counter: 1)] {
      let bytes = ChangeCodec.bytes(of: change)
      #expect(try ChangeCodec.change(from: bytes) == change)
      #expect(try ChangeCodec.change(from: bytes + unknownMember) == change)
    }
  }

  @Test func `a record with a member of a newer program reads as the same without it`() throws {
    var record = Record(header: header)
    record.disregard(Dot(ReplicaID(bits: 4), 1))
    record.disregard(Dot(ReplicaID(bits: 5), 2))
    record.apply(change(puts))
    let bytes = RecordCodec.bytes(of: record)
    #expect(try RecordCodec.record(from: bytes) == record)
    #expect(try RecordCodec.record(from: bytes + unknownMember) == record)
  }

  @Test func `changes and records are written as the library writes them`() throws {
    var record = Record(header: header)
    record.disregard(Dot(ReplicaID(bits: 4), 1))
    record.disregard(Dot(ReplicaID(bits: 5), 2))
    for change in [change([], counter: 3), change(puts)] {
      let bytes = ChangeCodec.bytes(of: change)
      #expect(try WireChange(decoding: bytes).encoded() == bytes)
      record.apply(change)
      let state = RecordCodec.bytes(of: record)
      #expect(try WireRecordState(decoding: state).encoded() == state)
    }
  }

  @Test func `bytes that end too early are refused, wherever they end`() {
    let bytes = ChangeCodec.bytes(of: change(puts))
    let read = bytes.indices.filter { (try? ChangeCodec.change(from: Array(bytes[..<$0]))) != nil }
    // What follows the hash of the change before it may be missing, as in older programs' changes.
    #expect(read.allSatisfy { $0 >= bytes.count - 2 - 34 })
  }
}
