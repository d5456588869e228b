// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// What results must have in common to share a scale: the kind of answer, its scale, its currency.
struct Measure: Hashable {
  let kind: AnswerKind
  private let scale: AnswerScale?
  private let currency: Label?

  /// The measure of a result.
  init(_ result: InteractionResult) {
    kind = result.entry.kind
    scale = kind == .rating ? result.scale ?? result.entry.scale : nil
    currency = kind == .amount ? result.entry.currency : nil
  }

  /// How its values are written.
  var quantity: Quantity { kind == .yesno || kind == .share ? Wording.finePercent : Wording.fine }

  /// The ends of its scale; nil where it has none.
  var range: ClosedRange<Double>? {
    kind == .yesno || kind == .share ? 0...1 : scale.map { $0.low...$0.high }
  }

  /// What it is, for a chart's title.
  var title: String {
    switch kind {
    case .rating: "Ratings" + (ends.map { " from \($0)" } ?? "")
    case .yesno: "Answers of yes"
    case .share: "Shares"
    case .minutes: "Minutes"
    case .count: "Counts"
    case .amount: "Amounts" + (currency.map { " in \($0)" } ?? "")
    case .text, .choice, .choices, .date, .time: kind.rawValue
    }
  }

  /// What it is, for a chart's axis.
  var axis: String {
    switch kind {
    case .rating: "mean rating" + (ends.map { ", \($0)" } ?? "")
    case .yesno: "share of yes"
    case .share: "mean share"
    case .minutes: "mean, minutes"
    case .count: "mean count"
    case .amount: "mean amount" + (currency.map { ", \($0)" } ?? "")
    case .text, .choice, .choices, .date, .time: kind.rawValue
    }
  }

  /// The ends of a rating's scale in words, such as `1 to 3`.
  private var ends: String? {
    scale.map { "\(Answer.number($0.low).display) to \(Answer.number($0.high).display)" }
  }
}
