// SPDX-License-Identifier: Apache-2.0
import FieldModel
import Intake
import Testing

/// A value, or `nil` and what may have been meant.
private func said<Value: CustomStringConvertible>(_ reading: Reading<Value>) -> [String?] {
  switch reading {
  case .value(let value): [value.description]
  case .unreadable(let unreadable): [nil, unreadable.suggestion]
  }
}

@Suite struct NumberTests {
  @Test(arguments: [
    ("3", "3"), ("3.50", "3.5"), ("3,5", "3.5"), ("-2", "-2"), ("+4", "4"), (" 7 ", "7"),
    ("\u{2212}2", "-2"), (".5", "0.5"), ("1 000", "1000"), ("1\u{A0}000", "1000"),
    ("12 345 678,25", "12345678.25"), ("1,000,000", "1000000"), ("1,000.50", "1000.5"),
    ("1.000,50", "1000.5"), ("1.000.000", "1000000"), ("0,125", "0.125"), ("1'000", "1000"),
    ("1e3", "1000"), ("1.5E-2", "0.015"), ("123456789012345678", "123456789012345678"),
  ])
  func `a number is read as people write it`(text: String, number: String) {
    #expect(said(Typed.number(text)) == [number])
  }

  @Test(arguments: [
    ("1,000", "1000"), ("ca 12 kr", "12"), ("five", nil), ("", nil), ("3-4", nil), ("1 00", nil),
    ("1,2,3", nil), ("12.34.56", nil), ("--1", nil), ("٣", nil), ("1234567890123456789", nil),
    ("NaN", nil), ("0x10", nil),
  ])
  func `a number that is none, or could be two, is not guessed`(text: String, hint: String?) {
    #expect(said(Typed.number(text)) == [nil, hint])
  }

  @Test func `a count has no fraction`() {
    #expect(said(Typed.count("3.0")) == ["3"])
    #expect(said(Typed.count("2.5")) == [nil, nil])
    #expect(said(Typed.count("-1")) == ["-1"])
  }

  @Test(arguments: [("85%", "0.85"), ("85,5 %", "0.855"), ("0.85", "0.85"), ("100 %", "1")])
  func `a share may be a percentage`(text: String, share: String) {
    #expect(said(Typed.share(text)) == [share])
  }

  @Test func `an amount may name its currency, but not another one`() {
    #expect(said(Typed.amount("12.50 SEK", in: "SEK")) == ["12.5"])
    #expect(said(Typed.amount("SEK12,50")) == ["12.5"])
    #expect(said(Typed.amount("€ 3", in: "EUR")) == ["3"])
    #expect(said(Typed.amount("3 EUR", in: "SEK")) == [nil, nil])
    #expect(said(Typed.amount("12 kr")) == [nil, "12"])
  }

  @Test(arguments: [
    ("90", "90"), ("1:30", "90"), ("1:02:03", "3723"), ("2m", "120"), ("1 min 30 s", "90"),
    ("1h", "3600"), ("1.5 min", "90"), ("2,5 s", "2.5"), ("0", "0"), ("1 h 5 min.", "3900"),
  ])
  func `a duration is read as people write it`(text: String, seconds: String) {
    #expect(said(Typed.seconds(text)) == [seconds])
  }

  @Test(arguments: [
    ("1:3", "1:03"), ("1;30", "1:30"), ("1:75", nil), ("-5", nil), ("soon", nil),
    ("30 s 1 min", nil),
    ("1 m 1 m", nil), ("99999999999999999 h", nil),
  ])
  func `a duration that is none is not guessed`(text: String, hint: String?) {
    #expect(said(Typed.seconds(text)) == [nil, hint])
  }

  @Test func `minutes may name other units`() {
    #expect(said(Typed.minutes("28.75")) == ["28.75"])
    #expect(said(Typed.minutes("90 s")) == ["1.5"])
    #expect(said(Typed.minutes("1 h 5 min")) == ["65"])
    #expect(said(Typed.minutes("100 s")) == ["1.6667"])
    #expect(said(Typed.minutes("1:30")) == [nil, "1.5"])
  }
}

@Suite struct WordTests {
  @Test(arguments: [
    ("yes", true), ("Y", true), ("TRUE", true), ("1", true), ("no", false), ("n", false),
    ("False", false), (" 0 ", false),
  ])
  func `yes and no are read in either case`(text: String, answer: Bool) {
    #expect(Typed.yesNo(text).value == answer)
  }

  @Test func `neither yes nor no is not guessed`() {
    #expect(said(Typed.yesNo("3")) == [nil, nil])
    #expect(said(Typed.yesNo("yess")) == [nil, "yes"])
    #expect(said(Typed.yesNo("")) == [nil, nil])
  }

  @Test(arguments: [("misery", -2), ("Neutral", 0), ("MAGIC", 2), ("-1", -1), ("\u{2212}2", -2)])
  func `a verdict is a word or a degree`(text: String, degree: Int) {
    #expect(Typed.verdict(text).value?.degree == degree)
  }

  @Test func `no verdict is not guessed`() {
    #expect(said(Typed.verdict("magik")) == [nil, "magic"])
    #expect(said(Typed.verdict("3")) == [nil, nil])
  }

  @Test func `codes are parted by signs, or else by blanks`() {
    #expect(Typed.codes("name; flight number").value == ["name", "flight number"])
    #expect(Typed.codes("a b a").value == ["a", "b"])
    #expect(Typed.codes(" ; ").value == nil)
  }

  @Test func `yes and no are stored as one and zero, and another code is kept`() {
    let form = AnswerForm(.yesno)
    #expect(Typed.answer("yes", to: form).value == .number(ExactNumber(1)))
    #expect(Typed.answer("0", to: form).value == .number(ExactNumber(0)))
    #expect(Typed.answer("3", to: form).value == .number(ExactNumber(3)))
    #expect(Typed.answer("maybe", to: form).value == nil)
  }

  @Test func `a choice is found in either case and kept where it is none`() {
    let form = AnswerForm(.choice, choices: ["Desk", "Web"])
    #expect(Typed.answer("desk", to: form).value == .text("Desk"))
    #expect(Typed.answer("phone", to: form).value == .text("phone"))
  }

  @Test func `a text stays as typed`() {
    #expect(Typed.answer(" e\u{301} ", to: AnswerForm(.text)).value == .text(" e\u{301} "))
  }
}
