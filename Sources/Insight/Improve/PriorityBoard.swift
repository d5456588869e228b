// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Where to win and keep customers: how much an interaction matters, and how far it lies ahead of
/// the best competitor.
///
/// The quadrants are those of the importance-performance chart, with performance relative: at 0
/// both are equal.
package struct PriorityBoard: Sendable {
  /// An interaction on the board.
  package struct Item: Sendable {
    /// The interaction.
    package let driver: Driver
    /// The competitor that does it best.
    package let rival: Label
    /// Own against that competitor.
    package let comparison: Comparison
    /// How far own is ahead, on the scale of the board: below 0 where the competitor is better.
    package let lead: Double
    /// What that advises.
    package let quadrant: Quadrant
  }

  /// The interactions that have an importance and a competitor's figure, in the order of the bank.
  package let items: [Item]

  /// What importance was derived from.
  let importance: ImportanceResult

  /// The lines of the board; nil where nothing has an importance.
  let crosshair: Crosshair?

  let compared: CompareResult

  /// The board of some drivers and comparisons of one program.
  ///
  /// - Parameters:
  ///   - importance: How far interactions go with the outcome, on visits to own places.
  ///   - compared: Own against competitors.
  package init(_ importance: ImportanceResult, _ compared: CompareResult) {
    let lines = importance.crosshair.map(Crosshair.init(relativeTo:))
    crosshair = lines
    self.importance = importance
    self.compared = compared
    let places = Dictionary(
      uniqueKeysWithValues: compared.pooled.enumerated().map { ($1.own.entry.code, $0) }
    )
    items = importance.drivers.compactMap { driver in
      guard let lines, let weight = driver.importance, let place = places[driver.entry.code],
        let best = compared.best(at: place),
        let lead = best.comparison.lead(isOneScale: importance.isOneScale)
      else { return nil }
      return Item(
        driver: driver,
        rival: best.brand,
        comparison: best.comparison,
        lead: lead,
        quadrant: lines.quadrant(performance: lead, importance: weight)
      )
    }
  }

  /// The board as named values.
  package var report: ReportValue {
    let rows = items.map { item -> ReportValue in
      [
        "code": .code(item.driver.entry.code), "importance": .figure(item.driver.importance),
        "n": .whole(item.driver.n), "best_competitor": .code(item.rival),
        "lead": .number(item.lead), "n_own": .whole(item.comparison.own.n),
        "n_competitor": .whole(item.comparison.theirs.n),
        "standing": .text(item.comparison.standing.rawValue),
        "quadrant": .text(item.quadrant.rawValue),
      ]
    }
    return ["program": .code(compared.program)] + compared.basis.report + [
      "outcome": .code(importance.outcome.code), "own": .codes(compared.own),
      "competitors": .codes(compared.competitors),
      "lead_is": .text(importance.isOneScale ? "mean" : "share of scale"),
      "crosshair": [
        "rule": .word(crosshair?.rule.rawValue), "lead": .figure(crosshair?.performance),
        "importance": .figure(crosshair?.importance),
      ],
      "interactions": .list(rows),
    ]
  }
}

extension Comparison {
  /// How far own is ahead: in the interaction's unit, or as a share of its scale; nil where the two
  /// cannot be compared.
  fileprivate func lead(isOneScale: Bool) -> Double? {
    guard let gap else { return nil }
    guard !isOneScale else { return own.entry.better == .higher ? gap : -gap }
    guard let ours = own.goodness, let rivals = theirs.goodness else { return nil }
    return ours - rivals
  }
}
