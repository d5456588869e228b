// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Insight
import TestSupport
import Testing

/// What the passengers say, beside what another program made of the same rows.
@Suite(.enabled(if: FieldData.isPresent, FieldData.absence)) struct AirlineTests {
  @Test func `every figure of the flights comes out equal to six decimals`() throws {
    let facts = try Airline.facts()
    let visits = try Airline.visits()
    var figures = try KnownFigures("airline-satisfaction/expected.dev-first-10000.json")
    figures.note("rows", is: visits.count)
    figures.note("first_ID", is: Int(visits.first?.context.visit.text ?? "") ?? 0)
    figures.note("last_ID", is: Int(visits.last?.context.visit.text ?? "") ?? 0)
    noteInteractions(facts, visits, in: &figures)
    noteSegments(facts, visits, in: &figures)
    try noteImportance(facts, visits, in: &figures)
    noteJourneys(facts, visits, in: &figures)
    figures.hold(except: ["dataset", "rule"])
  }

  private func noteInteractions(
    _ facts: ProgramFacts,
    _ visits: [VisitMoments],
    in figures: inout KnownFigures
  ) {
    let all = interactions(facts, visits)[0]
    let ratings = all.interactions.filter { $0.entry.kind == .rating }
    figures.note("observations_1_to_5", is: ratings.reduce(0) { $0 + $1.n })
    figures.note("overall_share_satisfied", is: all["overall"]?.shareYes)
    for result in ratings {
      let code = result.entry.code.text
      figures.note("not_applicable_zeros", code, is: result.absent(.notApplicable))
      note(result, in: &figures)
    }
    let delays = [("Departure Delay", "departure_delay"), ("Arrival Delay", "arrival_delay")]
    for (name, code) in delays {
      guard let result = all[Label(code)] else { continue }
      figures.note("delay_minutes", name, "n", is: result.n)
      figures.note("delay_minutes", name, "missing", is: result.absent(.leftBlank))
      figures.note("delay_minutes", name, "mean", is: result.values.mean)
      figures.note("delay_minutes", name, "median", is: result.values.median)
      figures.note("delay_minutes", name, "p90_linear", is: result.values.quantile(0.9))
      figures.note("delay_minutes", name, "max", is: result.values.maximum)
      figures.note("delay_minutes", name, "sum", is: result.values.sum)
    }
  }

  private func note(_ result: InteractionResult, in figures: inout KnownFigures) {
    func note(_ name: String, _ figure: Double?) {
      figures.note("interactions", result.entry.code.text, name, is: figure)
    }
    func share(_ range: ClosedRange<Double>) -> Double {
      Double(result.values.count { range.contains($0) }) / Double(result.n)
    }
    figures.note("interactions", result.entry.code.text, "n", is: result.n)
    note("mean", result.values.mean)
    note("sd_sample", result.values.deviation)
    note("median", result.values.median)
    for (value, count) in result.values.counts {
      let code = result.entry.code.text
      figures.note("interactions", code, "counts", "\(Int(value))", is: count)
    }
    note("misery_share_1_2", result.impressions.miseryRate)
    note("magic_share_5", result.impressions.magicRate)
    note("neutral_share_3_4", Double(result.impressions.neutral) / Double(result.n))
    note("misery_share_1", share(1...1))
    note("top2_share_4_5", share(4...5))
  }

  private func noteSegments(
    _ facts: ProgramFacts,
    _ visits: [VisitMoments],
    in figures: inout KnownFigures
  ) {
    for name in ["Class", "Customer Type", "Type of Travel", "Gender", "age_band"] {
      for group in interactions(facts, by: [Dimension(named: name)], visits) {
        let key = group.key.text
        figures.note("segments", name, key, "n", is: group.visits)
        figures.note("segments", name, key, "share_satisfied", is: group["overall"]?.shareYes)
        for result in group.interactions where result.entry.kind == .rating {
          figures.note(
            "segments",
            name,
            key,
            "mean",
            result.entry.code.text,
            is: result.values.mean
          )
        }
      }
    }
    let crossed = [Dimension(named: "Class"), Dimension(named: "Type of Travel")]
    for group in interactions(facts, by: crossed, visits) {
      let key = group.key.text
      figures.note("cross_segments", "Class x Type of Travel", key, "n", is: group.visits)
      figures.note(
        "cross_segments",
        "Class x Type of Travel",
        key,
        "share_satisfied",
        is: group["overall"]?.shareYes
      )
    }
  }

  private func noteImportance(
    _ facts: ProgramFacts,
    _ visits: [VisitMoments],
    in figures: inout KnownFigures
  ) throws {
    var report = try #require(ImportanceReport(facts))
    for visit in visits { report.add(visit) }
    let weights: [(String, ImportanceReport.Weight)] = [
      ("importance_performance_pearson", .pearson), ("importance_performance_beta", .standardised),
    ]
    for (section, weight) in weights {
      for rule in Crosshair.Rule.allCases {
        let result = report.result(rule, by: weight)
        let lines = result.crosshair
        figures.note(section, rule.rawValue, "cross_performance", is: lines?.performance)
        figures.note(section, rule.rawValue, "cross_importance", is: lines?.importance)
        for driver in result.drivers {
          let code = driver.entry.code.text
          figures.note(section, rule.rawValue, "quadrant", code, is: driver.quadrant?.rawValue)
        }
      }
    }
    let result = report.result(.mean)
    let section = "importance_vs_overall"
    figures.note(section, "ols", "n_listwise", is: result.completeRows)
    figures.note(section, "ols", "r_squared", is: result.rSquared)
    for driver in result.drivers {
      let code = driver.entry.code.text
      figures.note(section, "per_interaction", code, "n_pairs", is: driver.n)
      figures.note(section, "per_interaction", code, "pearson_r", is: driver.pearson)
      figures.note(section, "per_interaction", code, "spearman_rho", is: driver.spearman)
      figures.note(section, "ols", "standardised", code, is: driver.standardised)
    }
  }

  private func noteJourneys(
    _ facts: ProgramFacts,
    _ visits: [VisitMoments],
    in figures: inout KnownFigures
  ) {
    // Delays are no moments of their own: without them a flight has fourteen.
    let entries = facts.bank.entries.filter { $0.kind != .minutes }
    let bank = InteractionBank(entries)
    var report = JourneyReport(ProgramFacts(code: "airline", outcome: "overall", bank: bank))
    for visit in visits { report.add(visit) }
    guard let whole = report.results.first(where: { $0.journey == nil }) else { return }
    for (value, count) in whole.moments.counts {
      figures.note("observations_per_visit", "\(Int(value))", is: count)
    }
    figures.note("visits_with_any_misery_moment_le_2", is: whole.casesWithMisery)
    figures.note("mean_misery_moments_per_visit", is: whole.misery.mean)
    for (misery, outcome) in whole.outcomeByMisery {
      figures.note("satisfied_share_by_misery_moments", "\(misery)", "n", is: outcome.n)
      figures.note("satisfied_share_by_misery_moments", "\(misery)", "share", is: outcome.mean)
    }
  }
}
