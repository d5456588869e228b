// SPDX-License-Identifier: Apache-2.0

import Insight
import Testing

/// What is drawn says what the data say.
@Suite struct DrawnChartTests {
  @Test(arguments: ChartSamples.all)
  func `every chart is one well-formed picture with a name and a reading`(
    _ sample: ChartSamples.Sample
  ) throws {
    let elements = try Markup(sample.chart.svg()).elements
    let root = try #require(elements.first)
    #expect(root.name == "svg")
    #expect(root.attributes["role"] == "img")
    #expect(root.attributes["aria-labelledby"] == "chart-title chart-text")
    let title = elements.first { $0.name == "title" && $0.parents == ["svg"] }
    #expect(title?.text == sample.chart.title)
    let reading = elements.first { $0.name == "desc" }
    #expect(reading?.text == sample.chart.reading)
    #expect(elements.filter { $0.name == "style" }.count == 1)
    #expect(!elements.contains { ["script", "image", "use", "a"].contains($0.name) })
  }

  @Test(arguments: ChartSamples.all)
  func `every label can be read, in full where it had to be cut`(
    _ sample: ChartSamples.Sample
  ) throws {
    // A name may go over several lines, and be broken in two within a word.
    func bare(_ text: String) -> String {
      String(text.unicodeScalars.filter { !" \u{2068}\u{2069}".unicodeScalars.contains($0) })
    }
    let text = bare(try Markup(sample.chart.svg()).elements.map(\.text).joined())
    for label in sample.labels { #expect(text.contains(bare(label.plain)), "\(label)") }
  }

  @Test(arguments: ChartSamples.all)
  func `nothing is drawn outside of the sheet`(_ sample: ChartSamples.Sample) {
    let drawing = sample.chart.drawing()
    let sheet = Box(x: 0, y: 0, width: drawing.width, height: drawing.height)
    for shape in drawing.shapes {
      for box in shape.boxes { #expect(sheet.contains(box), "\(shape)") }
    }
  }

  @Test(arguments: ChartSamples.all)
  func `no two texts lie upon each other`(_ sample: ChartSamples.Sample) {
    let labels = sample.chart.drawing().labels.filter { !$0.text.isEmpty }
    for (index, label) in labels.enumerated() {
      for other in labels.dropFirst(index + 1) where label.box.overlaps(other.box) {
        Issue.record("“\(label.text)” lies upon “\(other.text)”")
      }
    }
  }

  @Test(arguments: ChartSamples.all)
  func `equal charts are equal bytes`(_ sample: ChartSamples.Sample) {
    let again = ChartSamples.all.filter { $0.name == sample.name }
    for other in again {
      #expect(other.chart.svg().utf8.elementsEqual(sample.chart.svg().utf8))
      #expect(other.chart.text(width: 80).utf8.elementsEqual(sample.chart.text(width: 80).utf8))
    }
  }

  @Test func `a bar is as long as its value`() throws {
    let chart = RowChart.estimates(
      title: "t",
      reading: "r",
      axis: "a",
      quantity: .number(decimals: 0),
      range: 0...100,
      [
        Estimate("half", value: 50, interval: nil, n: 9),
        Estimate("all", value: 100, interval: nil, n: 9),
      ]
    )
    let widths = chart.drawing().shapes.compactMap { shape -> Double? in
      if case .area(let box, .light, _, _) = shape { box.width } else { nil }
    }
    try #require(widths.count == 2)
    #expect(abs(widths[0] * 2 - widths[1]) < 1e-9)
  }

  @Test func `misery, neutral and magic fill the row and are told apart by pattern`() throws {
    let chart = RowChart.verdicts(
      title: "t",
      reading: "r",
      [VerdictCounts("desk", misery: 1, neutral: 2, magic: 5)]
    )
    let parts = chart.drawing().shapes.compactMap { shape -> (Fill, Double)? in
      if case .area(let box, let fill, _, .some) = shape { (fill, box.width) } else { nil }
    }
    #expect(parts.map(\.0) == [.hatched, .pale, .solid])
    let all = parts.reduce(0) { $0 + $1.1 }
    #expect(parts.map { ($0.1 / all * 8).rounded() } == [1, 2, 5])
    #expect(chart.rows[0].cells == ["+50", "8", "13 %", "63 %"])
  }

  @Test func `a label cut by as many bytes as the mark has is known to be cut`() {
    for count in 30..<60 {
      let name = String(repeating: "n", count: count)
      let text = DrawnText(name, at: Point(x: 0, y: 0), room: 200)
      #expect((text.whole ?? text.text) == name)
    }
  }

  @Test func `an interval that leaves the scale has no end there`() {
    let chart = RowChart.estimates(
      title: "t",
      reading: "r",
      axis: "a",
      quantity: .number(decimals: 1),
      range: 1...10,
      [
        Estimate("inside", value: 5, interval: 4...6, n: 9),
        Estimate("beyond", value: 9, interval: 7...12, n: 9),
      ]
    )
    let ends = chart.drawing().shapes.count { shape in
      guard case .line(let points, .whisker) = shape else { return false }
      return points[0].x == points[1].x
    }
    #expect(ends == 3)
    #expect(chart.text(width: 80, glyphs: .ascii).filter { $0 == "]" }.count == 1)
  }

  @Test func `a value without observations is told and not drawn`() {
    let chart = RowChart.estimates(
      title: "t",
      reading: "r",
      axis: "a",
      quantity: .number(decimals: 1),
      [Estimate("desk", value: nil, interval: nil, n: 0)]
    )
    #expect(chart.rows[0].marks.isEmpty)
    #expect(chart.rows[0].cells == ["–", "0", "none"])
  }

  @Test func `a chart of nothing says so`() {
    for sample in ChartSamples.all where sample.name.hasSuffix(", none") {
      // Of the bars, one stands for what nobody has seen.
      guard !sample.name.hasPrefix("estimates") else { continue }
      #expect(sample.chart.drawing().labels.contains { $0.text == "no data" }, "\(sample.name)")
      #expect(sample.chart.text(width: 80).contains("no data"), "\(sample.name)")
    }
  }

  @Test func `costs come the dearest first, with a line where four fifths are reached`() {
    let chart = RowChart.costs(
      title: "t",
      reading: "r",
      currency: "INR",
      [("a", 10.0), ("b", 70.0), ("c", 15.0), ("d", 5.0)].map {
        MiseryCost($0.0, amount: $0.1, rate: 0.5, n: 4)
      }
    )
    #expect(chart.rows.map(\.label) == ["b", "c", "a", "d"])
    #expect(chart.rows.map { $0.rule != nil } == [false, true, false, false])
    #expect(chart.rows.map { $0.cells[1] } == ["70 %", "85 %", "95 %", "100 %"])
  }

  @Test func `less than planned is bad, unless less is better`() {
    let actual = Estimate("", value: 4, interval: nil, n: 9)
    let chart = RowChart.targets(
      title: "t",
      reading: "r",
      quantity: .number(decimals: 0),
      [
        Attainment("visits", actual: actual, target: 5),
        Attainment("minutes", actual: actual, target: 5, isLessBetter: true),
      ]
    )
    #expect(chart.rows.map(\.marks) == [[.bar(0, -1, .hatched)], [.bar(0, -1, .solid)]])
    #expect(chart.rows.map { $0.cells[0] } == ["−1", "−1"])
  }

  @Test func `what rests on too few is no verdict on a plan or a moment`() {
    let actual = Estimate("", value: 4, interval: nil, n: 3, isTooFew: true)
    let plan = RowChart.targets(
      title: "t",
      reading: "r",
      quantity: .number(decimals: 0),
      [Attainment("visits", actual: actual, target: 5)]
    )
    #expect(plan.rows[0].marks == [.bar(0, -1, .outlined)])
    #expect(plan.keys.contains { $0.meaning == "too few" })
    let moments = RowChart.verdicts(
      title: "t",
      reading: "r",
      [VerdictCounts("desk", misery: 1, neutral: 0, magic: 0, isTooFew: true)]
    )
    #expect(moments.rows[0].cells[0] == "too few")
  }

  @Test func `a long name goes over several lines, and the next row keeps off it`() throws {
    let name = "A name of some length, longer than a line has room for"
    let labels = Self.bars([name, "next"]).drawing().labels
    let lines = labels.filter { name.contains($0.text) && $0.text.utf8.count > 9 }
    #expect(lines.map(\.text).joined(separator: " ") == name)
    let next = try #require(labels.first { $0.text == "next" })
    #expect(lines.allSatisfy { $0.box.y + $0.box.height <= next.box.y })
  }

  @Test func `sheets of one chart are about as long, and their columns stand in line`() {
    let sheets = Self.bars((0..<36).map { $0 == 0 ? ChartSamples.labels[10] : "row \($0)" }).sheets
    let counts = sheets.compactMap { ($0 as? RowChart)?.rows.count }
    #expect(counts == [18, 18])
    let axes = sheets.map { sheet in
      sheet.drawing().shapes.compactMap { shape -> Double? in
        if case .line(let points, .axis) = shape { points[0].x } else { nil }
      }
    }
    #expect(axes[0] == axes[1])
  }

  @Test func `what all rows are held against is told with its figure`() {
    let chart = Self.bars(["a"], references: [.init(2.5, "mean of all")])
    #expect(chart.drawing().labels.contains { $0.text == "mean of all 2.5" })
    #expect(chart.text(width: 60).contains("mean of all 2.5"))
  }

  @Test func `figures that are no means are not called so, and no column is empty`() {
    let chart = RowChart.estimates(
      title: "t",
      reading: "r",
      axis: "a",
      figure: "gain",
      quantity: .number(decimals: 1),
      [Estimate("desk", value: 1, interval: nil, n: 20)]
    )
    #expect(chart.columns == ["gain", "n"])
  }

  private static func bars(
    _ names: [String],
    references: [RowChart.Reference] = []
  ) -> RowChart {
    .estimates(
      title: "t",
      reading: "r",
      axis: "a",
      quantity: .number(decimals: 1),
      references: references,
      names.map { Estimate($0, value: 3, interval: nil, n: 7) }
    )
  }

  @Test func `a gap is clear only where its interval leaves zero out`() {
    let side = Estimate("", value: 2, interval: nil, n: 9)
    let links = [0.1...0.2, -0.1...0.2].map { interval in
      Gap("a", own: side, competitor: side, interval: interval).isClear
    }
    #expect(links == [true, false])
  }
}

extension Shape {
  /// The room that a shape takes.
  fileprivate var boxes: [Box] {
    switch self {
    case .area(let box, _, _, _): [box]
    case .line(let points, _): points.map { Box(x: $0.x, y: $0.y, width: 0, height: 0) }
    case .symbol(_, let place, _): [Box(x: place.x - 5, y: place.y - 5, width: 10, height: 10)]
    case .text(let text): [text.box]
    }
  }
}
