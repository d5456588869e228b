// SPDX-License-Identifier: Apache-2.0

/// One figure: what we reach, what the limit is, what we set out to reach.
struct Figure: Codable {
  /// What a figure is to be.
  enum Target: Codable {
    case atMost(Double)
    /// So many times the limit.
    case atMostTimes(Double)
    case atLeast(Double)
    case exactly(Double)
  }

  /// What was measured.
  let name: String

  /// Its unit.
  let unit: String

  /// Each run's figure.
  let runs: [Double]

  /// What the limit reached in the same runs; empty where there is none.
  let limits: [Double]

  /// What the limit is.
  let limitName: String

  /// What the figure is to be; nil where it only informs.
  let target: Target?

  /// The cores that other work used meanwhile, at most; above 0.3 a figure is not worth quoting.
  let foreignCores: Double

  init(
    _ name: String,
    _ unit: String,
    _ runs: [Double],
    limit: [Double] = [],
    _ limitName: String = "",
    target: Target? = nil,
    foreignCores: Double = 0
  ) {
    self.name = name
    self.unit = unit
    self.runs = runs
    self.limits = limit
    self.limitName = limitName
    self.target = target
    self.foreignCores = foreignCores
  }

  /// The median over the runs.
  var ours: Double { Sample(runs).quantile(0.5) }

  /// The limit's median; nil where there is none.
  var limit: Double? { limits.isEmpty ? nil : Sample(limits).quantile(0.5) }

  /// Ours over the limit.
  var ratio: Double? { limit.map { ours / $0 } }

  /// Whether the target is met; nil where there is none.
  var isMet: Bool? {
    switch target {
    case nil: nil
    case .atMost(let most): ours <= most
    case .atMostTimes(let most): ratio.map { $0 <= most }
    case .atLeast(let least): ours >= least
    case .exactly(let number): ours == number
    }
  }

  /// The same figure with another one's runs after its own.
  func followed(by other: Figure) -> Figure {
    Figure(
      name,
      unit,
      runs + other.runs,
      limit: limits + other.limits,
      limitName,
      target: target,
      foreignCores: max(foreignCores, other.foreignCores)
    )
  }
}

extension [Figure] {
  /// Several runs of the same figures as one.
  static func merged(_ runs: [[Figure]]) -> [Figure] {
    guard let first = runs.first else { return [] }
    return first.map { figure in
      runs.dropFirst().reduce(figure) { sum, run in
        run.first { $0.name == figure.name }.map(sum.followed) ?? sum
      }
    }
  }
}
