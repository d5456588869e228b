// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// The gap of two sides as it would be had both played each scenario as often: own less theirs in
/// each, every scenario weighing the same.
///
/// A side that played more of the easy scenarios looks better than it is; here it does not. The
/// scenarios are those in which both sides have answers, two at least.
///
/// Source: the stratified estimate with equal weights, W. G. Cochran, "Sampling Techniques" (1977),
/// 5.3.
package struct StandardisedGap: Sendable {
  /// An interaction's results in one scenario.
  typealias Stratum = (own: InteractionResult, theirs: InteractionResult)

  /// The mean of the scenarios' gaps.
  package let gap: Double

  /// Where it may lie; nil where a scenario has too few answers to tell.
  package let interval: Interval?

  /// How many scenarios there are.
  package let scenarios: Int

  /// By how much of a side's answers a scenario's share of the two sides differs at most, 0…1.
  package let difference: Double

  /// The difference above which the two sides did not play the same mix.
  package static let usualDifference = 0.05

  /// Nil where fewer than two scenarios have answers on both sides, on the scale of the whole.
  init?(_ strata: [Stratum], of whole: Stratum) {
    let alike = strata.filter {
      ($0.own.n == 0 || $0.own.scale == whole.own.scale)
        && ($0.theirs.n == 0 || $0.theirs.scale == whole.theirs.scale)
    }
    let shared = alike.filter { $0.own.n > 0 && $0.theirs.n > 0 }
    guard shared.count > 1, whole.own.entry.kind.isNumeric else { return nil }
    let gaps = shared.map { ($0.own.values.mean ?? 0) - ($0.theirs.values.mean ?? 0) }
    let gap = gaps.reduce(0, +) / Double(shared.count)
    self.gap = gap
    scenarios = shared.count
    interval =
      whole.own.entry.kind == .yesno
      ? StandardisedGap.shares(shared, gap) : StandardisedGap.means(shared, gap)
    difference =
      alike.map {
        abs(
          Double($0.own.n) / Double(whole.own.n) - Double($0.theirs.n) / Double(whole.theirs.n)
        )
      }.max() ?? 0
  }

  /// The variances of all means added, and t with the degrees of freedom of such a sum.
  ///
  /// Source: F. E. Satterthwaite, Biometrics Bulletin 2 (1946); for one scenario it is Welch's.
  private static func means(_ strata: [Stratum], _ gap: Double) -> Interval? {
    let weight = 1 / Double(strata.count)
    let sides = strata.flatMap { [$0.own.values, $0.theirs.values] }
    let variances = sides.compactMap { side in
      side.variance.map { $0 / Double(side.n) * weight * weight }
    }
    let variance = variances.reduce(0, +)
    guard variances.count == sides.count, variance > 0 else { return nil }
    let parts = zip(variances, sides).map { $0 * $0 / Double($1.n - 1) }
    let degrees = variance * variance / parts.reduce(0, +)
    let half = StudentT.quantile(degrees: degrees) * variance.squareRoot()
    return Interval(low: gap - half, high: gap + half, method: .welch)
  }

  /// The distances of the scenarios' own intervals from their gaps, added as squares.
  ///
  /// Source: G. Y. Zou, W. Huang and X. Zhang, Computational Statistics & Data Analysis 53 (2009),
  /// of a linear function of shares; for one scenario it is Newcombe's.
  private static func shares(_ strata: [Stratum], _ gap: Double) -> Interval? {
    let weight = 1 / Double(strata.count)
    var (below, above) = (0.0, 0.0)
    for (own, theirs) in strata {
      guard let one = Interval.difference(ofShare: (own.yes, own.n), and: (theirs.yes, theirs.n))
      else { return nil }
      let gap = Double(own.yes) / Double(own.n) - Double(theirs.yes) / Double(theirs.n)
      below += weight * weight * (gap - one.low) * (gap - one.low)
      above += weight * weight * (one.high - gap) * (one.high - gap)
    }
    return Interval(
      low: gap - below.squareRoot(),
      high: gap + above.squareRoot(),
      method: .newcombe
    )
  }

  /// The gap as named values.
  static func report(_ one: StandardisedGap?, _ standing: Comparison.Standing?) -> ReportValue {
    [
      "gap_standardised": .figure(one?.gap), "interval_standardised": .interval(one?.interval),
      "standing_standardised": .word(standing?.rawValue),
      "n_scenarios_standardised": .whole(one?.scenarios ?? 0),
    ]
  }
}
