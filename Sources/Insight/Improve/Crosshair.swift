// SPDX-License-Identifier: Apache-2.0

/// The lines that part an importance-performance chart.
///
/// Source: J. A. Martilla and J. C. James, "Importance-Performance Analysis", Journal of Marketing
/// 41 (1977).
package struct Crosshair: Hashable, Sendable {
  /// How the lines are drawn.
  package enum Rule: String, CaseIterable, Sendable {
    /// Through the mean of the interactions, each counting once.
    case mean
    /// Through their median.
    case median
  }

  /// How the lines are drawn.
  package let rule: Rule

  /// From where on performance is high.
  package let performance: Double

  /// Whether performance is the lead over the best competitor, and its line where both are equal.
  package let isRelative: Bool

  /// From where on importance is high.
  package let importance: Double

  /// The lines through some interactions; nil where there are none.
  package init?(_ rule: Rule, through points: [(performance: Double, importance: Double)]) {
    let performances = Distribution(points.map(\.performance))
    let importances = Distribution(points.map(\.importance))
    let (performance, importance) =
      switch rule {
      case .mean: (performances.mean, importances.mean)
      case .median: (performances.median, importances.median)
      }
    guard let performance, let importance else { return nil }
    self.rule = rule
    self.performance = performance
    self.importance = importance
    isRelative = false
  }

  /// The same line of importance, with performance parted where own and the best competitor are
  /// equal.
  init(relativeTo other: Crosshair) {
    (rule, importance) = (other.rule, other.importance)
    performance = 0
    isRelative = true
  }

  /// Where an interaction lies; on a line counts as above it.
  package func quadrant(performance: Double, importance: Double) -> Quadrant {
    switch (performance >= self.performance, importance >= self.importance) {
    case (true, true): .keepUp
    case (false, true): .concentrate
    case (false, false): .lowPriority
    case (true, false): .overkill
    }
  }
}

/// What an importance-performance chart advises.
package enum Quadrant: String, CaseIterable, Sendable {
  /// Important, and good.
  case keepUp = "keep up the good work"
  /// Important, and not good.
  case concentrate = "concentrate here"
  /// Neither important nor good.
  case lowPriority = "low priority"
  /// Good, but not important.
  case overkill = "possible overkill"
}
