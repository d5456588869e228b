// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Student's t distribution.
package enum StudentT {
  /// The t beyond which, on both sides together, 5 % of the distribution lies.
  ///
  /// Found by Newton's method from the normal quantile, which lies below it; the distribution
  /// function is concave there, so that no step goes too far.
  ///
  /// - Parameter degrees: Degrees of freedom, above 0, whole or not.
  /// - Returns: The quantile, to some twelve digits.
  package static func quantile(degrees: Double) -> Double {
    var t = Interval.normalQuantile
    for _ in 0..<100 {
      let step = (bothTails(beyond: t, degrees: degrees) - (1 - Interval.level)) / 2
      t += step / density(at: t, degrees: degrees)
      if abs(step) < 1e-15 { break }
    }
    return t
  }

  /// The share of the distribution that lies beyond t, on both sides together.
  ///
  /// Source: M. Abramowitz and I. A. Stegun, "Handbook of Mathematical Functions" (1964), 26.7.1:
  /// the incomplete beta function of ν / (ν + t²) with ν / 2 and 1 / 2.
  package static func bothTails(beyond t: Double, degrees: Double) -> Double {
    incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5)
  }

  private static func density(at t: Double, degrees: Double) -> Double {
    let constant = logGamma((degrees + 1) / 2) - logGamma(degrees / 2)
    let power = (degrees + 1) / 2 * log1p(t * t / degrees)
    return exp(constant - power) / (degrees * Double.pi).squareRoot()
  }

  private static func logGamma(_ x: Double) -> Double { lgamma(x).0 }

  /// The regularised incomplete beta function I_x(a, b).
  ///
  /// Source: Abramowitz and Stegun, 26.5.8, the continued fraction, by W. J. Lentz, Applied Optics
  /// 15 (1976); it converges fast below the mean, and 26.5.2 leads there.
  private static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, b, a) }
    let front = exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log1p(-x))
    let tiny = 1e-300
    var (c, d, result) = (1.0, 1 / nonzero(1 - (a + b) * x / (a + 1)), 0.0)
    result = d
    for step in 1...500 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      var change = 1.0
      for term in [even, odd] {
        d = 1 / nonzero(1 + term * d)
        c = nonzero(1 + term / c)
        change = c * d
        result *= change
      }
      if abs(change - 1) < 1e-16 { break }
    }
    return front * result / a

    func nonzero(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
  }
}
