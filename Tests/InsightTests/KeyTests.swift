// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Insight
import Testing

/// Scripts rely on the names of the figures.
@Suite struct KeyTests {
  private var facts: ProgramFacts {
    var facts = program(
      rating("desk"),
      BankEntry("bag", kind: .yesno),
      rating("all"),
      outcome: "all"
    )
    facts.subjects = ["sky": .own, "rival": .competitor]
    return facts
  }

  private var visits: [VisitMoments] {
    (0..<12).map { place in
      let (desk, all) = (Double(place % 5 + 1), Double(place % 4 + 1))
      let brand: Label = place % 2 == 0 ? "sky" : "rival"
      return visit(
        ["desk": .number(desk), "bag": .yesNo(place % 3 == 0), "all": .number(all)]
      ) { $0.brand = brand }
    }
  }

  private func names(_ value: ReportValue?) -> Set<String> {
    guard case .members(let members) = value else { return [] }
    return Set(members.map(\.name))
  }

  @Test func `the report of interactions has the names that scripts rely on`() {
    var report = InteractionReport(facts)
    for visit in visits { report.add(visit) }
    let whole = report.report
    #expect(names(whole).isSuperset(of: ["program", "n_visits", "interactions"]))
    let rows = whole["interactions"]?.elements ?? []
    let always: Set = ["code", "kind", "n", "out_of_range", "not_applicable", "provisional"]
    #expect(rows.allSatisfy { names($0).isSuperset(of: always) })
    let rated = rows.first { $0["code"] == .text("desk") }
    let figures: Set = [
      "mean", "median", "sd", "min", "max", "sum", "p90", "counts", "misery", "neutral", "magic",
    ]
    #expect(names(rated).isSuperset(of: figures))
    let counted = names(rated?["counts"])
    #expect(counted == ["1", "2", "3", "4", "5"])
    let asked = rows.first { $0["code"] == .text("bag") }
    #expect(asked?["yes"] == .whole(4))
    #expect(names(asked).contains("share_yes"))
    #expect(asked?["mean"] == nil)
  }

  @Test func `the report of importance has the names that scripts rely on`() throws {
    var report = try #require(ImportanceReport(facts))
    for visit in visits { report.add(visit) }
    let whole = report.result(.median).report
    let keys: Set = ["outcome", "crosshair", "interactions", "r_squared", "n_listwise"]
    #expect(names(whole).isSuperset(of: keys))
    #expect(names(whole["crosshair"]) == ["rule", "performance", "importance"])
    #expect(whole["crosshair"]?["rule"] == .text("median") && whole["outcome"] == .text("all"))
    let row: Set = [
      "code", "n", "performance", "importance", "spearman", "standardised", "quadrant",
    ]
    let first = names(whole["interactions"]?.elements.first)
    #expect(first.isSuperset(of: row))
    let quadrants = Quadrant.allCases.map(\.rawValue)
    #expect(
      quadrants == [
        "keep up the good work", "concentrate here", "low priority", "possible overkill",
      ]
    )
  }

  @Test func `the report of comparison has the names that scripts rely on`() {
    var report = CompareReport(facts)
    for visit in visits { report.add(visit) }
    let whole = report.result.report
    #expect(whole["own"] == .text("sky") && whole["competitors"] == [.text("rival")])
    let row: Set = ["code", "own", "competitor", "gap", "n_own", "n_competitor"]
    let first = names(whole["interactions"]?.elements.first)
    #expect(first.isSuperset(of: row))
  }

  @Test func `a ranking says of what it is`() {
    let whole = ranking(facts, by: [.brand], visits, of: "desk")?.report
    #expect(whole?["interaction"] == .text("desk") && whole?["grouped_by"] == [.text("brand")])
    #expect(whole?["ranking"]?.elements.count == 2 && whole?["n_visits"] == .whole(12))
  }
}
