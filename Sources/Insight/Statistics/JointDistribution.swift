// SPDX-License-Identifier: Apache-2.0

/// How often each pair of values came together, and how far one goes with the other.
///
/// Memory grows with the number of different pairs: a few dozen for two ratings.
package struct JointDistribution: Equatable, Sendable {
  private struct Pair: Hashable, Comparable {
    let x: Double
    let y: Double

    static func < (lhs: Pair, rhs: Pair) -> Bool { (lhs.x, lhs.y) < (rhs.x, rhs.y) }
  }

  /// How many pairs there are.
  package private(set) var n = 0

  /// Counts of pairs of whole numbers from 0, which most are; empty until one comes.
  private var small: [Int] = []

  private var others: [Pair: Int] = [:]

  private static let smallCount = 16

  /// No pairs.
  package init() {}

  /// Adds a pair.
  package mutating func add(_ x: Double, _ y: Double) {
    n += 1
    let small = 0..<JointDistribution.smallCount
    if let left = Int(exactly: x), let right = Int(exactly: y), small.contains(left),
      small.contains(right)
    {
      if self.small.isEmpty { self.small = Array(repeating: 0, count: small.count * small.count) }
      self.small[left * small.count + right] += 1
    } else {
      others[Pair(x: x, y: y), default: 0] += 1
    }
  }

  /// Pearson's coefficient of correlation, −1…1; nil where either side does not vary.
  package var pearson: Double? {
    JointDistribution.correlation(of: ordered)
  }

  /// Spearman's coefficient of rank correlation, −1…1: Pearson's over the ranks, equal values
  /// sharing the mean of theirs; nil where either side does not vary.
  package var spearman: Double? {
    let ordered = ordered
    let left = JointDistribution.ranks(ordered.map { ($0.pair.x, $0.count) })
    let right = JointDistribution.ranks(ordered.map { ($0.pair.y, $0.count) })
    return JointDistribution.correlation(
      of: ordered.map { cell in
        (Pair(x: left[cell.pair.x] ?? 0, y: right[cell.pair.y] ?? 0), cell.count)
      }
    )
  }

  /// In the order of values, so that the order of observations changes nothing.
  private var ordered: [(pair: Pair, count: Int)] {
    let whole = small.enumerated().filter { $0.element > 0 }.map { place, count in
      let (left, right) = place.quotientAndRemainder(dividingBy: JointDistribution.smallCount)
      return (pair: Pair(x: Double(left), y: Double(right)), count: count)
    }
    let rest = others.map { (pair: $0.key, count: $0.value) }
    return (whole + rest).sorted { $0.pair < $1.pair }
  }

  private static func ranks(_ values: [(value: Double, count: Int)]) -> [Double: Double] {
    var distribution = Distribution()
    for (value, count) in values { distribution.add(value, count: count) }
    var ranks: [Double: Double] = [:]
    var below = 0
    for (value, count) in distribution.counts {
      ranks[value] = Double(below) + Double(count + 1) / 2
      below += count
    }
    return ranks
  }

  private static func correlation(of cells: [(pair: Pair, count: Int)]) -> Double? {
    let n = cells.reduce(0) { $0 + Double($1.count) }
    let meanX = cells.reduce(0) { $0 + $1.pair.x * Double($1.count) } / n
    let meanY = cells.reduce(0) { $0 + $1.pair.y * Double($1.count) } / n
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for (pair, count) in cells {
      let (x, y, weight) = (pair.x - meanX, pair.y - meanY, Double(count))
      xx += weight * x * x
      yy += weight * y * y
      xy += weight * x * y
    }
    // Rounding must not make a constant vary.
    guard xx > n * 1e-18 * meanX * meanX, yy > n * 1e-18 * meanY * meanY else { return nil }
    return max(-1, min(1, xy / (xx * yy).squareRoot()))
  }
}
