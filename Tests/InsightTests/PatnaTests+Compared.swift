// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Insight

extension PatnaTests {
  func noteGaps(
    _ facts: ProgramFacts,
    _ visits: [VisitMoments],
    in figures: inout KnownFigures
  ) {
    var report = CompareReport(facts)
    for visit in visits { report.add(visit) }
    let result = report.result
    figures.note("brand_gap", "own", is: result.own.first?.text)
    figures.note("brand_gap", "competitor", is: result.competitors.first?.text)
    for comparison in result.pooled where comparison.own.entry.kind == .rating {
      let code = comparison.own.entry.code.text
      figures.note("brand_gap", "gap_own_minus_competitor", code, is: comparison.gap)
    }
  }
}
