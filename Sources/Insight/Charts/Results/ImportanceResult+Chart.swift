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
    guard let first = urgent.first, let importance = first.importance else {
      return "\(rule)nothing that matters much goes worse than the rest.".capitalized + rest
    }
    let others = urgent.dropFirst().map { Sentences.quoted($0.entry.name) }
    let more = others.isEmpty ? "" : ", then on \(others.joined(separator: ", "))"
    let figure = PriorityChart.importanceQuantity.text(importance)
    let name = Sentences.quoted(first.entry.name)
    let told = "\(rule)concentrate on \(name) (importance \(figure), "
    return told.capitalized + "n = \(Quantity.count(first.n)))\(more)." + rest
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
