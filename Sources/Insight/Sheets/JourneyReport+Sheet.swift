// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension JourneyReport {
  /// What customers go through, as people read it.
  package var sheet: ReportSheet {
    ReportSheet("What customers go through", blocks, values: report)
  }

  private var blocks: [Page.Block] {
    let results = results
    guard let whole = results.first(where: { $0.journey == nil }) else {
      return [.text("Nothing was observed yet.")]
    }
    let cautions = cautions.map { Page.Block.warning($0.sentence) }
    let moments = Page.Block.chart(chart(of: results, whole))
    let tables = [JourneyReport.counts(results), JourneyReport.times(results)]
    guard dimensions.isEmpty else { return cautions + [moments] + tables.map(Page.Block.table) }
    let outcomes = [whole.fewestTable, whole.outcomesTable].compactMap(\.self)
    return cautions + [moments] + whole.miseryBlocks + (tables + outcomes).map(Page.Block.table)
  }

  /// The group with the most moments, and that with the fewest, of those with enough cases.
  private static func extremes(_ results: [JourneyResult]) -> String {
    let firm = results.filter { $0.journey == nil && $0.cases >= $0.minimum }
      .sorted { ($0.moments.mean ?? 0) < ($1.moments.mean ?? 0) }
    guard let fewest = firm.first, let most = firm.last else { return "Too few cases to go by." }
    guard firm.count > 1 else { return "\(most.name): \(most.average)." }
    if let gap = Interval.difference(most.moments, fewest.moments), gap.contains(0) {
      return "No difference between groups is clear. \(most.name): \(most.average)."
    }
    return "Most in \(most.name): \(most.average). Fewest in \(fewest.name): \(fewest.average)."
  }

  /// Moments per case, journey by journey; nil where nothing was observed.
  var chart: RowChart? {
    let results = results
    return results.first { $0.journey == nil }.map { chart(of: results, $0) }
  }

  private func chart(of results: [JourneyResult], _ whole: JourneyResult) -> RowChart {
    var chart = RowChart.estimates(
      title: "Moments per case",
      reading: dimensions.isEmpty ? whole.sentence : JourneyReport.extremes(results),
      axis: "moments",
      subject: "journey",
      quantity: .number(decimals: 1),
      results.map { Estimate($0.name, meanOf: $0.moments, minimum: $0.minimum) }
    )
    for (row, result) in results.enumerated() {
      if let planned = result.planned { chart.rows[row].marks.append(.target(planned)) }
    }
    if results.contains(where: { $0.planned != nil }) {
      chart.keys.append(RowChart.Key(.target, "planned"))
    }
    return chart
  }

  // MARK: Tables

  private static func counts(_ results: [JourneyResult]) -> Table {
    let rows = results.map { result in
      let over = result.planned.map { plan in
        "\(Quantity.count(result.moments.count { $0 > plan })) over \(Answer.number(plan).display)"
      }
      return [
        result.name, Quantity.count(result.cases),
        Wording.text(result.moments.mean), Wording.text(result.moments.median),
        Wording.text(result.moments.minimum), Wording.text(result.moments.maximum), over ?? "–",
        Wording.text(result.risk, Wording.percent),
        result.judged.isEmpty ? "–" : Quantity.count(result.casesWithMisery),
        "\(Quantity.count(result.variants))",
        result.commonest.map { Quantity.count($0.cases) } ?? "–",
      ]
    }
    return Table(
      caption: "Moments, and the risk of misery",
      headings: [
        "journey", "cases", "mean", "median", "fewest", "most", "plan", "chain risk",
        "with misery", "courses", "commonest",
      ],
      rows: rows
    )
  }

  /// A mean of what shoppers note where it happens: where nobody noted any, it may be none, or none
  /// noted.
  private static func noted(_ counts: Distribution) -> String {
    counts.sum > 0 ? Wording.text(counts.mean) : "none noted"
  }

  private static func times(_ results: [JourneyResult]) -> Table {
    let rows = results.map { result in
      [
        result.name, Wording.text(result.shareWaiting, Wording.percent),
        Quantity.count(result.time.cases), Wording.text(result.durations.median, .seconds),
        Wording.text(result.durations.mean, .seconds), Quantity.count(result.durations.n),
        JourneyReport.noted(result.handOvers), JourneyReport.noted(result.askedAgain),
        result.casesByItem.sorted { $0.key < $1.key }
          .map { "\($0.key.text) (\(Quantity.count($0.value)))" }.joined(separator: ", "),
      ]
    }
    return Table(
      caption: "Waiting, hand-overs, and what was asked for more than once",
      headings: [
        "journey", "waiting", "n timed", "median time", "mean time", "n times", "hand-overs",
        "asked again", "asked again for (cases)",
      ],
      rows: rows
    )
  }
}

extension JourneyResult {
  /// How many moments a case has.
  fileprivate var sentence: String {
    let most = Wording.text(moments.maximum, .number(decimals: 0))
    let told = "A case has \(average), \(most) at most"
    guard let aboveFewest else { return told + "." }
    return told + "; on average \(Wording.fine.text(aboveFewest)) more than the fewest ever seen "
      + "for the same outcome."
  }

  fileprivate var average: String {
    let certainty = cases < minimum ? "too few" : Wording.text(Interval.mean(of: moments))
    return "\(Wording.text(moments.mean)) moments on average "
      + "(\(certainty), n = \(Quantity.count(cases)))"
  }

  /// Where misery is met on the way; nothing where no step is judged.
  fileprivate var miseryBlocks: [Page.Block] {
    guard let riskReading else { return [] }
    let steps = judged.map { $0.impressions.counts(called: $0.entry.name, minimum: minimum) }
    return [
      .chart(
        RowChart.verdicts(
          title: "Where misery is met",
          reading: riskReading,
          subject: "step",
          steps
        )
      )
    ]
  }

  /// The risk of misery on the way; nil where no step is judged.
  var riskReading: String? {
    guard let risk else { return nil }
    let interval = Wording.text(Interval.share(casesWithMisery, of: cases), Wording.percent)
    let met = Double(casesWithMisery) / Double(max(cases, 1))
    return
      "Who goes through all \(Wording.count(judged.count, "judged step")) meets misery at least "
      + "once with a risk of \(Wording.percent.text(risk)), if one step tells nothing of another; "
      + "\(Wording.percent.text(met)) of cases did (\(cases < minimum ? "too few" : interval), "
      + "n = \(Quantity.count(cases)))."
  }

  /// Moments by outcome, and the fewest ever seen for each; nil where no case has an outcome.
  fileprivate var fewestTable: Table? {
    guard !momentsByOutcome.isEmpty else { return nil }
    let rows = byOutcomeInOrder.map { outcome, moments in
      [outcome.text, Quantity.count(moments.n)]
        + [moments.minimum, moments.mean, moments.maximum].map { Wording.text($0) }
    }
    return Table(
      caption: "Moments of a case, by its outcome",
      headings: ["outcome", "cases", "fewest", "mean", "most"],
      rows: rows
    )
  }

  /// The outcome by moments of misery; nil where no case has an outcome.
  fileprivate var outcomesTable: Table? {
    guard !outcomeByMisery.isEmpty else { return nil }
    let rows = outcomeByMisery.sorted { $0.key < $1.key }.map { misery, outcome in
      [
        "\(misery)", Quantity.count(outcome.n), Wording.text(outcome.mean),
        outcome.n < minimum ? "too few" : Wording.text(Interval.mean(of: outcome)),
      ]
    }
    return Table(
      caption: "The outcome, by moments of misery in the case",
      headings: ["moments of misery", "n", "mean outcome", "interval"],
      rows: rows
    )
  }
}
