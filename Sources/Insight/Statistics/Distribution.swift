// SPDX-License-Identifier: Apache-2.0

/// How often each value came.
///
/// Ratings, yes and no, and counts take as much memory as they have different values, however many
/// observations there are; minutes and amounts, whose ranks need the values, take a cell for each
/// different one. Figures are computed from the counts in the order of values, so that the order of
/// observations changes nothing, not even the last bit.
package struct Distribution: Equatable, Sendable {
  /// How many values there are.
  package private(set) var n = 0

  /// Counts of the whole numbers from 0, which most answers are; empty until one comes.
  private var small: [Int] = []

  private var others: [Double: Int] = [:]

  private static let smallCount = 16

  /// No values.
  package init() {}

  /// These values.
  package init(_ values: some Sequence<Double>) {
    for value in values { add(value) }
  }

  /// Adds a value, several times on request.
  package mutating func add(_ value: Double, count: Int = 1) {
    n += count
    if let whole = Int(exactly: value), (0..<Distribution.smallCount).contains(whole) {
      if small.isEmpty { small = Array(repeating: 0, count: Distribution.smallCount) }
      small[whole] += count
    } else {
      others[value, default: 0] += count
    }
  }

  /// Adds the values of another distribution.
  package mutating func add(_ other: Distribution) {
    for (value, count) in other.counts { add(value, count: count) }
  }

  /// Each different value with its count, from the lowest.
  package var counts: [(value: Double, count: Int)] {
    let whole = small.enumerated().filter { $0.element > 0 }
      .map { (value: Double($0.offset), count: $0.element) }
    guard !others.isEmpty else { return whole }
    return (whole + others.map { (value: $0.key, count: $0.value) }).sorted { $0.value < $1.value }
  }

  /// How many values satisfy a condition.
  package func count(where isCounted: (Double) -> Bool) -> Int {
    counts.reduce(0) { isCounted($1.value) ? $0 + $1.count : $0 }
  }

  /// The sum.
  package var sum: Double { counts.reduce(0) { $0 + $1.value * Double($1.count) } }

  /// The mean; nil where there is no value.
  package var mean: Double? { n > 0 ? sum / Double(n) : nil }

  /// The sum of squared distances from the mean.
  package var squares: Double {
    guard let mean else { return 0 }
    return counts.reduce(0) { $0 + ($1.value - mean) * ($1.value - mean) * Double($1.count) }
  }

  /// The sample's variance, with n − 1; nil below two values.
  package var variance: Double? { n > 1 ? squares / Double(n - 1) : nil }

  /// The sample's standard deviation, with n − 1; nil below two values.
  package var deviation: Double? { variance?.squareRoot() }

  /// The lowest value.
  package var minimum: Double? { counts.first?.value }

  /// The highest value.
  package var maximum: Double? { counts.last?.value }

  /// The value in the middle: the mean of the two middle ones where n is even.
  package var median: Double? { quantile(0.5) }

  /// The value below which a share of the values lies, by linear interpolation.
  ///
  /// Source: R. J. Hyndman and Y. Fan, "Sample Quantiles in Statistical Packages", The American
  /// Statistician 50 (1996), definition 7.
  ///
  /// - Parameter share: 0…1.
  /// - Returns: The quantile; nil where there is no value.
  package func quantile(_ share: Double) -> Double? {
    guard n > 0 else { return nil }
    let place = Double(n - 1) * share
    let below = Int(place)
    var (seen, low) = (0, 0.0)
    var isFound = false
    for (value, count) in counts {
      if isFound { return low + (value - low) * (place - Double(below)) }
      seen += count
      guard seen > below else { continue }
      if seen > below + 1 { return value }
      (low, isFound) = (value, true)
    }
    return low
  }
}
