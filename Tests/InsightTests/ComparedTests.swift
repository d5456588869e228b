// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Insight
import Testing

/// Own against competitors.
@Suite struct ComparedTests {
  private func facts(_ brands: [Label: Subject]) -> ProgramFacts {
    var wait = BankEntry("wait", kind: .minutes)
    wait.better = .lower
    var facts = program(rating("desk"), BankEntry("bag", kind: .yesno), wait)
    facts.subjects = brands
    return facts
  }

  private func visits(
    _ brand: Label?,
    in scenario: Label? = nil,
    _ ratings: [Double],
    voice: Voice = .shopper
  ) -> [VisitMoments] {
    ratings.map { rating in
      visit(["desk": .number(rating), "bag": .yesNo(rating > 3), "wait": .number(10 - rating)]) {
        $0.brand = brand
        $0.scenario = scenario
        $0.voice = voice
      }
    }
  }

  private func compared(
    _ facts: ProgramFacts,
    _ visits: [VisitMoments],
    allScenarios: Bool = false
  ) -> CompareResult {
    var report = CompareReport(facts, allScenarios: allScenarios)
    for visit in visits { report.add(visit) }
    return report.result
  }

  @Test func `a brand without competitors has its own figures and no gap`() {
    let result = compared(facts(["sky": .own]), visits("sky", [4, 5]))
    #expect(result.competitors == [] && result.visits.own == 2)
    #expect(result.pooled[0].own.values.mean == 4.5 && result.pooled[0].gap == nil)
    #expect(result.pooled[0].standing == .tooFew && result.differentiation[0] == nil)
    #expect(result.cautions.map(\.sentence) == ["No competitor was visited."])
    #expect(result.report["interactions"]?.elements.first?["gap"] == .null)
  }

  @Test func `without visits there is a report`() {
    let result = compared(facts(["sky": .own, "rival": .competitor]), [])
    #expect(result.visits == (0, 0) && result.pooled.allSatisfy { $0.gap == nil })
  }

  @Test func `only scenarios that both sides played count, unless all are asked for`() {
    let facts = facts(["sky": .own, "rival": .competitor])
    let all =
      visits("sky", in: "easy", [5, 5, 5]) + visits("sky", in: "hard", [2])
      + visits("rival", in: "hard", [3, 3])
    let equal = compared(facts, all)
    #expect(equal.scenarios == ["hard"] && equal.visits == (1, 2))
    #expect(equal.pooled.first?.gap == -1)
    #expect(compared(facts, all, allScenarios: true).visits == (4, 2))
    let apart = compared(facts, visits("sky", in: "easy", [5]) + visits("rival", in: "hard", [3]))
    #expect(apart.cautions.map(\.sentence).first?.contains("no scenario in common") == true)
  }

  /// Own mostly in the easy scenario, theirs mostly in the hard one; in both theirs is better.
  private var mixed: [VisitMoments] {
    visits("sky", in: "easy", (0..<16).map { Double(4 + $0 % 2) })
      + visits("sky", in: "hard", [1, 2, 1, 2]) + visits("rival", in: "easy", [5, 5, 4, 5])
      + visits("rival", in: "hard", (0..<16).map { Double(2 + $0 % 2) })
  }

  @Test func `a gap of the mix of scenarios is told apart from one within them`() throws {
    var facts = facts(["sky": .own, "rival": .competitor])
    facts.names = [.scenario: ["easy": "A light bag", "hard": "Three bags"]]
    let result = compared(facts, mixed)
    let (desk, bag) = (result.pooled[0], result.pooled[1])
    #expect(isClose(desk.gap, 0.95) && desk.standing == .ahead)
    // Reckoned with SciPy: t of 8.785239 degrees of freedom.
    #expect(isClose(desk.standardised?.gap, -0.625))
    #expect(isClose(desk.standardised?.interval?.low, -1.105_553_9, within: 1e-7))
    #expect(isClose(desk.standardised?.interval?.high, -0.144_446_1, within: 1e-6))
    #expect(desk.standingStandardised == .behind)
    #expect(isClose(bag.gap, 0.6) && isClose(bag.standardised?.gap, 0))
    #expect(isClose(bag.standardised?.interval?.low, -0.136_901_303_8))
    #expect(isClose(bag.standardised?.interval?.high, 0.346_405_132_5))
    #expect(isClose(bag.standardised?.difference, 0.6))
    #expect(result.cautions.map(\.code) == ["desk", "bag", "wait"])
    let sentence = try #require(result.cautions.first?.sentence)
    #expect(sentence.contains("“desk” against rival: ahead, but"))
    #expect(sentence.contains("(up to 60 points apart)") && sentence.contains("it is behind, −0.6"))
    let row = try #require(result.report["interactions"]?.elements.first)
    #expect(row["gap_standardised"] == .number(-0.625))
    #expect(row["interval_standardised"]?["method"] == .text("welch"))
    let page = result.sheet.page.html()
    #expect(page.contains("both sides have played: A light bag, Three bags."))
  }

  @Test func `one scenario, or one side alone in another, has no standardised gap`() {
    let facts = facts(["sky": .own, "rival": .competitor])
    let easy = visits("sky", in: "easy", [4, 5]) + visits("rival", in: "easy", [3, 5])
    #expect(compared(facts, easy).pooled.allSatisfy { $0.standardised == nil })
    let more = easy + visits("sky", in: "hard", [1])
    #expect(compared(facts, more, allScenarios: true).pooled[0].standardised == nil)
    let both = compared(facts, more + visits("rival", in: "hard", [2, 2])).pooled[0]
    // Of one own answer nobody can tell how far such answers vary.
    #expect(both.standardised?.gap == -0.25 && both.standardised?.interval == nil)
    #expect(compared(facts, more).cautions.isEmpty)
  }

  @Test func `answers on an older scale are in no gap, and told`() throws {
    var facts = facts(["sky": .own, "rival": .competitor])
    var desk = rating("desk")
    desk.scaleByWave["old"] = AnswerScale(1, 10)
    facts.bank = InteractionBank([desk] + facts.bank.entries.dropFirst())
    let old = visits("sky", [9, 8]).map { visit in
      var visit = visit
      visit.context.wave = "old"
      return visit
    }
    let result = compared(facts, old + visits("sky", [3, 4]) + visits("rival", [4, 5]))
    #expect(result.pooled[0].own.n == 2 && result.pooled[0].gap == -1)
    let caution = try #require(result.cautions.first)
    #expect(caution.code == "desk")
    #expect(caution.sentence.contains("2 own answers were asked on another scale than 1 to 5"))
    #expect(result.report["warnings"]?.elements.first?["code"] == .text("desk"))
  }

  @Test func `several competitors have a table each, and pictures of what is clear`() {
    let facts = facts(["sky": .own, "low": .competitor, "top": .competitor])
    func many(_ from: Int) -> [Double] { (0..<20).map { Double(from + $0 % 2) } }
    let all = visits("sky", many(3)) + visits("low", many(1)) + visits("top", many(3))
    let sheet = compared(facts, all).sheet
    // A picture needs two rows on one axis: here no two interactions share one.
    #expect(sheet.charts.isEmpty)
    let page = sheet.page.html()
    #expect(page.contains("“wait”: ahead of low, −2.00 minutes (−2.33 to −1.67, n = 20 and 20)."))
    #expect(page.contains("No gap to top is clear, of 3."))
    #expect(page.contains("sky less all competitors together") && page.contains("sky less top"))
  }

  @Test func `an interval that leaves out 0 says who is ahead, by what is good`() {
    let facts = facts(["sky": .own, "rival": .competitor])
    let good = (0..<20).map { Double($0 % 2 + 4) }
    let bad = (0..<20).map { Double($0 % 2 + 1) }
    let result = compared(facts, visits("sky", good) + visits("rival", bad))
    // Desk and bag: more is better; waiting: less is.
    #expect(result.pooled.map(\.standing) == [.ahead, .ahead, .ahead])
    let reverse = compared(facts, visits("sky", bad) + visits("rival", good))
    #expect(reverse.pooled.map(\.standing) == [.behind, .behind, .behind])
    let same = compared(facts, visits("sky", good) + visits("rival", good))
    #expect(same.pooled.map(\.standing) == [.undecided, .undecided, .undecided])
  }

  @Test func `each competitor is compared, and the best of them named`() {
    let facts = facts(["sky": .own, "low": .competitor, "top": .competitor, "ally": .franchise])
    let result = compared(
      facts,
      visits("sky", [3, 4]) + visits("low", [1, 2]) + visits("top", [5, 4]) + visits("ally", [5])
        + visits(nil, [5])
    )
    #expect(result.competitors == ["low", "top"])
    #expect(result.best(at: 0)?.brand == "top")
    #expect(result.each.map { $0.comparisons[0].gap } == [2, -1])
    #expect(result.leftOut.withoutBrand == 1 && result.leftOut.otherBrands == ["ally": 1])
  }

  @Test func `brands that differ more than their visits make an interaction a differentiator`() {
    #expect(differentiation([Distribution([1, 2, 3])]) == nil)
    #expect(differentiation([Distribution([1, 1]), Distribution([2, 2])]) == nil)
    // Means 2 and 6 of three each: 24 between by 1, 4 within by 4.
    let apart = differentiation([Distribution([1, 2, 3]), Distribution([5, 6, 7])])
    #expect(isClose(apart, 24))
    #expect(isClose(differentiation([Distribution([1, 3]), Distribution([1, 3])]), 0))
    // A group of one counts between brands, and adds nothing within.
    #expect(isClose(differentiation([Distribution([1, 3]), Distribution([5])]), 3))
  }

  @Test func `voices stand side by side and do not mix`() {
    let facts = facts(["sky": .own, "rival": .competitor])
    let result = compared(
      facts,
      visits("sky", [2, 2]) + visits("sky", [5], voice: .customer) + visits("rival", [3])
    )
    #expect(result.pooled.first?.own.values.mean == 2)
    #expect(result.voices.map(\.voice) == [.shopper, .customer])
    #expect(result.voices.map { $0.results.first?.values.mean } == [2, 5])
    let told = "The gaps are of visits by one voice, shopper; left out of them: customer (1 visit)."
    #expect(result.sheet.page.html().contains(told))
    let left = result.report["left_out"]?["other_voices"]?.elements
    #expect(left == [["voice": .text("customer"), "n": .whole(1)]])
    #expect(!compared(facts, visits("sky", [2])).sheet.page.html().contains("by one voice"))
  }

  @Test func `the priority board holds what matters against the best competitor`() throws {
    var facts = program(rating("desk"), rating("hall"), rating("all"), outcome: "all")
    facts.subjects = ["sky": .own, "low": .competitor, "top": .competitor]
    var (matters, compared) = (try #require(ImportanceReport(facts)), CompareReport(facts))
    for place in 0..<30 {
      let (desk, hall) = (Double(place % 3 + 2), Double(place / 3 % 3 + 2))
      for (brand, more) in [("sky", 0.0), ("low", -1), ("top", 1)] {
        let tour = visit([
          "desk": .number(desk + more), "hall": .number(hall - more), "all": .number(desk),
        ]) { $0.brand = Label(brand) }
        compared.add(tour)
        if brand == "sky" { matters.add(tour) }
      }
    }
    let board = PriorityBoard(matters.result(.mean), compared.result)
    #expect(board.items.map(\.driver.entry.code) == ["desk", "hall"])
    #expect(board.items.map(\.rival) == ["top", "low"])
    #expect(board.items.map(\.lead) == [-1, -1])
    #expect(board.items.map(\.quadrant) == [.concentrate, .lowPriority])
  }
}
