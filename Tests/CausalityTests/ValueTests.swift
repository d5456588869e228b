// SPDX-License-Identifier: Apache-2.0

import FieldModel
import TestSupport
import Testing

/// Data are equal when their bytes are: what looks alike but is coded differently is different.
@Suite struct ValueTests {
  private static let composed = "caf\u{e9}"
  private static let decomposed = "cafe\u{301}"

  /// Pairs that Swift's own comparison of strings takes for equal.
  private static let lookalikes: [(FieldValue, FieldValue)] = {
    let (one, two) = (composed, decomposed)
    let seen = VersionVector([Samples.dot(0, 1)])
    return [
      (.text(one), .text(two)), (.unreadable(one), .unreadable(two)),
      (.choices([one]), .choices([two])),
      (
        .tombstone(Tombstone(seen: seen, reason: one)),
        .tombstone(Tombstone(seen: seen, reason: two))
      ),
      (
        .moment(LocalTime(milliseconds: 0, zone: one)),
        .moment(LocalTime(milliseconds: 0, zone: two))
      ),
    ]
  }()

  @Test func `values that look alike but differ in bytes are different`() {
    for (left, right) in ValueTests.lookalikes {
      #expect(left != right)
      #expect(left == left && right == right)
    }
    #expect(FieldPath(ValueTests.composed) != FieldPath(ValueTests.decomposed))
    #expect(Code(ValueTests.composed) != Code(ValueTests.decomposed))
  }

  @Test func `equal values hash alike`() {
    let values = ValueTests.kinds + ValueTests.lookalikes.flatMap { [$0.0, $0.1] }
    for left in values {
      for right in values where left == right {
        #expect(left.hashValue == right.hashValue)
      }
    }
    #expect(Set(values).count == values.count)
  }

  @Test func `values of different kinds are different, however alike they look`() {
    for (place, left) in ValueTests.kinds.enumerated() {
      for right in ValueTests.kinds.dropFirst(place + 1) {
        #expect(left != right, "\(left) \(right)")
      }
    }
  }

  @Test func `paths order by bytes`() {
    let texts = [
      "", "a", "a/b", "b", "e\u{301}", "z", "\u{e9}", "\u{2020}", "\u{2203}", "\u{1f600}",
    ]
    let paths = texts.map { FieldPath($0) }
    #expect(paths.shuffled().sorted().map { Array($0.text.utf8) } == texts.map { Array($0.utf8) })
    #expect(Set(paths).count == texts.count)
  }

  @Test func `a value is told in one line`() throws {
    let told: [(FieldValue, String)] = [
      (.null, ""), (.text("a"), "a"), (.number(try #require(ExactNumber("-8.50"))), "-8.5"),
      (.boolean(true), "yes"), (.boolean(false), "no"), (.choices(["a", "b"]), "a b"),
      (.absent(.notApplicable), "not_applicable"), (.unreadable("17;42"), "17;42"),
      (.tombstone(Tombstone(seen: VersionVector())), "deleted"),
      (.tombstone(Tombstone(seen: VersionVector(), reason: "twice")), "twice"),
    ]
    for (value, text) in told {
      #expect(value.display == text)
    }
  }

  /// One value of each kind, most of them shown alike.
  private static let kinds: [FieldValue] = [
    .null, .text(""), .text("1"), .number(ExactNumber(1)), .boolean(true), .boolean(false),
    .moment(LocalTime(milliseconds: 1)), .moment(LocalTime(milliseconds: 1, offsetSeconds: 60)),
    .day(CalendarDate(daysSince1970: 1)), .choices([]), .choices(["1"]), .choices(["", ""]),
    .record(RecordID(bits: 1)), .absent(.refused), .absent(.notAsked), .unreadable("1"),
    .unreadable(""), .tombstone(Tombstone(seen: VersionVector())), .unknown([]), .unknown([0]),
  ]
}
