// SPDX-License-Identifier: Apache-2.0

import FieldModel
import TestSupport
import Testing

/// Identifiers come back as they went out, and sort alike as numbers, bytes and text.
@Suite struct IdentifierTests {
  private static let identifiers: [RecordID] = {
    var generator = SeededGenerator(seed: 4)
    let random = (0..<500).map { _ in
      RecordID(bits: UInt128.random(in: .min ... .max, using: &generator))
    }
    let single = (0..<128).map { RecordID(bits: 1 << UInt128($0)) }
    return [RecordID(bits: 0), RecordID(bits: .max)] + single + random
  }()

  @Test func `an identifier's text and bytes read back as the identifier`() {
    for id in IdentifierTests.identifiers {
      #expect(RecordID(id.description) == id)
      #expect(RecordID(id.description.uppercased()) == id)
      #expect(RecordID(bytes: id.bytes) == id)
      #expect(id.description.utf8.count == 26 && id.bytes.count == 16)
    }
  }

  @Test func `texts and bytes sort like identifiers`() {
    let sorted = IdentifierTests.identifiers.sorted()
    #expect(sorted.map(\.description) == sorted.map(\.description).sorted())
    for (left, right) in zip(sorted, sorted.dropFirst()) {
      #expect(left.bytes.lexicographicallyPrecedes(right.bytes))
    }
  }

  @Test(arguments: [
    "", "0", "0123456789abcdefghijklmno", "0123456789abcdefghijklmnopq",
    "0123456789abcdefghijklmnow",
    "0123456789abcdefghijklmno ", "0123456789abcdefghijklmn\u{e9}", "-123456789abcdefghijklmnop",
  ])
  func `what is not 26 characters of base32hex is no identifier`(_ text: String) {
    #expect(ReplicaID(text) == nil)
  }

  @Test func `an identifier has one text`() {
    let text = RecordID(bits: .max).description
    #expect(text.hasSuffix("s"))
    #expect(RecordID(text.dropLast() + "t") == nil)
  }

  @Test func `only 16 bytes are an identifier`() {
    for count in 0...20 where count != 16 {
      #expect(PersonID(bytes: [UInt8](repeating: 1, count: count)) == nil)
    }
  }

  @Test func `base32hex is that of RFC 4648`() {
    let vectors = [
      "": "", "f": "co", "fo": "cpng", "foo": "cpnmu", "foob": "cpnmuog", "fooba": "cpnmuoj1",
      "foobar": "cpnmuoj1e8",
    ]
    for (bytes, text) in vectors {
      #expect(Base32.text(Array(bytes.utf8)) == text)
    }
  }

  @Test func `names made later sort later and are UUIDs of version 7`() {
    var generator = SeededGenerator(seed: 5)
    var last = RecordID(bits: 0)
    for step in 0..<200 as Range<Int64> {
      let random = UInt128.random(in: .min ... .max, using: &generator)
      let id = RecordID(milliseconds: 1_767_225_600_000 + step, random: random)
      #expect(id > last)
      #expect(id.bytes[6] >> 4 == 7 && id.bytes[8] >> 6 == 2)
      last = id
    }
    let later = RecordID(milliseconds: 0x0123_4567_89ab, random: .max)
    #expect(later.bytes.prefix(6) == [0x01, 0x23, 0x45, 0x67, 0x89, 0xab])
  }

  @Test func `people who type the same key without a network meet in one record`() {
    let program = Program.id(code: "airline")
    let shopper = PersonID(bits: 9)
    #expect(program == Program.id(code: "airline"))
    #expect(program.bytes[6] >> 4 == 8 && program.bytes[8] >> 6 == 2)
    let visit = Visit.id(program: program, shopper: shopper, code: "v1")
    let names = [
      program, Program.id(code: "Airline"), Program.id(code: "caf\u{e9}"),
      Program.id(code: "cafe\u{301}"), RecordID(.wave, in: program, named: "airline"),
      RecordID(.wave, in: nil, named: "airline"), visit,
      Visit.id(program: program, shopper: PersonID(bits: 10), code: "v1"),
      Observation.id(visit: visit, interaction: "greeting"), Review.id(visit: visit),
      RecordID(.wave, in: program, named: "a", "b"), RecordID(.wave, in: program, named: "ab"),
    ]
    #expect(Set(names).count == names.count)
  }

  @Test func `the first moment of an interaction is named as if it were the only one`() {
    let visit = RecordID(bits: 7 << 64)
    let only = Observation.id(visit: visit, interaction: "greeting")
    #expect(Observation.id(visit: visit, interaction: "greeting", occurrence: 1) == only)
    let second = Observation.id(visit: visit, interaction: "greeting", occurrence: 2)
    #expect(second != only)
    #expect(second != Observation.id(visit: visit, interaction: "greeting2"))
  }
}
