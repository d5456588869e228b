// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Insight
import TestSupport
import Testing

extension PatnaTests {
  func noteImportance(
    _ facts: ProgramFacts,
    _ visits: [VisitMoments],
    in figures: inout KnownFigures
  ) throws {
    var report = try #require(ImportanceReport(facts))
    for visit in visits { report.add(visit) }
    for rule in Crosshair.Rule.allCases {
      let result = report.result(rule)
      let section = "importance_performance"
      figures.note(section, rule.rawValue, "cross_performance", is: result.crosshair?.performance)
      figures.note(section, rule.rawValue, "cross_importance", is: result.crosshair?.importance)
      for driver in result.drivers {
        let code = driver.entry.code.text
        figures.note(section, rule.rawValue, "quadrant", code, is: driver.quadrant?.rawValue)
      }
    }
    let result = report.result(.mean)
    let section = "importance_vs_overall"
    figures.note(section, "overall", is: result.outcome.code.text)
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

  @Test func `where mean and median disagree about a quadrant, the report says so`() throws {
    let facts = try Patna.facts()
    var report = try #require(ImportanceReport(facts))
    for visit in try Patna.visits(facts) { report.add(visit) }
    let cautions = report.result(.mean).cautions
    #expect(cautions.map(\.code) == ["explain_illness"])
    #expect(
      cautions.first?.sentence
        == "Provider explained the illness: low priority by the mean, "
        + "concentrate here by the median."
    )
  }
}
