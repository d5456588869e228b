// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// One interaction at two places of the market: own less theirs.
package struct Comparison: Sendable {
  /// Who does better, as far as the interval tells.
  package enum Standing: String, Sendable {
    /// Own is better.
    case ahead
    /// Theirs is better.
    case behind
    /// The interval of the gap holds 0: what was observed does not tell.
    case undecided
    /// There are too few answers to tell, or none.
    case tooFew = "too few"
  }

  /// The own result.
  package let own: InteractionResult

  /// Theirs.
  package let theirs: InteractionResult

  /// Own mean, or share of yes, less theirs; nil where either is unknown, or was asked on another
  /// scale.
  package let gap: Double?

  /// Where the gap may lie; nil where too little is known.
  package let interval: Interval?

  /// The gap with every scenario weighing the same; nil where there is no gap, and where fewer than
  /// two scenarios have answers on both sides.
  package let standardised: StandardisedGap?

  init(
    own: InteractionResult,
    theirs: InteractionResult,
    byScenario strata: [StandardisedGap.Stratum]
  ) {
    self.own = own
    self.theirs = theirs
    guard own.entry.kind.isNumeric, own.scale == theirs.scale || own.n == 0 || theirs.n == 0,
      let ownMean = own.values.mean, let theirMean = theirs.values.mean
    else {
      (gap, interval, standardised) = (nil, nil, nil)
      return
    }
    gap = ownMean - theirMean
    interval =
      own.entry.kind == .yesno
      ? .difference(ofShare: (own.yes, own.n), and: (theirs.yes, theirs.n))
      : .difference(own.values, theirs.values)
    standardised = StandardisedGap(strata, of: (own, theirs))
  }

  /// Who does better, as far as the interval tells.
  package var standing: Standing { standing(by: interval) }

  /// The same with every scenario weighing the same; nil where there is no such gap.
  package var standingStandardised: Standing? {
    standardised.map { standing(by: $0.interval) }
  }

  /// Whether who does better is another with every scenario weighing the same, and the two sides
  /// did not play the same mix of them.
  var isOfMix: Bool {
    guard let standardised, standardised.difference > StandardisedGap.usualDifference else {
      return false
    }
    return switch (standing, standing(by: standardised.interval)) {
    case (.tooFew, _), (.undecided, .tooFew): false
    case (let raw, let even): raw != even
    }
  }

  private func standing(by interval: Interval?) -> Standing {
    guard !own.isTooFew, !theirs.isTooFew, let interval else { return .tooFew }
    if interval.contains(0) { return .undecided }
    return (interval.low > 0) == (own.entry.better == .higher) ? .ahead : .behind
  }

  /// The comparison as named values.
  var report: ReportValue {
    [
      "own": .figure(own.values.mean), "competitor": .figure(theirs.values.mean),
      "gap": .figure(gap), "n_own": .whole(own.n), "n_competitor": .whole(theirs.n),
      "interval": .interval(interval), "standing": .text(standing.rawValue),
      "provisional": .whole(own.provisional + theirs.provisional),
    ] + StandardisedGap.report(standardised, standingStandardised)
  }
}

/// How far brands differ in one interaction, beside how far visits to one brand differ: the F ratio
/// of a one-way analysis of variance.
///
/// About 1 where brands do not differ: the interaction is a commodity.
///
/// Source: R. A. Fisher, "Statistical Methods for Research Workers" (1925).
///
/// - Parameter brands: The values of each brand.
/// - Returns: The ratio; nil for fewer than two brands, or where visits to one brand do not differ.
package func differentiation(_ brands: [Distribution]) -> Double? {
  let observed = brands.filter { $0.n > 0 }
  let n = observed.reduce(0) { $0 + $1.n }
  guard observed.count > 1, n > observed.count else { return nil }
  let within = observed.reduce(0) { $0 + $1.squares } / Double(n - observed.count)
  let mean = observed.reduce(0) { $0 + $1.sum } / Double(n)
  let between = observed.reduce(0.0) { total, brand in
    let distance = (brand.mean ?? mean) - mean
    return total + Double(brand.n) * distance * distance
  }
  return within > 0 ? between / Double(observed.count - 1) / within : nil
}
