// SPDX-License-Identifier: Apache-2.0

import FieldModel
import TestSupport
import Testing

/// The words of mystery shopping take what people type and nothing else.
@Suite struct VocabularyTests {
  @Test(arguments: ["a", "check-in", "S\u{e3}o Paulo 2", "\u{1f6eb}", "a\u{301}", "1.2/3", "ab cd"])
  func `what people type as a short name is a code, byte for byte`(_ text: String) throws {
    let code = try #require(Code(text))
    #expect(Array(code.text.utf8) == Array(text.utf8) && code.description == text)
  }

  @Test(arguments: [
    "", " a", "a ", "a\n", "\ta", "a\u{0}b", "a\u{7f}", "a\r\nb", "\u{a0}a", "\u{3000}",
  ])
  func `control characters and outer blanks make no code`(_ text: String) {
    #expect(Code(text) == nil)
  }

  @Test func `a code has 128 bytes at most`() {
    #expect(Code(String(repeating: "\u{e9}", count: 64)) != nil)
    #expect(Code(String(repeating: "\u{e9}", count: 64) + "a") == nil)
  }

  @Test func `a verdict has five degrees, shown as misery, neutral or magic`() {
    #expect((-5...5).compactMap(Verdict.init(degree:)).map(\.degree) == [-2, -1, 0, 1, 2])
    let shown = ["misery", "misery", "neutral", "magic", "magic"]
    #expect((-2...2).compactMap(Verdict.init(degree:)).map(\.description) == shown)
    #expect(
      ["Misery", "NEUTRAL", "magic", "-1", "1"].compactMap { Verdict($0)?.degree } == [
        -2, 0, 2, -1, 1,
      ]
    )
    #expect(["", "3", "-3", "good", "0.5", " 1"].allSatisfy { Verdict($0) == nil })
    #expect(Verdict("misery")?.degree ?? 0 < Verdict("magic")?.degree ?? 0)
  }

  @Test func `there are five forms of interaction, read as people write them`() {
    #expect(InteractionForm.allCases.count == 5)
    let typed = [
      ("Written", InteractionForm.written), ("In person", .inPerson), ("inPerson", .inPerson),
      ("goods/services", .goodsAndServices), ("Goods and services", .goodsAndServices),
      ("ELECTRONIC", .electronic), ("telephone", .telephone), ("Phone", .telephone),
    ]
    for (text, form) in typed {
      #expect(InteractionForm(typed: text) == form)
    }
    #expect(InteractionForm.allCases.allSatisfy { InteractionForm(typed: $0.rawValue) == $0 })
    #expect(InteractionForm(typed: "") == nil && InteractionForm(typed: "fax") == nil)
  }

  @Test func `an answer outside its scale is kept, and known to be outside`() throws {
    let rating = interaction([
      Put("kind", .text("rating")), Put("min", .number(ExactNumber(1))),
      Put("max", .number(ExactNumber(10))),
    ])
    let outside = ["0.99", "10.01", "11", "-1"].compactMap { ExactNumber($0) }
    let inside = ["1", "10", "5.5"].compactMap { ExactNumber($0) }
    #expect(outside.allSatisfy { rating.isOutOfRange(.number($0)) })
    #expect(inside.allSatisfy { !rating.isOutOfRange(.number($0)) })
    #expect(!rating.isOutOfRange(.absent(.refused)) && !rating.isOutOfRange(.unreadable("12.30.1")))
    let yesNo = interaction([Put("kind", .text("yesno"))])
    #expect(yesNo.isOutOfRange(.number(ExactNumber(3))))
    #expect(!yesNo.isOutOfRange(.number(ExactNumber(1))) && !yesNo.isOutOfRange(.boolean(true)))
    #expect(interaction([Put("kind", .text("minutes"))]).isOutOfRange(.number(ExactNumber(-1))))
  }

  @Test func `a choice is one of the choices, byte for byte`() {
    for kind in ["choice", "choices"] {
      let asked = interaction([
        Put("kind", .text(kind)), Put("choices", .choices(["caf\u{e9}", "bar"])),
      ])
      let answer = { (code: String) in kind == "choice" ? FieldValue.text(code) : .choices([code]) }
      #expect(!asked.isOutOfRange(answer("caf\u{e9}")) && !asked.isOutOfRange(answer("bar")))
      #expect(asked.isOutOfRange(answer("cafe\u{301}")) && asked.isOutOfRange(answer("")))
    }
  }

  @Test(arguments: ["Betreff", "", " ", "\u{301}x", "\u{200d}", "\u{1f3fd}", "a/b", "\r\n"])
  func `a free attribute of any name is found again under its name`(_ name: String) {
    let path = FieldPath(FieldSchema.attributePrefix + name)
    let read = interaction([Put(path, .text("1"))]).attributes
    #expect(read.map { Array($0.name.utf8) } == [Array(name.utf8)])
    #expect(FieldSchema.specification(of: path, in: .visit)?.type == .text)
  }

  private func interaction(_ puts: [Put]) -> Interaction {
    Interaction(Record(header: Samples.header).edited(.write(puts), as: Samples.dot(0, 1)))
  }
}
