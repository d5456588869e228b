// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension ImportanceResult {
  /// What goes with the outcome, and what there is to gain, as people read it.
  package var sheet: ReportSheet { ReportSheet("What can be improved", blocks, values: report) }

  /// The parts of the sheet.
  var blocks: [Page.Block] {
    let cautions = cautions.map { Page.Block.warning($0.sentence) }
    guard drivers.contains(where: \.isPlaced) else {
      let none =
        "Nothing varies together with “\(outcome.name)” yet: there is no importance to tell."
      return [.text(none)] + cautions
    }
    return [.chart(chart)] + variance + gains + [.table(table)] + cautions
  }

  /// Importance against performance; drivers of which either is unknown are not drawn.
  var chart: PriorityChart {
    let items = drivers.compactMap { driver -> PriorityChart.Item? in
      guard let performance = driver.performance, let importance = driver.importance else {
        return nil
      }
      return .init(
        driver.entry.name,
        performance: performance,
        importance: importance,
        n: driver.n
      )
    }
    return PriorityChart(
      title: "Importance and performance",
      reading: reading,
      performanceAxis: isOneScale
        ? "performance: mean →" : "performance: share of the way to the scale’s good end →",
      importanceAxis: importanceAxis,
      performanceQuantity: isOneScale ? Wording.fine : Wording.percent,
      crosshair: crosshair,
      items: items
    )
  }

  /// What importance is, for an axis.
  var importanceAxis: String { "↑ importance: \(weight.words) with “\(outcome.name)”" }

  // MARK: Sentences

  private var reading: String {
    let missing = drivers.count { !$0.isPlaced }
    let rest =
      missing == 0 ? "" : " Not drawn, as too little is known: \(Quantity.count(missing))."
    return advice + strongest + rest
  }

  /// What to begin with: of what matters and goes worse than the rest, that with most to gain.
  private var advice: String {
    let urgent = drivers.filter { $0.quadrant == .concentrate }
      .sorted { ($0.potential ?? 0) > ($1.potential ?? 0) }
    let rule = crosshair?.rule.rawValue ?? ""
    guard let first = urgent.first else {
      return "By the \(rule), nothing that matters much goes worse than the rest."
    }
    let others = urgent.dropFirst().map { "“\($0.entry.name)”" }.joined(separator: ", ")
    return "By the \(rule), concentrate on “\(first.entry.name)” (\(told(first)))"
      + (others.isEmpty ? "." : ", then on \(others).")
  }

  /// What goes most with the outcome.
  private var strongest: String {
    let known = drivers.filter { $0.importance != nil && !$0.isTooFew }
    guard let most = known.max(by: { ($0.importance ?? 0) < ($1.importance ?? 0) }) else {
      return " No importance rests on enough visits to go by."
    }
    return " Most with the outcome goes “\(most.entry.name)” (\(told(most)))."
  }

  private func told(_ driver: Driver) -> String {
    let interval = weight == .pearson ? driver.interval : nil
    let certainty = driver.isTooFew ? "too few" : interval.map { Wording.text($0) }
    let parts = [certainty, "n = \(Quantity.count(driver.n))"].compactMap(\.self)
    return "importance \(Wording.text(driver.importance)), \(parts.joined(separator: ", "))"
  }

  private var variance: [Page.Block] {
    guard let rSquared else { return [] }
    let share = Wording.percent.text(rSquared)
    return [
      .text(
        "All drivers together account for \(share) of the variance of “\(outcome.name)” "
          + "(n = \(Quantity.count(completeRows)))."
      )
    ]
  }

  // MARK: Figures

  /// Importance times shortfall, the most first.
  private var gains: [Page.Block] {
    let sorted = drivers.filter { $0.potential != nil }.enumerated()
      .sorted {
        ($1.element.potential ?? 0, $0.offset) < ($0.element.potential ?? 0, $1.offset)
      }.map(\.element)
    guard let most = sorted.first else { return [] }
    return [
      .chart(
        RowChart.estimates(
          title: "What there is to gain",
          reading: "Most: “\(most.entry.name)”, \(Wording.text(most.potential)): an importance of "
            + "\(Wording.text(most.importance)) times the share of its scale that is missing "
            + "(n = \(Quantity.count(most.n))).",
          axis: "importance × shortfall",
          quantity: Wording.fine,
          sorted.map { driver in
            Estimate(
              driver.entry.name,
              value: driver.potential,
              interval: nil,
              n: driver.n,
              isTooFew: driver.isTooFew
            )
          }
        )
      )
    ]
  }

  private var table: Table {
    let isStated = drivers.contains { $0.entry.importance != nil }
    let rows = drivers.map { driver in
      [
        driver.entry.name, Quantity.count(driver.n), Wording.text(driver.performance),
        Wording.text(driver.importance), Wording.text(driver.interval),
        Wording.text(driver.spearman), Wording.text(driver.standardised),
      ] + (isStated ? [Wording.text(driver.entry.importance)] : []) + [
        driver.isTooFew ? "too few" : driver.quadrant?.rawValue ?? "–"
      ]
    }
    return Table(
      caption: "Every driver of “\(outcome.name)”",
      headings: [
        "interaction", "n", "performance", "importance", "interval", "Spearman", "regression",
      ] + (isStated ? ["stated"] : []) + ["quadrant"],
      rows: rows
    )
  }
}

extension Driver {
  /// Whether it has a place in the chart.
  fileprivate var isPlaced: Bool { performance != nil && importance != nil }
}

extension ImportanceReport.Weight {
  fileprivate var words: String {
    switch self {
    case .pearson: "correlation"
    case .standardised: "part in the regression"
    }
  }
}
