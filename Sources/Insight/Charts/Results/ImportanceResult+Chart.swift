// SPDX-License-Identifier: Apache-2.0

extension ImportanceResult {
  /// Importance against performance; drivers of which either is unknown are not drawn.
  package var chart: PriorityChart {
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
      reading: reading(isDrawn: items.count),
      performanceAxis: isOneScale
        ? "performance: mean →" : "performance: share of the way to the scale’s good end →",
      importanceAxis: "↑ importance: \(weight.words) with \(Sentences.quoted(outcome.name))",
      performanceQuantity: isOneScale ? .number(decimals: 2) : .percent(decimals: 0),
      crosshair: crosshair,
      items: items
    )
  }

  private func reading(isDrawn count: Int) -> String {
    let urgent = drivers.filter { $0.quadrant == .concentrate }
      .sorted { ($0.potential ?? 0) > ($1.potential ?? 0) }
    let missing = drivers.count - count
    let rest =
      missing == 0 ? "" : " Not drawn, as too little is known: \(Quantity.count(missing))."
    let rule = crosshair.map { "By the \($0.rule.rawValue), " } ?? ""
    guard let first = urgent.first else {
      let calm = "\(rule)nothing that matters much goes worse than the rest."
      return calm.capitalized + strongest + rest
    }
    let others = urgent.dropFirst().map { Sentences.quoted($0.entry.name) }
    let more = others.isEmpty ? "" : ", then on \(others.joined(separator: ", "))"
    let told = "\(rule)concentrate on \(Sentences.quoted(first.entry.name))"
    return told.capitalized + " (\(written(first)))\(more)." + strongest + rest
  }

  /// What goes most with the outcome.
  private var strongest: String {
    let known = drivers.filter { $0.importance != nil && !$0.isTooFew }
    guard let most = known.max(by: { ($0.importance ?? 0) < ($1.importance ?? 0) }) else {
      return " No importance rests on enough visits to go by."
    }
    return " Most with the outcome goes \(Sentences.quoted(most.entry.name)) (\(written(most)))."
  }

  private func written(_ driver: Driver) -> String {
    let importance = Estimate(
      driver.entry.name,
      value: driver.importance,
      interval: weight == .pearson ? driver.interval?.range : nil,
      n: driver.n,
      isTooFew: driver.isTooFew
    )
    let parts = Sentences.parts(of: importance, as: PriorityChart.importanceQuantity)
    return "importance " + parts.joined(separator: ", ")
  }
}

extension ImportanceReport.Weight {
  fileprivate var words: String {
    switch self {
    case .pearson: "correlation"
    case .standardised: "part in the regression"
    }
  }
}
