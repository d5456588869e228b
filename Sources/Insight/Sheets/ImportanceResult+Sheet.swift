// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension ImportanceResult {
  /// What goes with the outcome, and what there is to gain, as people read it.
  package var sheet: ReportSheet { ReportSheet("What can be improved", blocks, values: report) }

  /// The parts of the sheet.
  var blocks: [Page.Block] {
    let cautions: [Page.Block] =
      cautions.isEmpty
      ? [] : [.heading("Before going by it"), .list(cautions.map(\.sentence))]
    guard drivers.contains(where: \.isPlaced) else {
      let none =
        "Nothing varies together with “\(outcome.name)” yet: there is no importance to tell."
      return [.text(none)] + cautions
    }
    return [.chart(chart)] + turned + variance + gains + [.table(table)] + cautions
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
    let certainty =
      driver.isTooFew ? "too few" : driver.importanceInterval.map { Wording.text($0) }
    let parts = [certainty, "n = \(Quantity.count(driver.n))"].compactMap(\.self)
    return "importance \(Wording.text(driver.importance)), \(parts.joined(separator: ", "))"
  }

  /// Whose importance has its sign turned.
  private var turned: [Page.Block] {
    let names = drivers.filter { $0.isPlaced && $0.entry.better != outcome.better }
      .map { "“\($0.entry.name)”" }.joined(separator: ", ")
    guard !names.isEmpty else { return [] }
    let end = outcome.better == .higher ? "less" : "more"
    return [
      .text(
        "Of \(names), \(end) is better, unlike of the outcome: what stands here is how far the "
          + "good end goes with a good outcome."
      )
    ]
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
          figure: "gain",
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
        Wording.text(driver.importance), Wording.text(driver.importanceInterval),
        Wording.text(driver.spearman),
      ] + (rSquared == nil ? [] : [Wording.text(driver.standardised)])
        + (isStated ? [Wording.text(driver.entry.importance)] : [])
        + [driver.isTooFew ? "too few" : driver.quadrant?.rawValue ?? "–"]
    }
    return Table(
      caption: "Every driver of “\(outcome.name)”",
      headings: [
        "interaction", "n", "performance", "importance", "interval", "Spearman",
      ] + (rSquared == nil ? [] : ["regression"]) + (isStated ? ["stated"] : []) + ["quadrant"],
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
