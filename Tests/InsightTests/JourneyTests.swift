// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Insight
import Testing

/// What customers go through, what it costs, and what would be without some of it.
@Suite struct JourneyTests {
  private func journeys(
    _ facts: ProgramFacts,
    by dimensions: [Dimension] = [],
    _ visits: [VisitMoments]
  ) -> [JourneyResult] {
    var report = JourneyReport(facts, by: dimensions)
    for visit in visits { report.add(visit) }
    return report.results
  }

  @Test func `many small risks are a great one`() {
    #expect(isClose(chainRisk(Array(repeating: 0.05, count: 5)), 0.226_219_062_5))
    #expect(isClose(chainRisk(Array(repeating: 0.05, count: 20)), 0.641_514, within: 1e-6))
    #expect(chainRisk([]) == 0 && chainRisk([0.3, 1]) == 1)
  }

  @Test func `without visits there is no journey, and without moments no case`() {
    let facts = program(rating("desk"))
    #expect(journeys(facts, []).isEmpty)
    #expect(journeys(facts, [visit([:]), visit(["desk": .absent(.notAsked)])]).isEmpty)
  }

  @Test func `moments are counted against the plan and the fewest for the same outcome`() {
    var facts = program(
      rating("a", process: "trip"),
      rating("b", process: "trip"),
      rating("c", process: "bill"),
      rating("all"),
      outcome: "all"
    )
    facts.momentsPlanned = ["trip": 1]
    let visits = [
      visit(["a": .number(5), "all": .number(5)]),
      visit(["a": .number(5), "b": .number(5), "c": .number(5), "all": .number(5)]),
      visit(["a": .number(1), "c": .number(1), "all": .number(1)]),
    ]
    let results = journeys(facts, visits)
    #expect(results.map(\.journey) == [nil, "trip", "bill"])
    let whole = results[0]
    // The outcome is a judgement of the visit, no moment of it.
    #expect(whole.moments.counts.map(\.value) == [1, 2, 3] && whole.cases == 3)
    #expect(whole.momentsByOutcome["5"]?.minimum == 1)
    #expect(whole.byOutcomeInOrder.map(\.outcome) == ["1", "5"])
    #expect(isClose(whole.aboveFewest, 2.0 / 3))
    #expect(results[1].planned == 1 && results[1].report["cases_over_plan"] == .whole(1))
    #expect(whole.planned == nil && whole.report["cases_over_plan"] == .null)
  }

  @Test func `the risk of the chain stands beside how many did meet misery`() {
    let facts = program(rating("a"), rating("b"), BankEntry("said", kind: .text))
    let visits = [(1.0, 5.0), (5, 1), (5, 5), (5, 5)].map { a, b in
      visit(["a": .number(a), "b": .number(b), "said": .words("well")])
    }
    let whole = journeys(facts, visits)[0]
    #expect(isClose(whole.risk, 1 - 0.75 * 0.75))
    #expect(whole.casesWithMisery == 2 && whole.misery.mean == 0.5)
    #expect(whole.steps.count == 3 && whole.judged.count == 2)
  }

  @Test func `waiting is a share of the time that is known`() {
    var wait = BankEntry("wait", kind: .minutes)
    wait.isWaiting = true
    let facts = program(wait, rating("desk"), BankEntry("talk", kind: .minutes))
    var timed = visit(["wait": .number(3), "desk": .number(4), "talk": .number(1)])
    timed.moments[1].seconds = 120
    let whole = journeys(facts, [timed])[0]
    #expect(whole.time == (180, 360, 1) && whole.shareWaiting == 0.5)
    #expect(journeys(facts, [visit(["desk": .number(4)])])[0].shareWaiting == nil)
  }

  @Test func `what a customer is asked for twice is counted once too often`() {
    let facts = program(rating("call"), rating("desk"), rating("gate"))
    var asked = visit(["call": .number(3), "desk": .number(3), "gate": .number(3)])
    asked.moments[0].askedFor = ["number", "name"]
    asked.moments[1].askedFor = ["number", "number"]
    asked.moments[2].askedFor = ["number"]
    asked.moments[1].movedTo = "the gate"
    let whole = journeys(facts, [asked, visit(["call": .number(3)])])[0]
    #expect(whole.askedAgain.counts.map(\.value) == [0, 2])
    #expect(whole.casesByItem == ["number": 1])
    #expect(whole.handOvers.sum == 1)
  }

  @Test func `the commonest course is that of most cases`() {
    let facts = program(rating("a"), rating("b"))
    let visits = [
      visit(["a": .number(3), "b": .number(3)]), visit(["a": .number(3)]),
      visit(["a": .number(3)]),
    ]
    let whole = journeys(facts, visits)[0]
    #expect(whole.variants == 2 && whole.commonest?.course == ["a"])
    #expect(whole.commonest?.cases == 2 && whole.span == nil && whole.durations.n == 0)
  }

  @Test func `more moments under a better outcome are warned of, from wave to wave`() {
    let facts = program(rating("a"), rating("b"), rating("all"), outcome: "all")
    var report = JourneyReport(facts, by: [.wave])
    for place in 0..<40 {
      let noise = Double(place % 2)
      report.add(visit(["a": .number(3), "all": .number(2 + noise)]) { $0.wave = "w1" })
      let more: KeyValuePairs<Label, Answer> = [
        "a": .number(3), "b": place == 0 ? .absent(.refused) : .number(3),
        "all": .number(4 + noise),
      ]
      report.add(visit(more) { $0.wave = "w2" })
    }
    #expect(report.cautions.map(\.sentence).count == 1)
    #expect(report.cautions.first?.sentence.hasSuffix("better is not quicker.") == true)
    #expect(JourneyReport(facts).cautions.isEmpty)
  }

  private var costly: [VisitMoments] {
    [1.0, 1, 5, 5].map { rating in
      visit(["a": .number(rating), "b": .number(5), "c": .number(3)])
    }
  }

  private var priced: ProgramFacts {
    var (a, b, c) = (rating("a"), rating("b"), rating("c"))
    (a.unitCost, a.frequencyPerYear, a.currency) = (2, 1_000, "SEK")
    (b.unitCost, b.frequencyPerYear, b.currency) = (4, 500, "SEK")
    c.unitCost = 7
    return program(a, b, c)
  }

  @Test func `money spent on misery is cost times frequency times misery`() {
    var coverage = BankCoverage(priced)
    for visit in costly { coverage.add(visit) }
    let ledger = CostLedger(coverage)
    #expect(ledger.lines.map(\.step.entry.code) == ["a", "b", "c"])
    #expect(ledger.lines.map(\.misery) == [1_000, 0, nil])
    #expect(ledger.lines[0].miseryInterval?.contains(1_000) == true)
    #expect(ledger.lines[2].unknown == ["frequency_per_year"])
    #expect(ledger.totals.count == 1 && ledger.totals[0].currency == "SEK")
    #expect(ledger.totals[0].perYear == 4_000 && ledger.totals[0].misery == 1_000)
  }

  @Test func `without a moment, count, cost and risk are reckoned anew`() throws {
    let journey = try #require(journeys(priced, costly).first)
    let without = WhatIf(journey, removing: ["a", "ghost"])
    #expect(without.before.moments == 3 && without.after.moments == 2)
    #expect(without.before.risk == 0.5 && without.after.risk == 0)
    #expect(without.before.costs["SEK"] == 4_000 && without.after.costs["SEK"] == 2_000)
    #expect(without.before.miseryCosts["SEK"] == 1_000)
    #expect(without.unknown == ["ghost"])
  }

  @Test func `a merged moment goes as the worse and costs as the dearer`() throws {
    let journey = try #require(journeys(priced, costly).first)
    let merged = WhatIf(journey, removing: [], merging: [["b", "a"]])
    #expect(merged.after.interactions == 2 && merged.after.moments == 2)
    #expect(merged.after.risk == 0.5 && merged.after.costs["SEK"] == 4_000)
    #expect(merged.after.miseryCosts["SEK"] == 2_000)
    let all = WhatIf(journey, removing: ["a", "b", "c"])
    #expect(all.after.moments == 0 && all.after.risk == nil && all.after.net == nil)
  }

  @Test func `an interaction named twice is the same one`() throws {
    let journey = try #require(journeys(priced, costly).first)
    let itself = WhatIf(journey, removing: [], merging: [["a", "a"]])
    #expect(itself.after.interactions == 3 && itself.after.risk == itself.before.risk)
    let gone = WhatIf(journey, removing: ["a", "a"], merging: [["a", "b"], ["b", "c"]])
    #expect(gone.after.interactions == 2 && gone.after.costs["SEK"] == 2_000)
    #expect(WhatIf(journey, removing: ["ghost"], merging: [["ghost", "a"]]).unknown == ["ghost"])
  }

  @Test func `what costs in two currencies has no cost as one, and what is gone costs nothing`()
    throws
  {
    var facts = priced
    let (a, b, c) = (facts.bank.entries[0], facts.bank.entries[1], facts.bank.entries[2])
    var euro = b
    euro.currency = "EUR"
    facts.bank = InteractionBank([a, euro, c])
    let journey = try #require(journeys(facts, costly).first)
    let merged = WhatIf(journey, removing: [], merging: [["a", "b", "c"]])
    #expect(merged.before.costs == ["SEK": 2_000, "EUR": 2_000])
    #expect(merged.after.costs.isEmpty && merged.after.miseryCosts.isEmpty)
    let text = merged.sheet.page.html()
    #expect(text.contains("in different currencies (no currency, EUR, SEK)"))
    #expect(merged.report["after"]?["costs"]?.elements.map { $0["cost_per_year"] }.last == .null)
    let without = WhatIf(journey, removing: ["a"])
    #expect(without.after.costs == ["SEK": 0, "EUR": 2_000])
    #expect(without.after.miseryCosts["SEK"] == 0)
  }

  @Test func `what would be is told in whole sentences, and apart where it differs`() throws {
    let (a, b) = (rating("a"), rating("b"))
    var visits = [visit(["a": .number(3), "b": .number(1)])]
    let one = try #require(journeys(program(a, b), visits).first)
    let text = WhatIf(one, removing: ["a"]).sheet.page.html()
    #expect(text.contains("With 1 interaction instead of 2,") && text.contains("(n = 1 case)"))
    visits = (0..<1_000).map { visit(["a": .number($0 == 0 ? 3 : 1), "b": .number(1)]) }
    let many = try #require(journeys(program(a, b), visits).first)
    let close = WhatIf(many, removing: ["b"]).sheet.page.html()
    #expect(close.contains("is 99.9 % instead of 100.0 % (n = 1,000 cases)"))
  }

  @Test func `commitment stands beside satisfaction`() {
    var (again, tell) = (BankEntry("again", kind: .yesno), rating("tell", 11))
    again.commitment = .comeAgain
    tell.commitment = .recommend
    let facts = program(again, tell, rating("all"), outcome: "all")
    var report = CommitmentReport(facts)
    report.add(visit(["again": .yesNo(true), "tell": .number(6), "all": .number(5)]))
    report.add(visit(["again": .yesNo(false), "all": .number(5)]))
    report.add(visit(["all": .number(1)]))
    #expect(report.commitment.counts.map(\.value) == [0, 0.75])
    #expect(report.satisfaction.n == 3 && report.both.n == 2 && report.both.pearson == nil)
    #expect(report.parts[.comeAgain]?.mean == 0.5 && report.parts[.tolerance] == nil)
  }
}
