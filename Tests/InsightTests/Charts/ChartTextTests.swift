// SPDX-License-Identifier: Apache-2.0

import Insight
import Testing

/// Figures and names are written the same everywhere, and take the room that they are given.
@Suite struct ChartTextTests {
  @Test func `figures are written alike whatever the locale`() {
    let two = Quantity.number(decimals: 2)
    #expect(two.text(1234.5) == "1,234.50")
    #expect(two.text(-0.314) == "−0.31")
    #expect(two.text(0.314, signed: true) == "+0.31")
    #expect(two.text(-0.001) == "0.00")
    #expect(two.text(0.999) == "1.00")
    #expect(two.text(.nan) == "–")
    #expect(Quantity.number(decimals: 0).text(50_000_000) == "50M")
    #expect(two.text(1.5e300) == "1.5e300")
    #expect(Quantity.percent(decimals: 0).text(0.694) == "69 %")
    #expect(Quantity.percent(decimals: 1).text(0.5...0.56) == "50.0–56.0 %")
    #expect(two.text(-0.5...0.25, signed: true) == "−0.50 to +0.25")
    #expect(Quantity.seconds.text(75) == "1:15")
    #expect(Quantity.seconds.text(3_600) == "1:00:00")
    #expect(Quantity.number(decimals: 0).text(6_410_526) == "6.41M")
    #expect(Quantity.count(1_798_186) == "1,798,186")
  }

  @Test(arguments: ChartSamples.values)
  func `a scale covers its values, and its ticks are round`(name: String, values: [Double]) {
    let scale = Scale(covering: values)
    #expect(scale.lower < scale.upper)
    #expect(scale.ticks.count >= 2 && scale.ticks.count <= 12)
    for value in values where value.isFinite && value.magnitude < 1e300 {
      #expect(scale.lower <= value && value <= scale.upper)
      #expect((0...1).contains(scale.share(of: value)))
    }
    let texts = scale.ticks.map { scale.text($0, as: .number(decimals: 0)) }
    #expect(Set(texts).count == texts.count, "\(texts)")
  }

  @Test func `a rating's scale is its own`() {
    let scale = Scale(1...5)
    #expect(scale.ticks == [1, 2, 3, 4, 5])
    #expect(scale.share(of: 3) == 0.5)
    #expect(scale.share(of: 9) == 1)
  }

  @Test func `the ticks of a rating begin and end where its scale does`() {
    let scales: [(ClosedRange<Double>, [Double])] = [
      (1...10, [1, 4, 7, 10]), (0...10, [0, 2, 4, 6, 8, 10]), (1...7, [1, 3, 5, 7]),
      (1...8, [1, 2, 3, 4, 5, 6, 7, 8]), (1...3, [1, 2, 3]), (-100...100, [-100, -50, 0, 50, 100]),
    ]
    for (range, ticks) in scales { #expect(Scale(range).ticks == ticks) }
    let shares = Scale(0...1, quantity: .percent(decimals: 0))
    #expect(
      shares.ticks.map { shares.text($0, as: .percent(decimals: 0)) }
        == ["0 %", "25 %", "50 %", "75 %", "100 %"]
    )
  }

  @Test func `time has ticks that a clock has`() {
    #expect(Scale(covering: [0, 1300], quantity: .seconds).step == 300)
  }

  @Test func `wide characters take two columns, marks none`() {
    #expect(TextWidth.columns(of: "abc") == 3)
    #expect(TextWidth.columns(of: "e\u{301}") == 1)
    #expect(TextWidth.columns(of: "医師") == 4)
    #expect(TextWidth.columns(of: "👍") == 2)
    #expect(TextWidth.columns(of: "\u{2068}שלום\u{2069}") == 4)
    #expect(TextWidth.columns(of: "한") == 2)
  }

  @Test func `text is cut at a character, never within one`() {
    #expect(TextWidth.cut("Explained", toColumns: 9) == "Explained")
    #expect(TextWidth.cut("Explained", toColumns: 5) == "Expl…")
    #expect(TextWidth.cut("Two words", toColumns: 5) == "Two…")
    #expect(TextWidth.cut("医師は", toColumns: 4) == "医…")
    #expect(TextWidth.cut("e\u{301}e\u{301}e\u{301}", toColumns: 2) == "e\u{301}…")
    #expect(TextWidth.cut("ab", toColumns: 0) == "")
  }

  @Test func `letters lose their accents in ASCII, not themselves`() {
    #expect("Größe, naïve façade".ascii == "Grosse, naive facade")
    #expect("≥ 3 · “so” – 5 €".ascii == ">= 3 - \"so\" - 5 EUR")
    #expect("医師".ascii == "??")
  }

  @Test func `markup in a name stays a name, even under a combining mark`() {
    #expect("<b>&\"".escaped == "&lt;b&gt;&amp;&quot;")
    #expect("<\u{338}".escaped.utf8.elementsEqual("&lt;\u{338}".utf8))
  }

  @Test func `a name from right to left leaves the figures after it in their order`() {
    let name = "مكتب تسجيل"
    #expect("“\(name)”, 4.9 (4.6–5.1)".fenced == "“\u{2068}\(name)\u{2069}”, 4.9 (4.6–5.1)")
    #expect("a b".fenced == "a b")
  }

  @Test func `what turns text around or moves a cursor is left out`() {
    #expect("a\u{202E}b\u{7}c\nd\u{2028}e\u{FFFE}".plain == "ab c d e\u{FFFD}")
  }
}
