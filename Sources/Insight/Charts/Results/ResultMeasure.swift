// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// What results must have in common to share a scale: the kind of answer, its scale, its currency.
struct ResultMeasure: Hashable, Sendable {
  private let kind: AnswerKind
  private let scale: AnswerScale?
  private let currency: Label?

  /// The measure of a result; nil for answers that are no numbers.
  init?(_ result: InteractionResult) {
    guard result.entry.kind.isNumeric else { return nil }
    kind = result.entry.kind
    scale = kind == .rating ? result.scale ?? result.entry.scale : nil
    currency = kind == .amount ? result.entry.currency : nil
  }

  /// The measures of results in the order in which they come, and the results of each.
  static func groups<Result>(
    of results: [Result],
    by subject: (Result) -> InteractionResult
  ) -> [(measure: ResultMeasure, results: [Result])] {
    var groups: [(measure: ResultMeasure, results: [Result])] = []
    for result in results {
      guard let measure = ResultMeasure(subject(result)) else { continue }
      if let index = groups.firstIndex(where: { $0.measure == measure }) {
        groups[index].results.append(result)
      } else {
        groups.append((measure, [result]))
      }
    }
    return groups
  }

  /// How its values are written.
  var quantity: Quantity {
    switch kind {
    case .yesno, .share: .percent(decimals: 0)
    case .minutes, .count: .number(decimals: 1)
    case .amount: .number(decimals: 0)
    default: .number(decimals: 2)
    }
  }

  /// The ends of its scale; nil where it has none.
  var range: ClosedRange<Double>? {
    switch kind {
    case .yesno, .share: 0...1
    default: scale.map { $0.low...$0.high }
    }
  }

  /// What it is, for a chart's axis.
  var axis: String {
    switch kind {
    case .yesno: "share of yes"
    case .share: "mean share"
    case .minutes: "mean, minutes"
    case .count: "mean count"
    case .amount: "mean amount" + (currency.map { ", \($0)" } ?? "")
    default: "mean rating" + (range.map { ", \(Scale($0).words)" } ?? "")
    }
  }

  /// What it is, for a chart's title.
  var title: String {
    switch kind {
    case .yesno: "Shares of yes"
    case .share: "Shares"
    case .minutes: "Minutes"
    case .count: "Counts"
    case .amount: "Amounts" + (currency.map { " in \($0)" } ?? "")
    default: "Ratings" + (range.map { " from \(Scale($0).words)" } ?? "")
    }
  }
}

extension Scale {
  /// The scale's ends in words: `1 to 5`.
  fileprivate var words: String {
    [lower, upper].map { Quantity.trimmed(Quantity.number(decimals: 2).text($0)) }
      .joined(separator: " to ")
  }
}
