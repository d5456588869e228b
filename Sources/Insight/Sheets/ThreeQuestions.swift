// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// The three questions: how well are we doing, what can we improve, what do competitors do better.
///
/// The first two questions are of the own visits, which are all but those to competitors. Takes one
/// visit after another.
package struct ThreeQuestions {
  private let facts: ProgramFacts
  private let rule: Crosshair.Rule
  private var allVisits = 0
  private var ownVisits = 0
  private var interactions: InteractionReport
  private var waves: InteractionReport
  private var commitment: CommitmentReport
  private var plan: PlanReport
  private var importance: ImportanceReport?
  private var coverage: BankCoverage
  private var journeys: JourneyReport
  private var comparison: CompareReport

  /// The questions about a program.
  ///
  /// - Parameters:
  ///   - facts: What is known of the program.
  ///   - rule: How the lines of the importance-performance chart are drawn.
  ///   - allScenarios: Whether visits are compared whose scenario the other side did not play.
  ///   - minimum: Below how many answers figures are too few to go by.
  package init(
    _ facts: ProgramFacts,
    rule: Crosshair.Rule,
    allScenarios: Bool = false,
    minimum: Int = InteractionReport.usualMinimum
  ) {
    self.facts = facts
    self.rule = rule
    interactions = InteractionReport(facts, minimum: minimum)
    waves = InteractionReport(facts, by: [.wave], minimum: minimum)
    commitment = CommitmentReport(facts, minimum: minimum)
    plan = PlanReport(facts, minimum: minimum)
    importance = ImportanceReport(facts, minimum: minimum)
    coverage = BankCoverage(facts, minimum: minimum)
    journeys = JourneyReport(facts, minimum: minimum)
    comparison = CompareReport(facts, allScenarios: allScenarios, minimum: minimum)
  }

  /// Takes a visit.
  package mutating func add(_ visit: VisitMoments) {
    comparison.add(visit)
    allVisits += 1
    guard visit.context.subject != .competitor else { return }
    ownVisits += 1
    interactions.add(visit)
    waves.add(visit)
    commitment.add(visit)
    plan.add(visit)
    importance?.add(visit)
    coverage.add(visit)
    journeys.add(visit)
  }

  /// The three questions with their answers.
  package var sheet: ReportSheet {
    let compared = comparison.result
    let improved = importance?.result(rule)
    let board = improved.map { PriorityBoard($0, compared) }
    return ReportSheet(
      "\(facts.name): three questions",
      [
        Page.Section("How well are we doing?", [ground] + howWell),
        Page.Section("What can we improve?", [ground] + improve(improved)),
        Page.Section("What do competitors do better than us?", better(compared, board)),
      ],
      values: [
        "program": .code(facts.code), "n_visits_own": .whole(ownVisits),
        "how_well": interactions.report, "improve": improved?.report ?? .null,
        "compared": compared.report, "priorities": board?.report ?? .null, "plan": plan.report,
        "commitment": commitment.report, "costs": CostLedger(coverage).report,
        "journeys": journeys.report, "surface": Surface(coverage).report,
      ]
    )
  }

  private var ground: Page.Block {
    let isParted = facts.subjects.values.contains(.competitor)
    let visits = Wording.count(ownVisits, "visit")
    return .text(
      isParted
        ? "Of \(visits) to our own places, of \(Quantity.count(allVisits)) in all."
        : "Of \(visits)."
    )
  }

  // MARK: How well are we doing?

  private var howWell: [Page.Block] {
    guard let all = interactions.results.first, !all.charts.isEmpty || all.others != nil else {
      return [.text("Nothing was observed yet.")]
    }
    let outcome = facts.outcome.flatMap { all[$0] }.flatMap { $0.n > 0 ? $0 : nil }
    let told = outcome.map { Page.Block.text("“\($0.entry.name)”: \($0.reading).") }
    let pictures = all.charts + [trend, commitment.chart].compactMap(\.self) + plan.summary
    return [told].compactMap(\.self) + pictures.map(Page.Block.chart)
      + (all.others.map { [.table($0)] } ?? [])
  }

  /// The outcome over the waves, where there are several.
  private var trend: (any Chart)? {
    let results = waves.results.filter { $0.key.parts != [nil] }
    guard results.count > 1, let outcome = facts.outcome else { return nil }
    return waves.chart(of: outcome, results)
  }

  // MARK: What can we improve?

  private func improve(_ result: ImportanceResult?) -> [Page.Block] {
    let none = Page.Block.text(
      "The program names no outcome that importance could be measured against."
    )
    let charts = (CostLedger(coverage).charts + [journeys.chart].compactMap(\.self))
      .map(Page.Block.chart)
    let whole = journeys.results.first { $0.journey == nil }
    let surface = Surface(coverage)
    let unseen: [Page.Block] =
      surface.stages.isEmpty ? [] : [.heading("Where nobody looks"), .chart(surface.chart)]
    let risk = whole.flatMap(\.riskReading).map { [Page.Block.text($0)] } ?? []
    return (result?.blocks ?? [none]) + charts + risk + unseen
  }

  // MARK: What do competitors do better than us?

  private func better(_ compared: CompareResult, _ board: PriorityBoard?) -> [Page.Block] {
    guard let board, !board.items.isEmpty else { return compared.blocks }
    return compared.blocks + [.heading("What matters, and who does it best")] + board.blocks
  }
}
