// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Insight

/// The three questions: how well are we doing, what can we improve, what do competitors do better.
///
/// The first two questions are of the own visits, which are all but those to competitors. Takes one
/// visit after another.
struct ThreeQuestions {
  private let facts: ProgramFacts
  private let rule: Crosshair.Rule
  private let minimum: Int
  private var ownVisits = 0
  private var interactions: InteractionReport
  private var waves: InteractionReport
  private var commitment: CommitmentReport
  private var plan: PlanReport
  private var importance: ImportanceReport?
  private var coverage: BankCoverage
  private var journeys: JourneyReport
  private var comparison: CompareReport

  init(_ facts: ProgramFacts, rule: Crosshair.Rule, allScenarios: Bool, minimum: Int) {
    self.facts = facts
    self.rule = rule
    self.minimum = minimum
    interactions = InteractionReport(facts, minimum: minimum)
    waves = InteractionReport(facts, by: [.wave], minimum: minimum)
    commitment = CommitmentReport(facts, minimum: minimum)
    plan = PlanReport(facts, minimum: minimum)
    importance = ImportanceReport(facts, minimum: minimum)
    coverage = BankCoverage(facts)
    journeys = JourneyReport(facts, minimum: minimum)
    comparison = CompareReport(facts, allScenarios: allScenarios, minimum: minimum)
  }

  /// Takes a visit.
  mutating func add(_ visit: VisitMoments) {
    comparison.add(visit)
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
  ///
  /// - Parameter names: What brands are called, by their codes.
  /// - Returns: The report.
  func sheet(names: [Label: String]) -> ReportSheet {
    let compared = comparison.result
    let improved = importance?.result(rule)
    return ReportSheet(
      "\(facts.name): three questions",
      [
        Page.Section("How well are we doing?", [ground] + howWell),
        Page.Section("What can we improve?", [ground] + improve(improved)),
        Page.Section(
          "What do competitors do better than us?",
          CompareSheet.blocks(compared, names: names)
        ),
      ],
      values: [
        "program": .code(facts.code), "n_visits_own": .whole(ownVisits),
        "how_well": interactions.report, "improve": improved?.report ?? .null,
        "compared": compared.report, "plan": plan.report, "commitment": commitment.report,
        "costs": CostLedger(coverage).report, "journeys": journeys.report,
      ]
    )
  }

  private var ground: Page.Block {
    let isParted = facts.subjects.values.contains(.competitor)
    let visits = Wording.count(ownVisits, "visit")
    return .text(isParted ? "Of \(visits) to our own places." : "Of \(visits).")
  }

  private var howWell: [Page.Block] {
    let results = interactions.results.first?.interactions ?? []
    let observed = results.filter { $0.n > 0 }
    guard !observed.isEmpty else { return [.text("Nothing was observed yet.")] }
    let lines = plan.lines
    return InteractionSheet.verdicts(observed) + InteractionSheet.ratings(observed)
      + InteractionSheet.shares(observed) + trend
      + CommitmentSheet.blocks(commitment, minimum: minimum)
      + (lines.isEmpty ? [] : PlanSheet.blocks(lines))
  }

  /// The outcome over the waves, where there are several.
  private var trend: [Page.Block] {
    let results = waves.results.filter { $0.key.parts != [nil] }
    guard results.count > 1, let outcome = facts.outcome else { return [] }
    return GroupSheet.charts(results, by: [.wave], focus: [outcome])
  }

  private func improve(_ result: ImportanceResult?) -> [Page.Block] {
    let importance =
      result.map(ImportanceSheet.blocks) ?? [
        .text("The program names no outcome that importance could be measured against.")
      ]
    let ledger = CostLedger(coverage)
    let costs = ledger.totals.compactMap { CostSheet.chart(ledger, $0) }
    let whole = journeys.results.first { $0.journey == nil }
    return importance + costs + (whole.map(JourneySheet.misery) ?? [])
  }
}
