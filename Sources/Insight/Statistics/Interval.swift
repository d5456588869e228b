// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Where a figure of all customers may lie, as far as what was observed tells: at 95 %.
package struct Interval: Hashable, Sendable {
  /// How an interval was reckoned.
  package enum Method: String, Sendable {
    /// Of a share: E. B. Wilson, Journal of the American Statistical Association 22 (1927).
    case wilson
    /// Of a mean: Student, Biometrika 6 (1908).
    case t
    /// Of a difference of means: B. L. Welch, Biometrika 34 (1947).
    case welch
    /// Of a difference of shares: R. G. Newcombe, Statistics in Medicine 17 (1998), method 10.
    case newcombe
    /// Of a coefficient of correlation: R. A. Fisher, Metron 1 (1921).
    case fisher
  }

  /// The low end.
  package let low: Double

  /// The high end.
  package let high: Double

  /// How it was reckoned.
  package let method: Method

  /// The share of samples whose interval holds the true figure.
  package static let level = 0.95

  /// The normal quantile of that level, both tails left out.
  package static let normalQuantile = 1.959_963_984_540_054

  /// The interval of the figure with its sign turned.
  var turned: Interval { Interval(low: -high, high: -low, method: method) }

  /// Half its width.
  package var halfWidth: Double { (high - low) / 2 }

  /// Whether a figure lies in it.
  package func contains(_ figure: Double) -> Bool { low <= figure && figure <= high }

  /// The interval of a share; nil where nothing was observed.
  package static func share(_ count: Int, of n: Int) -> Interval? {
    guard n > 0 else { return nil }
    let (n, z) = (Double(n), normalQuantile)
    let share = Double(count) / n
    let middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    let half =
      z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    return Interval(low: max(0, middle - half), high: min(1, middle + half), method: .wilson)
  }

  /// The interval of a mean; nil below two values, and where none differs from another, which tells
  /// nothing of how far the next may.
  package static func mean(of values: Distribution) -> Interval? {
    guard let mean = values.mean, let variance = values.variance, variance > 0 else { return nil }
    let n = Double(values.n)
    let half = StudentT.quantile(degrees: n - 1) * (variance / n).squareRoot()
    return Interval(low: mean - half, high: mean + half, method: .t)
  }

  /// The interval of a coefficient of correlation over n pairs; nil below four pairs.
  package static func correlation(_ coefficient: Double, of n: Int) -> Interval? {
    guard n > 3 else { return nil }
    let half = normalQuantile / Double(n - 3).squareRoot()
    let ends = [-half, half].map { tanh(atanh(coefficient) + $0) }
    return Interval(low: ends[0], high: ends[1], method: .fisher)
  }

  /// The interval of the difference of two means, the first less the second; nil where either has
  /// fewer than two values or neither varies.
  package static func difference(_ first: Distribution, _ second: Distribution) -> Interval? {
    guard let firstMean = first.mean, let secondMean = second.mean,
      let firstVariance = first.variance, let secondVariance = second.variance
    else { return nil }
    let (one, two) = (firstVariance / Double(first.n), secondVariance / Double(second.n))
    guard one + two > 0 else { return nil }
    let degrees =
      (one + two) * (one + two)
      / (one * one / Double(first.n - 1) + two * two / Double(second.n - 1))
    let half = StudentT.quantile(degrees: degrees) * (one + two).squareRoot()
    let gap = firstMean - secondMean
    return Interval(low: gap - half, high: gap + half, method: .welch)
  }

  /// The interval of the difference of two shares, the first less the second; nil where nothing was
  /// observed of either.
  package static func difference(
    ofShare first: (count: Int, n: Int),
    and second: (count: Int, n: Int)
  ) -> Interval? {
    guard let one = share(first.count, of: first.n), let two = share(second.count, of: second.n)
    else { return nil }
    let (p, q) = (Double(first.count) / Double(first.n), Double(second.count) / Double(second.n))
    func distance(_ left: Double, _ right: Double) -> Double {
      (left * left + right * right).squareRoot()
    }
    return Interval(
      low: p - q - distance(p - one.low, two.high - q),
      high: p - q + distance(one.high - p, q - two.low),
      method: .newcombe
    )
  }
}
