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
    /// How far own is ahead, in the interaction's unit: below 0 where the competitor is better.
    package let lead: Double
    /// What that advises.
    package let quadrant: Quadrant
  }

  /// The interactions that have an importance and a competitor's figure, in the order of the bank.
  package let items: [Item]

  /// From where on importance is high; nil where nothing has an importance.
  package let importance: Double?

  private let rule: Crosshair.Rule?

  /// The board of some drivers and comparisons of one program.
  package init(_ importance: ImportanceResult, _ compared: CompareResult) {
    let line = importance.crosshair
    rule = line?.rule
    self.importance = line?.importance
    let places = Dictionary(
      uniqueKeysWithValues: compared.pooled.enumerated().map { ($1.own.entry.code, $0) }
    )
    items = importance.drivers.compactMap { driver in
      guard let line, let weight = driver.importance, let place = places[driver.entry.code],
        let best = compared.best(at: place), let gap = best.comparison.gap
      else { return nil }
      let lead = driver.entry.better == .higher ? gap : -gap
      let quadrant: Quadrant =
        switch (lead >= 0, weight >= line.importance) {
        case (true, true): .keepUp
        case (false, true): .concentrate
        case (false, false): .lowPriority
        case (true, false): .overkill
        }
      return Item(
        driver: driver,
        rival: best.brand,
        comparison: best.comparison,
        lead: lead,
        quadrant: quadrant
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
    return [
      "crosshair": [
        "rule": .word(rule?.rawValue), "lead": .number(0), "importance": .figure(importance),
      ],
      "interactions": .list(rows),
    ]
  }
}
