// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncProtocol

/// A message of this version, made from fixed inputs and kept in the repository for good.
///
/// The fuzzer starts from these, and every later program has to read them as this one does.
package struct GoldenVector: Sendable {
  /// The door that it belongs to.
  package let door: Door

  /// What it shows, as a file's name.
  package let name: String

  /// The message.
  package let bytes: [UInt8]

  /// Whether this program writes the same bytes: a text is a person's, and a compressed body is
  /// its library's.
  package var isOurs: Bool {
    switch door {
    case .gzip, .cells, .visits, .observations, .lines, .mapping, .program, .typed: false
    default: true
    }
  }

  /// The file below the corpus' folder.
  package var path: String {
    "\(door.rawValue)/\(name)"
  }

  /// All of them.
  package static var all: [GoldenVector] {
    values + changes + records + requests + answers + frames + texts
  }

  init(_ door: Door, _ name: String, _ bytes: [UInt8]) {
    self.door = door
    self.name = name
    self.bytes = bytes
  }

  init(_ door: Door, _ name: String, _ text: String) {
    self.init(door, name, Array(text.utf8))
  }
}

/// What a program of tomorrow adds: a member of a number that none of today's has.
let member: [UInt8] = [0xFA, 0x03, 0x05] + Array("newer".utf8)

extension GoldenVector {
  private static let values: [GoldenVector] =
    plain + [
      value("great-number", .number(number("999999999999999999"))),
      value("small-number", .number(number("0.00000000000000001"))),
      value("moment", .moment(Field.now)),
      value("moment-out-of-time", .moment(LocalTime(milliseconds: .max, offsetSeconds: -86_400))),
      value("day", .day(CalendarDate(daysSince1970: 20_485))),
      value("day-before", .day(CalendarDate(daysSince1970: -1))),
      value("record", .record(Field.visit.id)),
      value("tombstone", .tombstone(Tombstone(seen: Field.seen, reason: "twice"))),
      value("newer", .unknown([0xC2, 0x02, 0x03, 0x61, 0x62, 0x63])),
      value("text-with-more", .unknown(ValueCodec.bytes(of: .text("a")) + member)),
    ]
    + [0, 51_930].compactMap { ClockTime(secondsSinceMidnight: $0) }
    .map { value("clock-\($0.secondsSinceMidnight)", .clock($0)) }

  private static let plain: [GoldenVector] = [
    value("null", .null),
    value("text", .text("Two of six desks were open")),
    value("empty-text", .text("")),
    value("nasty-text", .text(Field.nasty)),
    value("long-text", .text(String(repeating: "ä", count: 700))),
    value("number", .number(number("-12.345"))),
    value("yes", .boolean(true)),
    value("no", .boolean(false)),
    value("no-choices", .choices([])),
    value("choices", .choices(["desk", "", "queue"])),
    value("not-applicable", .absent(.notApplicable)),
    value("left-blank", .absent(.leftBlank)),
    value("unreadable", .unreadable("12.30 or so")),
  ]

  private static func value(_ name: String, _ value: FieldValue) -> GoldenVector {
    GoldenVector(.value, name, ValueCodec.bytes(of: value))
  }

  private static func number(_ text: String) -> ExactNumber {
    ExactNumber(text) ?? ExactNumber(0)
  }

  private static var changes: [GoldenVector] {
    let named = [
      ("visit-started", Field.started), ("visit-finished", Field.finished),
      ("observation", Field.observed), ("observation-of-another", Field.observedByBo),
      ("correction", Field.corrected), ("deletion", Field.deleted), ("definition", Field.defined),
      ("attributes", Field.attributed),
    ]
    return named.map { GoldenVector(.change, $0.0, ChangeCodec.bytes(of: $0.1)) }
      + [GoldenVector(.change, "newer", ChangeCodec.bytes(of: Field.observed) + member)]
  }

  private static var records: [GoldenVector] {
    let named = [
      ("visit", Field.record(of: [Field.started, Field.finished])),
      ("conflict", Field.record(of: [Field.observed, Field.observedByBo])),
      ("settled", Field.record(of: [Field.observed, Field.corrected])),
      ("deleted", Field.record(of: [Field.observed, Field.deleted])),
      (
        "edited-while-deleted",
        Field.record(of: [Field.observed, Field.deleted, Field.observedByBo])
      ),
      ("definition", Field.record(of: [Field.defined])),
      ("empty", Record(header: Field.visit)),
    ]
    return named.map { GoldenVector(.record, $0.0, RecordCodec.bytes(of: $0.1)) }
      + [
        GoldenVector(
          .record,
          "newer",
          RecordCodec.bytes(of: Field.record(of: [Field.observed])) + member
        ),
        GoldenVector(.record, "write-told-twice", toldTwice),
      ]
  }
}

/// Field work as it happens, with identifiers and clocks that never change.
enum Field {
  static let ada = ReplicaID(bits: 0x0198_F0A1_0000_7000_8000_0000_0000_0AD4)
  static let bo = ReplicaID(bits: 0x0198_F0A1_0000_7000_8000_0000_0000_00B0)
  static let person = PersonID(bits: 0x0198_F0A2_0000_7000_8000_0000_0000_0001)
  static let other = PersonID(bits: 0x0198_F0A2_0000_7000_8000_0000_0000_0002)
  static let program = RecordID(.program, in: nil, named: "skyline-2026")
  static let now = LocalTime(
    milliseconds: 1_769_954_400_123,
    offsetSeconds: 3_600,
    zone: "Europe/Stockholm"
  )
  static let seen = VersionVector([Dot(ada, 7), Dot(bo, 2)])

  /// Two codings of one letter, a right-to-left override, a zero, an emoji of many scalars.
  static let nasty = "é e\u{301} \u{202E}\u{0}\r\n\u{FEFF}👩‍👩‍👧‍👦 =1+1 'DROP TABLE visit;-- ﷽ Z̸̧"

  static let visit = RecordHeader(
    id: RecordID(milliseconds: 1_769_954_400_000, random: 0x1234_5678_9ABC_DEF0),
    kind: .visit,
    scope: Scope(program: program, owner: person)
  )
  static let observation = RecordHeader(
    // As the first programs named it, which did not name a visit's parts beside it.
    id: RecordID(bits: 0xed9a_f138_13d9_8f73_a568_1dbd_73ee_13a9),
    kind: .observation,
    scope: visit.scope,
    parent: visit.id
  )
  static let interaction = RecordHeader(
    id: RecordID(.interaction, in: program, named: "desk"),
    kind: .interaction,
    scope: Scope(program: program)
  )

  static let started = change(
    (ada, 1, 1),
    to: visit,
    [
      Put("code", .text("ARN-1")), Put("location", .text("ARN")), Put("wave", .text("spring")),
      Put("started_at", .moment(now)), Put(.existence, .boolean(true)),
    ]
  )
  static let finished = change(
    (ada, 2, 2),
    to: visit,
    seen: [Dot(ada, 1)],
    [Put("state", .text("finished")), Put("finished_at", .moment(now))]
  )
  static let observed = change(
    (ada, 3, 1),
    to: observation,
    [
      Put("interaction", .text("desk")), Put("value", .number(ExactNumber(4))),
      Put("verdict", .number(ExactNumber(-2))), Put("seconds", .number(ExactNumber(190))),
      Put("note", .text(nasty)), Put(.existence, .boolean(true)),
    ]
  )
  static let observedByBo = change(
    (bo, 1, 1),
    to: observation,
    [Put("value", .number(ExactNumber(5))), Put("note", .unreadable("five, I think"))]
  )
  static let corrected = change(
    (bo, 2, 2),
    to: observation,
    seen: [Dot(ada, 3)],
    [Put("value", .absent(.refused))],
    unsets: ["seconds", "note"],
    authority: .coordinator
  )
  static let deleted = change(
    (ada, 4, 2),
    to: observation,
    seen: [Dot(ada, 3)],
    [Put(.tombstone, .tombstone(Tombstone(seen: VersionVector([Dot(ada, 3)]), reason: "twice")))]
  )
  static let defined = change(
    (bo, 3, 1),
    to: interaction,
    [
      Put("code", .text("desk")), Put("name", .text("Was the desk staffed?")),
      Put("kind", .text("rating")), Put("min", .number(ExactNumber(1))),
      Put("max", .number(ExactNumber(5))), Put("choices", .choices(["a", "b"])),
    ],
    authority: .coordinator
  )
  static let attributed = change(
    (ada, 5, 3),
    to: visit,
    seen: [Dot(ada, 2), Dot(bo, 9)],
    [
      Put("attribute/Gate", .text("B 17")), Put("attribute/é", .text("one")),
      Put("attribute/e\u{301}", .text("two")), Put("tick/2026-02-01T15:00:00Z", .text("called")),
      Put("of_a_newer_program", .unknown([0xC2, 0x02, 0x03, 0x61, 0x62, 0x63])),
    ]
  )

  /// A record to which these changes were made.
  static func record(of changes: [Change]) -> Record {
    var record = Record(header: changes[0].header)
    for change in changes {
      record.apply(change)
    }
    return record
  }

  private static func change(
    _ name: (replica: ReplicaID, counter: UInt64, depth: UInt32),
    to header: RecordHeader,
    seen: [Dot] = [],
    _ puts: [Put],
    unsets: [FieldPath] = [],
    authority: Authority = .shopper
  ) -> Change {
    Change(
      dot: Dot(name.replica, name.counter),
      header: header,
      base: VersionVector(seen),
      puts: puts,
      unsets: unsets,
      stamp: Stamp(author: person, enteredAt: now, authority: authority, depth: name.depth),
      previous: name.counter == 1 ? .none : ChangeCodec.hash(of: [UInt8(name.counter)])
    )
  }
}
