// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Insight

/// What customers go through, as blocks of a page.
enum JourneySheet {
  static let title = "What customers go through"

  /// The blocks of all groups and journeys.
  static func blocks(_ results: [JourneyResult], isGrouped: Bool) -> [Page.Block] {
    guard let whole = results.first(where: { $0.journey == nil }) else {
      return [.text("Nothing was observed yet.")]
    }
    func name(_ result: JourneyResult) -> String {
      let journey = result.journey?.text ?? "the whole visit"
      return isGrouped ? "\(result.group.text): \(journey)" : journey
    }
    let reading = isGrouped ? extremes(results, name) : sentence(whole)
    return [.chart(moments(results, name, reading: reading))] + (isGrouped ? [] : misery(whole))
      + [counts(results, name), times(results, name)] + (isGrouped ? [] : outcomes(whole))
  }

  private static func sentence(_ whole: JourneyResult) -> String {
    let most = Wording.text(whole.moments.maximum, .number(decimals: 0))
    let average = "A case has \(moments(of: whole)), \(most) at most."
    guard let above = whole.aboveFewest else { return average }
    return average
      + " That is \(Wording.fine.text(above)) more than the fewest ever seen for the same outcome."
  }

  /// The group with the most moments, and that with the fewest, of those with enough cases.
  private static func extremes(
    _ results: [JourneyResult],
    _ name: (JourneyResult) -> String
  ) -> String {
    let firm = results.filter { $0.journey == nil && $0.cases >= $0.minimum }
      .sorted { ($0.moments.mean ?? 0) < ($1.moments.mean ?? 0) }
    guard let fewest = firm.first, let most = firm.last else { return "Too few cases to go by." }
    guard firm.count > 1 else { return "\(name(most)): \(moments(of: most))." }
    return "Most in \(name(most)): \(moments(of: most)). "
      + "Fewest in \(name(fewest)): \(moments(of: fewest))."
  }

  private static func moments(of result: JourneyResult) -> String {
    let interval = Wording.text(Interval.mean(of: result.moments))
    let certainty = result.cases < result.minimum ? "too few" : interval
    return "\(Wording.text(result.moments.mean)) moments on average "
      + "(\(certainty), n = \(Quantity.count(result.cases)))"
  }

  private static func moments(
    _ results: [JourneyResult],
    _ name: (JourneyResult) -> String,
    reading: String
  ) -> RowChart {
    let planned = results.compactMap { result in
      result.planned.map { (name(result), $0) }
    }
    return RowChart.estimates(
      title: "Moments per case",
      reading: reading,
      axis: "moments",
      subject: "journey",
      quantity: .number(decimals: 1),
      references: planned.count == 1
        ? [RowChart.Reference(planned[0].1, "planned: \(planned[0].0)")] : [],
      results.map { result in
        Estimate(
          name(result),
          value: result.moments.mean,
          interval: Interval.mean(of: result.moments)?.range,
          n: result.cases,
          isTooFew: result.cases < result.minimum
        )
      }
    )
  }

  /// Where misery is met on the way.
  static func misery(_ whole: JourneyResult) -> [Page.Block] {
    guard let risk = whole.risk else { return [] }
    let share = Interval.share(whole.casesWithMisery, of: whole.cases)
    let met = Double(whole.casesWithMisery) / Double(max(whole.cases, 1))
    let reading =
      "Who goes through all \(whole.judged.count) judged steps meets misery at least once with a "
      + "risk of \(Wording.percent.text(risk)), if one step tells nothing of another; "
      + "\(Wording.percent.text(met)) of cases did (\(Wording.text(share, Wording.percent)), "
      + "n = \(Quantity.count(whole.cases)))."
    return [
      .chart(
        RowChart.verdicts(
          title: "Where misery is met",
          reading: reading,
          subject: "step",
          whole.judged.map { $0.impressions.counts(called: $0.entry.name) }
        )
      )
    ]
  }

  // MARK: Tables

  private static func counts(
    _ results: [JourneyResult],
    _ name: (JourneyResult) -> String
  ) -> Page.Block {
    let rows = results.map { result in
      let over = result.planned.map { plan in
        "\(Quantity.count(result.moments.count { $0 > plan })) over \(Wording.text(plan))"
      }
      return [
        name(result), Quantity.count(result.cases),
        Wording.text(result.moments.mean), Wording.text(result.moments.median),
        Wording.text(result.moments.minimum), Wording.text(result.moments.maximum), over ?? "–",
        Wording.text(result.risk, Wording.percent),
        result.judged.isEmpty ? "–" : Quantity.count(result.casesWithMisery),
        "\(Quantity.count(result.variants))",
        result.commonest.map { Quantity.count($0.cases) } ?? "–",
      ]
    }
    return .table(
      Table(
        caption: "Moments, and the risk of misery",
        headings: [
          "journey", "cases", "mean", "median", "fewest", "most", "plan", "chain risk",
          "with misery", "courses", "commonest",
        ],
        rows: rows
      )
    )
  }

  private static func times(
    _ results: [JourneyResult],
    _ name: (JourneyResult) -> String
  ) -> Page.Block {
    let rows = results.map { result in
      [
        name(result), Wording.text(result.shareWaiting, Wording.percent),
        Quantity.count(result.time.cases), Wording.text(result.durations.median, .seconds),
        Wording.text(result.durations.mean, .seconds), Quantity.count(result.durations.n),
        Wording.text(result.handOvers.mean), Wording.text(result.askedAgain.mean),
        result.casesByItem.sorted { $0.key < $1.key }
          .map { "\($0.key.text) (\(Quantity.count($0.value)))" }.joined(separator: ", "),
      ]
    }
    return .table(
      Table(
        caption: "Waiting, hand-overs, and what was asked for more than once",
        headings: [
          "journey", "waiting", "n timed", "median time", "mean time", "n times", "hand-overs",
          "asked again", "asked again for (cases)",
        ],
        rows: rows
      )
    )
  }

  private static func outcomes(_ whole: JourneyResult) -> [Page.Block] {
    guard !whole.outcomeByMisery.isEmpty else { return [] }
    let rows = whole.outcomeByMisery.sorted { $0.key < $1.key }.map { misery, outcome in
      [
        "\(misery)", Quantity.count(outcome.n), Wording.text(outcome.mean),
        outcome.n < whole.minimum ? "too few" : Wording.text(Interval.mean(of: outcome)),
      ]
    }
    return [
      .table(
        Table(
          caption: "The outcome, by moments of misery in the case",
          headings: ["moments of misery", "n", "mean outcome", "interval"],
          rows: rows
        )
      )
    ]
  }
}
