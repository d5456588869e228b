// SPDX-License-Identifier: Apache-2.0

import Insight
import Testing

/// What a terminal shows says what the data say.
@Suite struct TerminalChartTests {
  @Test(arguments: ChartSamples.all)
  func `no line is wider than the terminal`(_ sample: ChartSamples.Sample) {
    for width in [40, 57, 80, 200] {
      for glyphs in Glyphs.allCases {
        for line in sample.chart.text(width: width, glyphs: glyphs).split(separator: "\n") {
          #expect(TextWidth.columns(of: String(line)) <= width, "\(line)")
        }
      }
    }
  }

  @Test(arguments: ChartSamples.all)
  func `the ASCII form is ASCII and nothing else`(_ sample: ChartSamples.Sample) {
    let text = sample.chart.text(width: 80, glyphs: .ascii)
    #expect(text.utf8.allSatisfy { $0 == 0x0A || (0x20...0x7E).contains($0) })
  }

  @Test(arguments: ChartSamples.all)
  func `nothing can move the cursor or turn the line around`(_ sample: ChartSamples.Sample) {
    let text = sample.chart.text(width: 80)
    for scalar in text.unicodeScalars where scalar != "\n" {
      #expect(scalar.properties.generalCategory != .control)
      #expect(!(0x202A...0x202E).contains(scalar.value))
    }
  }

  @Test(arguments: ChartSamples.all)
  func `the beginning of every label is there`(_ sample: ChartSamples.Sample) {
    let text = sample.chart.text(width: 120).replacing("\u{2068}", with: "")
    for label in sample.labels {
      #expect(text.contains(String(label.plain.prefix(6))), "\(label)")
    }
  }

  @Test func `what lies outside of 40…200 columns is drawn at the nearer end`() {
    let chart = ChartSamples.all[1].chart
    #expect(chart.text(width: 3) == chart.text(width: 40))
    #expect(chart.text(width: 999) == chart.text(width: 200))
  }

  @Test func `text from right to left is fenced in`() {
    let chart = RowChart.estimates(
      title: "t",
      reading: "“שלום”, 4.94.",
      axis: "a",
      quantity: .number(decimals: 0),
      [Estimate("שלום", value: 3, interval: nil, n: 7)]
    )
    #expect(chart.text(width: 60).contains("\u{2068}שלום\u{2069}"))
    #expect(chart.text(width: 60).contains("“\u{2068}שלום\u{2069}”, 4.94"))
  }

  @Test func `a long name goes over several lines, and is marked where it is cut`() {
    let names = [
      "one two three four", "a name that is far too long for so few columns as there are",
    ]
    let chart = RowChart.estimates(
      title: "t",
      reading: "r",
      axis: "a",
      quantity: .number(decimals: 0),
      names.map { Estimate($0, value: 3, interval: nil, n: 7) }
    )
    let lines = chart.text(width: 40).split(separator: "\n").map(String.init)
    #expect(lines.contains { $0.hasPrefix("one two ") })
    #expect(lines.contains("three four"))
    #expect(lines.contains { $0.hasPrefix("long for") && $0.hasSuffix("…") })
  }

  @Test func `a bar is seen to end at its value within its interval`() {
    let chart = RowChart.estimates(
      title: "t",
      reading: "r",
      axis: "a",
      quantity: .number(decimals: 0),
      range: 0...10,
      [Estimate("desk", value: 5, interval: 2...8, n: 40)]
    )
    let text = chart.text(width: 60, glyphs: .ascii)
    #expect(text.contains("=[=") && text.contains("=-") && !text.contains("[-"))
  }

  @Test func `columns of figures give way to the picture, the least telling first`() {
    let chart = RowChart.estimates(
      title: "t",
      reading: "r",
      axis: "a",
      quantity: .number(decimals: 2),
      [Estimate("a label of some length", value: 3, interval: 2.5...3.5, n: 7)]
    )
    let narrow = chart.text(width: 40)
    #expect(narrow.contains("3.00"))
    #expect(!narrow.contains("2.50–3.50"))
    #expect(chart.text(width: 80).contains("2.50–3.50"))
  }

  @Test func `interactions in the same place share a letter and are both named`() {
    let items = ["first", "second", "third"].map { name in
      PriorityChart.Item(name, performance: name == "third" ? 4 : 2, importance: 0.5, n: 9)
    }
    let chart = PriorityChart(
      title: "t",
      reading: "r",
      performanceAxis: "p",
      importanceAxis: "i",
      crosshair: Crosshair(.mean, through: [(3, 0.4)]),
      items: items
    )
    let lines = chart.text(width: 80).split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix("a first") })
    #expect(lines.contains { $0.hasPrefix("a second") })
    #expect(lines.contains { $0.hasPrefix("b third") })
    #expect(lines.contains { $0.contains("lines at the mean: performance 3.00, importance 0.40") })
  }
}
