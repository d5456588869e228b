// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Insight
import Testing

/// A sheet shows the report's figures, and its sentences say them with n and interval.
@Suite struct SheetTests {
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
    facts.waves = ["spring", "autumn"]
    facts.names = [
      .brand: ["ours": "Ours", "theirs": "Theirs"],
      .wave: ["spring": "Spring", "autumn": "Autumn"], .location: ["L0": "Gamla stan"],
    ]
    return facts
  }

  private static func interactionsReport(
    by dimensions: [Dimension] = [],
    _ visits: [VisitMoments] = visits
  ) -> InteractionReport {
    var report = InteractionReport(facts, by: dimensions)
    for visit in visits { report.add(visit) }
    return report
  }

  @Test func `interactions are drawn on the scale that they share, impressions first`() throws {
    let report = Self.interactionsReport()
    let charts = report.sheet().charts
    #expect(
      charts.map(\.title) == ["Misery, neutral and magic", "Ratings from 1 to 5"]
    )
    let page = report.sheet().page.html()
    #expect(page.contains("answers of yes"), "what stands alone on its scale is in the table")
    let ratings = try #require(charts[1] as? RowChart)
    let mean = try #require(report.results.first?["desk"]?.values.mean)
    #expect(ratings.rows.map(\.label) == ["The <desk>", "overall"])
    #expect(ratings.rows[0].cells.prefix(2) == [Quantity.number(decimals: 2).text(mean), "24"])
    #expect(ratings.reading.contains("n = 24"))
    let impressions = try #require(charts[0] as? RowChart)
    #expect(impressions.rows[0].cells[2] == "33 %")
    #expect(impressions.reading.contains("33 % (18–53 %, n = 24)"))
  }

  @Test func `too few answers are outlined, and no sentence goes by them`() throws {
    let sheet = Self.interactionsReport(Array(Self.visits.prefix(3))).sheet()
    let chart = try #require(sheet.charts.last as? RowChart)
    #expect(chart.rows[0].cells.last == "too few")
    #expect(
      chart.rows[0].marks.contains { if case .bar(_, _, .outlined) = $0 { true } else { false } }
    )
    #expect(sheet.charts.allSatisfy { $0.reading == "Too few to go by." })
  }

  @Test func `unsettled answers are warned of before everything else`() throws {
    var unsettled = Self.visits
    unsettled[0].moments[0].provisionalCells = 1
    let basis = Self.interactionsReport(unsettled).basis
    #expect(basis.warnings.count == 1)
    #expect(basis.warnings[0].hasPrefix("1 cell is provisional: people disagree"))
    #expect(Self.interactionsReport().basis.warnings.isEmpty)
  }

  @Test func `own against competitors shows each gap with its interval and both n`() throws {
    var report = CompareReport(Self.facts)
    for visit in Self.visits { report.add(visit) }
    let charts = report.result.sheet.charts
    let chart = try #require(
      charts.first { $0.title == "Ratings from 1 to 5: Ours against Theirs" } as? RowChart
    )
    let comparison = try #require(report.result.pooled.first { $0.own.entry.code == "desk" })
    let gap = try #require(comparison.gap)
    #expect(chart.rows[0].cells.first == Quantity.number(decimals: 2).text(gap, signed: true))
    #expect(chart.rows[0].cells.last == "12/12")
    #expect(chart.reading.hasPrefix("Ahead of Theirs on 0, behind on 2 of 2. Furthest behind on"))
    // The one answer of yes would be a picture of one row: the table has it.
    #expect(charts.count == 1 && chart.columns.last == "n own/theirs")
    #expect(report.result.sheet.page.html().contains(">smile<"))
  }

  @Test func `who is only ahead hears by how much`() throws {
    var facts = Self.facts
    facts.subjects = ["ours": .competitor, "theirs": .own]
    var report = CompareReport(facts)
    for visit in Self.visits { report.add(visit) }
    let chart = try #require(report.result.sheet.charts.first as? RowChart)
    let start = "Ahead of Ours on 2, behind on 0 of 2. Furthest ahead on “The <desk>”: +2.50 ("
    #expect(chart.reading.hasPrefix(start) && chart.reading.hasSuffix("n = 12 and 12)."))
  }

  @Test func `a gap of shares is told in points`() throws {
    let shares = (0..<40).map { index in
      visit(["smile": .yesNo(index % 2 == 0 || index % 4 == 1)]) {
        $0.brand = index % 2 == 0 ? "theirs" : "ours"
      }
    }
    var report = CompareReport(Self.facts)
    for visit in shares { report.add(visit) }
    let text = report.result.sheet.page.html()
    #expect(text.contains("Theirs does better, −50.0 points (−"))
  }

  @Test func `importance and performance name the quadrant that the report names`() throws {
    var report = try #require(ImportanceReport(Self.facts, drivers: ["desk", "smile"]))
    for visit in Self.visits { report.add(visit) }
    let result = report.result(.median, by: .pearson)
    let chart = try #require(result.sheet.charts.first as? PriorityChart)
    #expect(chart.items.map(\.label) == result.drivers.map(\.entry.name))
    for (driver, row) in zip(result.drivers, chart.table.rows) {
      #expect(row.last == driver.quadrant?.rawValue)
    }
    #expect(chart.reading.hasPrefix("By the median, "))
    #expect(chart.reading.contains("“The <desk>” (importance 1.00, 1.00–1.00, n = 24)"))
  }

  @Test func `the priority board parts by the best competitor, and says so`() throws {
    var matters = try #require(ImportanceReport(Self.facts))
    var compared = CompareReport(Self.facts)
    for visit in Self.visits {
      compared.add(visit)
      if visit.context.subject == .own { matters.add(visit) }
    }
    let sheet = PriorityBoard(matters.result(.mean), compared.result).sheet
    let chart = try #require(sheet.charts.first as? PriorityChart)
    #expect(chart.items.map(\.label) == ["The <desk>"])
    #expect(chart.items[0].performance == -2.5)
    #expect(chart.reading.contains("clearly better elsewhere: “The <desk>”"))
    #expect(chart.text(width: 100).contains("lines where both are equal"))
  }

  @Test func `what nobody observed is work to do in the surface`() throws {
    var coverage = BankCoverage(Self.facts)
    for visit in Self.visits { coverage.add(visit) }
    let chart = try #require(Surface(coverage).sheet.charts.first as? MatrixChart)
    let written = try #require(chart.rowLabels.firstIndex(of: "written"))
    let leaving = try #require(chart.columnLabels.firstIndex(of: "leaving"))
    #expect(chart.cells[written][leaving] == .empty("1 unseen"))
    let arrival = try #require(chart.columnLabels.firstIndex(of: "arrival"))
    #expect(chart.cells[written][arrival] == .empty("none yet"))
    let costs = CostLedger(coverage).sheet.charts.compactMap { $0 as? RowChart }
    #expect(costs.map(\.rows.count) == [1])
    #expect(costs.first?.rows[0].cells.prefix(2) == ["667", "100 %"])
  }

  @Test func `places are ranked the worst first, under the names that people know`() throws {
    let ranking = try #require(Ranking(Self.interactionsReport(by: [.location]), by: "desk"))
    let chart = ranking.sheet("Places", of: "location", rows: 20).charts.first as? RowChart
    let means = try #require(chart).rows.compactMap { Double($0.cells[0]) }
    #expect(means == means.sorted() && means.count == 4)
    #expect(chart?.rows.contains { $0.label == "Gamla stan" } == true)
  }

  @Test func `waves become a line for each brand, in the order of their days`() throws {
    let report = Self.interactionsReport(by: [.brand, .wave])
    let trend = try #require(report.sheet(focus: ["desk"]).charts.first as? TrendChart)
    #expect(trend.series.map(\.label) == ["Ours", "Theirs"])
    #expect(trend.waves == ["Spring", "Autumn"])
    #expect(report.sheet(focus: ["nothing"]).charts.isEmpty)
  }

  @Test func `plans are held against what came out`() throws {
    var facts = Self.facts
    facts.plan = [PlannedFigure(id: "1", interaction: "desk", measure: "mean", value: 5)]
    var report = PlanReport(facts)
    for visit in Self.visits { report.add(visit) }
    let chart = try #require(report.sheet.charts.first as? RowChart)
    #expect(chart.title == "Ratings from 1 to 5 against plan")
    #expect(chart.rows[0].cells.last == "5.00")
    #expect(
      chart.rows[0].marks.contains { if case .bar(0, _, .hatched) = $0 { true } else { false } }
    )
    #expect(chart.reading.hasPrefix("0 of 1 planned figure met, 1 missed."))
  }

  @Test func `slow motion shows waits, hand-overs, answers and notes`() throws {
    var entry = rating("desk")
    (entry.isWaiting, entry.name) = (true, "Queue")
    let bank = InteractionBank([entry, rating("smile")])
    var queue = Moment("desk", .number(2))
    (queue.seconds, queue.movedTo, queue.note) = (90, "the cashier", "No chair.")
    var smile = Moment("smile", .number(5))
    smile.seconds = 30
    let motion = SlowMotion(VisitMoments(VisitContext("P1"), [queue, smile]), bank: bank)
    let chart = try #require(motion.sheet.charts.first as? RowChart)
    #expect(chart.rows.map(\.label) == ["the whole visit", "Queue", "smile"])
    #expect(chart.rows[1].cells == ["1:30", "misery", "2"])
    #expect(chart.rows[1].note == "handed over to the cashier · No chair.")
    #expect(chart.rows[1].marks.contains(.handOver(90)))
    #expect(chart.rows[2].badge == .up)
    #expect(chart.reading.hasPrefix("Of 2:00, "))
  }

  @Test func `what nobody recorded is in the strip, and what is asked again is told once`() throws {
    func at(_ seconds: Int64) -> LocalTime {
      LocalTime(milliseconds: 1_800_000_000_000 + seconds * 1_000, offsetSeconds: 3_600)
    }
    var tour = visit(["desk": .number(2), "smile": .yesNo(true)]) {
      ($0.startedAt, $0.finishedAt) = (at(0), at(600))
    }
    for (place, start) in [Int64(60), 300].enumerated() {
      tour.moments[place].startedAt = at(start)
      tour.moments[place].seconds = 30
      tour.moments[place].askedFor = ["pass"]
    }
    let motion = SlowMotion(tour, bank: Self.facts.bank)
    let chart = try #require(motion.sheet.charts.first as? RowChart)
    #expect(chart.rows.map(\.label) == ["the whole visit", "The <desk>", "smile"])
    #expect(chart.rows[0].marks.count == 5 && chart.rows[0].cells == ["10:00"])
    #expect(chart.rows[2].note == "Asked again for pass.")
    #expect(motion.sheet.sections.flatMap(\.blocks).count == 1)
  }

  @Test func `a visit without any time says that none is known`() throws {
    let motion = SlowMotion(visit(["desk": .number(2)]), bank: Self.facts.bank)
    let chart = try #require(motion.sheet.charts.first as? RowChart)
    #expect(chart.reading.hasPrefix("No times are known: the moments are in order. 0 hand-overs"))
    #expect(chart.rows[0].cells == ["–"])
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
