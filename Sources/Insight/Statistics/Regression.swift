// SPDX-License-Identifier: Apache-2.0

/// What came of a regression of an outcome on several drivers, both sides standardised.
package enum RegressionOutcome: Equatable, Sendable {
  /// It was fitted.
  ///
  /// - Parameters:
  ///   - coefficients: One for each driver, in sample deviations of the outcome for each of the
  ///     driver.
  ///   - rSquared: The share of the outcome's variance that the drivers account for, 0…1.
  case fitted(coefficients: [Double], rSquared: Double)

  /// There are not more complete rows than unknowns.
  case tooFewRows

  /// The outcome does not vary.
  case constantOutcome

  /// A driver, by its place, does not vary.
  case constantDriver(Int)

  /// A driver, by its place, follows from those before it, so that their parts cannot be told
  /// apart.
  case dependentDriver(Int)
}

/// Sums of products of several variables, over rows in which all are known: constant memory.
package struct CoMoments: Equatable, Sendable {
  /// How many rows there are.
  package private(set) var n = 0

  private let width: Int
  private var origin: [Double] = []
  private var sums: [Double]
  private var products: [Double]

  /// No rows of so many variables.
  package init(width: Int) {
    self.width = width
    sums = Array(repeating: 0, count: width)
    products = Array(repeating: 0, count: width * width)
  }

  /// Adds a row, which has as many values as there are variables.
  package mutating func add(_ row: [Double]) {
    // Distances from the first row keep the sums small, so that nothing cancels.
    if n == 0 { origin = row }
    n += 1
    for i in 0..<width {
      let left = row[i] - origin[i]
      sums[i] += left
      for j in 0...i { products[i * width + j] += left * (row[j] - origin[j]) }
    }
  }

  /// Regresses the last variable on others, both sides standardised by the sample deviation.
  ///
  /// Source: the normal equations over the matrix of correlations, by Cholesky's decomposition
  /// (G. H. Golub and C. F. Van Loan, "Matrix Computations", 4.2).
  ///
  /// - Parameter drivers: The places of those others, ascending; nil for all.
  /// - Returns: What came of it; coefficients stand in the order of these places.
  package func regression(on drivers: [Int]? = nil) -> RegressionOutcome {
    let drivers = drivers ?? Array(0..<width - 1)
    let count = drivers.count
    guard n > count + 1 else { return .tooFewRows }
    let columns = drivers + [width - 1]
    let scatter = columns.map { covariation($0, $0) }
    guard scatter[count] > 0 else { return .constantOutcome }
    if let flat = scatter.firstIndex(where: { $0 <= 0 }) { return .constantDriver(drivers[flat]) }
    func correlation(_ i: Int, _ j: Int) -> Double {
      covariation(columns[max(i, j)], columns[min(i, j)]) / (scatter[i] * scatter[j]).squareRoot()
    }
    var factor = Array(repeating: 0.0, count: count * count)
    for i in 0..<count {
      for j in 0...i {
        let known = (0..<j).reduce(0) { $0 + factor[i * count + $1] * factor[j * count + $1] }
        let rest = (i == j ? 1 : correlation(i, j)) - known
        if i == j, rest < 1e-10 { return .dependentDriver(drivers[i]) }
        factor[i * count + j] = i == j ? rest.squareRoot() : rest / factor[j * count + j]
      }
    }
    let right = (0..<count).map { correlation($0, count) }
    let coefficients = CoMoments.solution(factor, right)
    let rSquared = zip(coefficients, right).reduce(0) { $0 + $1.0 * $1.1 }
    return .fitted(coefficients: coefficients, rSquared: max(0, min(1, rSquared)))
  }

  /// The sum of products of distances from the means; `j` is not above `i`.
  private func covariation(_ i: Int, _ j: Int) -> Double {
    let raw = products[i * width + j]
    let value = raw - sums[i] * sums[j] / Double(n)
    // What is left of a constant is rounding.
    return i == j && value <= 1e-12 * raw ? 0 : value
  }

  /// Solves L Lᵀ x = b for the lower triangle L.
  private static func solution(_ factor: [Double], _ right: [Double]) -> [Double] {
    let count = right.count
    var x = right
    for i in 0..<count {
      for j in 0..<i { x[i] -= factor[i * count + j] * x[j] }
      x[i] /= factor[i * count + i]
    }
    for i in (0..<count).reversed() {
      for j in (i + 1)..<count { x[i] -= factor[j * count + i] * x[j] }
      x[i] /= factor[i * count + i]
    }
    return x
  }
}
