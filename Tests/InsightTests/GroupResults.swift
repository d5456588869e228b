// SPDX-License-Identifier: Apache-2.0

import Insight

/// How well each interaction goes, over all visits or by groups of them.
func results(
  _ facts: ProgramFacts,
  _ visits: [VisitMoments],
  by dimensions: [Dimension] = []
) -> [GroupResult] {
  var report = InteractionReport(facts, by: dimensions)
  for visit in visits { report.add(visit) }
  return report.results
}
