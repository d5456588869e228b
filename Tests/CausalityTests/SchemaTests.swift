// SPDX-License-Identifier: Apache-2.0

import FieldModel
import TestSupport
import Testing

/// The one list of fields says what each takes, and no two say the same.
@Suite struct SchemaTests {
  private static let kinds: [RecordKind] =
    RecordKind.definitions + [.visit, .attempt, .observation, .evidence, .review]

  @Test func `every kind has fields, each path once, each with a meaning`() {
    for kind in SchemaTests.kinds {
      let fields = FieldSchema.fields(of: kind)
      #expect(!fields.isEmpty, "\(kind.rawValue)")
      #expect(Set(fields.map(\.path)).count == fields.count, "\(kind.rawValue)")
      #expect(fields.allSatisfy { $0.meaning.hasSuffix(".") && !$0.type.name.isEmpty })
      #expect(fields.allSatisfy { FieldSchema.specification(of: $0.path, in: kind) == $0 })
    }
    #expect(FieldSchema.fields(of: RecordKind(rawValue: "hologram")).isEmpty)
  }

  @Test func `a path is a plain word that no prefix or register takes`() {
    let taken = [FieldSchema.attributePrefix, FieldSchema.tickPrefix]
    for field in SchemaTests.kinds.flatMap(FieldSchema.fields) {
      #expect(field.path != .existence && field.path != .tombstone)
      #expect(taken.allSatisfy { !field.path.text.hasPrefix($0) })
      #expect(field.path.text.wholeMatch(of: /[a-z][a-z0-9_]*/) != nil)
    }
  }

  @Test func `a field of one name has one meaning for a type in all kinds`() {
    let fields = Dictionary(grouping: SchemaTests.kinds.flatMap(FieldSchema.fields), by: \.path)
    // A visit's code is the shopper's own, an interaction's value is an answer and a target's a
    // figure; all else that shares a name shares its type, or is a list of words of its own.
    for (path, same) in fields where !["code", "value"].contains(path) {
      let types = Set(same.map(\.type).filter { if case .word = $0 { false } else { true } })
      #expect(types.count <= 1, "\(path)")
    }
  }

  @Test func `each type admits what it says and nothing else`() throws {
    let one = ExactNumber(1)
    let samples: [(FieldType, takes: [FieldValue], not: [FieldValue])] = [
      (.text, [.text(""), .text("a\nb")], [.number(one), .boolean(true)]),
      (.code, [.text("a")], [.text(""), .text(" a"), .choices(["a"])]),
      (.number(nil), [.number(one)], [.text("1")]),
      (
        .number(-2...2), [.number(ExactNumber(-2)), .number(ExactNumber(2))],
        [.number(ExactNumber(3)), .number(try #require(ExactNumber("2.1")))]
      ),
      (.boolean, [.boolean(false)], [.text("no"), .number(one)]),
      (.moment, [.moment(LocalTime(milliseconds: 0))], [.day(CalendarDate(daysSince1970: 0))]),
      (.day, [.day(CalendarDate(daysSince1970: 0))], [.text("2026-01-01")]),
      (.clock, [try .clock(#require(ClockTime(secondsSinceMidnight: 0)))], [.text("00:00")]),
      (.choices, [.choices([]), .choices(["a"])], [.text("a")]),
      (.word(["up", "down"]), [.text("up")], [.text("Up"), .text("")]),
      (
        .answer, [.text("a"), .number(one), .boolean(true), .choices(["a"]), .absent(.refused)],
        [.moment(LocalTime(milliseconds: 0)), .record(RecordID(bits: 1))]
      ),
    ]
    let tombstone = FieldValue.tombstone(Tombstone(seen: VersionVector()))
    for (type, takes, not) in samples {
      // What a person emptied, could not be read, or comes from a newer program fits anywhere.
      for value in takes + [.null, .unreadable("12.30"), .unknown([1])] {
        #expect(type.admits(value), "\(type.name): \(value)")
      }
      for value in not + [tombstone] {
        #expect(!type.admits(value), "\(type.name): \(value)")
      }
    }
  }

  @Test func `an objection names the field, what it takes and what it got`() {
    let objection = FieldSchema.objection(
      to: Put("verdict", .number(ExactNumber(3))),
      in: .observation
    )
    #expect(
      objection == "The field verdict takes a number from -2 to 2, not \u{201c}3\u{201d}."
    )
    #expect(
      FieldSchema.objection(to: Put("verdict", .number(ExactNumber(2))), in: .observation) == nil
    )
  }

  @Test func `fields and kinds of newer programs are taken as they are`() {
    let newer = Put("hologram", .unknown([1, 2, 3]))
    #expect(FieldSchema.objection(to: newer, in: .observation) == nil)
    #expect(FieldSchema.objection(to: newer, in: RecordKind(rawValue: "hologram")) == nil)
  }

  @Test func `texts have 64 KiB at most, wherever they stand`() {
    let fits = String(repeating: "a", count: FieldValue.textBytesMaximum)
    let seen = VersionVector()
    let values = { (text: String) -> [(FieldPath, FieldValue)] in
      [
        ("note", .text(text)), ("value", .unreadable(text)), ("hologram", .text(text)),
        ("asked_for", .choices([text])),
        (.tombstone, .tombstone(Tombstone(seen: seen, reason: text))),
        ("started_at", .moment(LocalTime(milliseconds: 0, zone: text))),
      ]
    }
    for (path, value) in values(fits) {
      #expect(FieldSchema.objection(to: Put(path, value), in: .observation) == nil)
    }
    for (path, value) in values(fits + "a") {
      #expect(FieldSchema.objection(to: Put(path, value), in: .observation) != nil, "\(path)")
    }
  }

  @Test func `only a deletion stands where deletions stand`() {
    #expect(FieldSchema.objection(to: Put(.tombstone, .text("gone")), in: .visit) != nil)
    let tombstone = FieldValue.tombstone(Tombstone(seen: VersionVector()))
    #expect(FieldSchema.objection(to: Put(.tombstone, tombstone), in: .visit) == nil)
    #expect(FieldSchema.objection(to: Put("note", tombstone), in: .visit) != nil)
  }
}
