// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Insight
import Testing

/// A result's chart shows the result's figures, and its sentence says them with n and interval.
@Suite struct ResultChartTests {
  /// Visits to two brands: ours is rated 1 to 3, theirs 4 to 5, and all overall go with that.
  private static let visits: [VisitMoments] = (0..<24).map { index in
    let isOwn = index % 2 == 0
    let desk = Double(isOwn ? 1 + index % 3 : 4 + index / 2 % 2)
    return visit(["desk": .number(desk), "smile": .yesNo(index % 3 == 0), "overall": .number(desk)])
    {
      $0.brand = isOwn ? "ours" : "theirs"
      $0.subject = isOwn ? .own : .competitor
      $0.wave = index < 12 ? "spring" : "autumn"
      $0.location = Label("L\(index % 4)")
    }
  }

  private static var facts: ProgramFacts {
    var desk = rating("desk")
    desk.name = "The <desk>"
    (desk.form, desk.stage, desk.order) = (.inPerson, "arrival", 1)
    (desk.unitCost, desk.frequencyPerYear, desk.currency) = (2, 1_000, "INR")
    var smile = BankEntry("smile", kind: .yesno)
    (smile.form, smile.stage) = (.inPerson, "leaving")
    var letter = BankEntry("letter", kind: .text)
    (letter.form, letter.stage) = (.written, "leaving")
    var facts = program(desk, smile, letter, rating("overall"), outcome: "overall")
    facts.subjects = ["ours": .own, "theirs": .competitor]
    return facts
  }

  private static func results(by dimensions: [Dimension] = []) -> [GroupResult] {
    interactions(facts, by: dimensions, visits)
  }

  @Test func `interactions are drawn on the scale that they share, impressions first`() throws {
    let group = try #require(Self.results().first)
    let charts = group.charts
    #expect(
      charts.map(\.title) == ["Misery, neutral, magic", "Ratings from 1 to 5", "Shares of yes"]
    )
    let ratings = try #require(charts[1] as? RowChart)
    let desk = try #require(group["desk"])
    let mean = try #require(desk.values.mean)
    #expect(ratings.rows.map(\.label) == ["The <desk>", "overall"])
    #expect(ratings.rows[0].cells.prefix(2) == [Quantity.number(decimals: 2).text(mean), "24"])
    #expect(ratings.reading.contains("n = 24"))
    #expect(ratings.reading.contains("95 %: "))
    let impressions = try #require(charts[0] as? RowChart)
    #expect(impressions.rows[0].cells[2] == "33 %")
  }

  @Test func `too few answers are outlined, and no sentence goes by them`() throws {
    let group = try #require(interactions(Self.facts, Array(Self.visits.prefix(3))).first)
    let chart = try #require(group.charts.last as? RowChart)
    #expect(chart.rows[0].cells.last == "too few")
    #expect(
      chart.rows[0].marks.contains { if case .bar(_, _, .outlined) = $0 { true } else { false } }
    )
    #expect(chart.reading == "No figure rests on enough answers to go by.")
  }

  @Test func `a reading over unsettled answers says so`() throws {
    var unsettled = Self.visits
    unsettled[0].moments[0].isProvisional = true
    let group = try #require(interactions(Self.facts, unsettled).first)
    #expect(group.charts[1].reading.hasSuffix("people disagree, and nobody has decided."))
    #expect(group.charts[1].reading.contains("1 answer among these is provisional"))
  }

  @Test func `own against competitors shows each gap with its interval and both n`() throws {
    var report = CompareReport(Self.facts)
    for visit in Self.visits { report.add(visit) }
    let charts = report.result.charts
    let chart = try #require(
      charts.first { $0.title == "Ratings from 1 to 5: ours against theirs" }
    )
    let comparison = try #require(report.result.pooled.first { $0.own.entry.code == "desk" })
    let gap = try #require(comparison.gap)
    #expect(chart.rows[0].cells.first == Quantity.number(decimals: 2).text(gap, signed: true))
    #expect(chart.rows[0].cells.last == "12/12")
    #expect(chart.reading.hasPrefix("Behind on 2 of 2, most on"))
    #expect(charts.contains { $0.columns.first == "gap, points" })
  }

  @Test func `importance and performance name the quadrant that the report names`() throws {
    var report = try #require(ImportanceReport(Self.facts, drivers: ["desk", "smile"]))
    for visit in Self.visits { report.add(visit) }
    let result = report.result(.median, by: .pearson)
    let chart = result.chart
    #expect(chart.items.map(\.label) == result.drivers.map(\.entry.name))
    for (driver, row) in zip(result.drivers, chart.table.rows) {
      #expect(row.last == driver.quadrant?.rawValue)
    }
    #expect(chart.reading.hasPrefix("By the median, "))
    #expect(chart.reading.contains("“The <desk>” (importance 1.00"))
  }

  @Test func `what nobody observed is work to do in the surface`() throws {
    var coverage = BankCoverage(Self.facts)
    for visit in Self.visits { coverage.add(visit) }
    let chart = Surface(coverage).chart
    let written = try #require(chart.rowLabels.firstIndex(of: "written"))
    let leaving = try #require(chart.columnLabels.firstIndex(of: "leaving"))
    #expect(chart.cells[written][leaving] == .empty("1 unseen"))
    let arrival = try #require(chart.columnLabels.firstIndex(of: "arrival"))
    #expect(chart.cells[written][arrival] == .empty("none yet"))
    let costs = CostLedger(coverage).charts
    #expect(costs.map(\.rows.count) == [1])
    #expect(costs.first?.rows[0].cells.prefix(2) == ["667", "100 %"])
  }

  @Test func `places are ranked the worst first, and waves become a line for each brand`() throws {
    let places = Ranking(Self.results(by: [.location]), by: "desk").chart(of: "location")
    let means = try #require(places).rows.compactMap { Double($0.cells[0]) }
    #expect(means == means.sorted() && means.count == 4)
    let trend = try #require(TrendChart(of: "desk", over: Self.results(by: [.brand, .wave])))
    #expect(trend.series.map(\.label) == ["ours", "theirs"])
    #expect(Set(trend.waves) == ["spring", "autumn"])
    #expect(TrendChart(of: "nothing", over: Self.results(by: [.wave])) == nil)
  }

  @Test func `plans are held against what came out`() throws {
    var facts = Self.facts
    facts.plan = [PlannedFigure(id: "1", interaction: "desk", measure: "mean", value: 5)]
    var report = PlanReport(facts)
    for visit in Self.visits { report.add(visit) }
    let chart = try #require(report.charts.first)
    #expect(chart.title == "Against plan: mean")
    #expect(chart.rows[0].cells.last == "5.00")
    #expect(
      chart.rows[0].marks.contains { if case .bar(0, _, .hatched) = $0 { true } else { false } }
    )
  }

  @Test func `slow motion shows waits, hand-overs, answers and notes`() throws {
    var entry = rating("desk")
    (entry.isWaiting, entry.name) = (true, "Queue")
    let bank = InteractionBank([entry, rating("smile")])
    var queue = Moment("desk", .number(2))
    (queue.seconds, queue.movedTo, queue.note) = (90, "the cashier", "No chair.")
    var smile = Moment("smile", .number(5))
    smile.seconds = 30
    let chart = SlowMotion(VisitMoments(VisitContext("P1"), [queue, smile]), bank: bank).chart
    #expect(chart.rows.map(\.label) == ["the whole visit", "Queue", "smile"])
    #expect(chart.rows[1].cells == ["1:30", "misery", "2"])
    #expect(chart.rows[1].note == "handed over to the cashier · No chair.")
    #expect(chart.rows[1].marks.contains(.handOver(90)))
    #expect(chart.rows[2].badge == .up)
    #expect(chart.reading.hasPrefix("Of 2:00, "))
  }

  @Test func `a long chart goes onto several sheets on the same scale`() {
    let estimates = (0..<100).map { ChartSamples.estimate("row \($0)", Double($0)) }
    let chart = RowChart.estimates(
      title: "t",
      reading: "r",
      axis: "a",
      quantity: .number(decimals: 0),
      estimates
    )
    let sheets = chart.sheets.compactMap { $0 as? RowChart }
    #expect(sheets.flatMap(\.rows).map(\.label) == chart.rows.map(\.label))
    #expect(sheets.count == 4 && sheets.allSatisfy { $0.scale == chart.scale })
  }
}
