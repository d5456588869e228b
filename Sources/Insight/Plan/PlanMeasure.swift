// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// What can be planned, under the keys of the report of interactions.
enum PlanMeasure: String, CaseIterable, Sendable {
  case mean
  case median
  case sum
  case p90
  case shareYes = "share_yes"
  case miseryRate = "misery_rate"
  case magicRate = "magic_rate"
  case net
  case n
  case visits = "n_visits"

  /// The figure that came out; nil where there is none.
  func figure(of result: InteractionResult, visits: Int) -> Double? {
    switch self {
    case .mean: result.values.mean
    case .median: result.values.median
    case .sum: result.values.sum
    case .p90: result.values.quantile(0.9)
    case .shareYes: result.shareYes
    case .miseryRate: result.impressions.miseryRate
    case .magicRate: result.impressions.magicRate
    case .net: result.impressions.net
    case .n: Double(result.n)
    case .visits: Double(visits)
    }
  }

  /// Where the figure may lie; nil where its measure has no interval.
  func interval(of result: InteractionResult) -> Interval? {
    let impressions = result.impressions
    return switch self {
    case .mean, .shareYes: result.interval
    case .miseryRate: .share(impressions.misery, of: impressions.n)
    case .magicRate: .share(impressions.magic, of: impressions.n)
    case .median, .sum, .p90, .net, .n, .visits: nil
    }
  }

  /// Whether it counts what was done, of which nothing is too few to tell.
  var isCount: Bool { self == .n || self == .visits }

  /// Which side of the plan is the good one.
  func better(of entry: BankEntry) -> Better {
    switch self {
    case .mean, .median, .sum, .p90, .shareYes: entry.better
    case .miseryRate: .lower
    case .magicRate, .net, .n, .visits: .higher
    }
  }
}
