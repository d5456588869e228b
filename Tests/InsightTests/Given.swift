// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Insight

/// An interaction asked on a scale from 1.
func rating(_ code: Label, _ high: Double = 5, process: Label? = nil) -> BankEntry {
  var entry = BankEntry(code, kind: .rating)
  entry.scale = AnswerScale(1, high)
  entry.process = process
  entry.order = 1
  return entry
}

/// A program with these interactions.
func program(_ entries: BankEntry..., outcome: Label? = nil) -> ProgramFacts {
  ProgramFacts(code: "p", outcome: outcome, bank: InteractionBank(entries))
}

/// A visit with these moments.
func visit(
  _ answers: KeyValuePairs<Label, Answer>,
  _ describe: (inout VisitContext) -> Void = { _ in }
) -> VisitMoments {
  var context = VisitContext("v")
  describe(&context)
  return VisitMoments(context, answers.map { Moment($0.key, $0.value) })
}

/// The report of interactions over these visits.
func interactions(
  _ facts: ProgramFacts,
  by dimensions: [Dimension] = [],
  _ visits: [VisitMoments]
) -> [GroupResult] {
  var report = InteractionReport(facts, by: dimensions)
  for visit in visits { report.add(visit) }
  return report.results
}

/// Groups of these visits from the worst to the best.
func ranking(
  _ facts: ProgramFacts,
  by dimensions: [Dimension],
  _ visits: [VisitMoments],
  of code: Label,
  answers: Int = 1
) -> Ranking? {
  var report = InteractionReport(facts, by: dimensions)
  for visit in visits { report.add(visit) }
  return Ranking(report, by: code, answers: answers)
}

/// Whether two figures are the same but for rounding.
func isClose(_ left: Double?, _ right: Double, within: Double = 1e-9) -> Bool {
  left.map { abs($0 - right) <= within * max(1, abs(right)) } ?? false
}
