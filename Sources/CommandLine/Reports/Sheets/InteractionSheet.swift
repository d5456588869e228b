// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Insight

/// How well each interaction goes, as blocks of a page.
enum InteractionSheet {
  static let title = "How well each interaction goes"

  /// The blocks over the interactions of one group of visits.
  static func blocks(_ results: [InteractionResult]) -> [Page.Block] {
    let observed = results.filter { $0.n > 0 || $0.impressions.n > 0 }
    guard !observed.isEmpty else { return [.text("Nothing was observed yet.")] + apart(results) }
    return verdicts(observed) + ratings(observed) + shares(observed) + measures(observed)
      + choices(observed) + words(observed) + apart(results)
  }

  /// Misery, neutral and magic of the interactions that leave impressions.
  static func verdicts(_ results: [InteractionResult]) -> [Page.Block] {
    let judged = results.filter { $0.impressions.n > 0 }
    guard !judged.isEmpty else { return [] }
    let firm = judged.filter { $0.impressions.n >= $0.minimum }
    let looked = firm.isEmpty ? judged : firm
    var reading = ""
    if let worst = looked.max(by: {
      rate($0.impressions.miseryRate) < rate($1.impressions.miseryRate)
    }) {
      reading = "Most misery: “\(worst.entry.name)”, \(worst.impressions.miseryReading)."
    }
    if let best = looked.max(by: { rate($0.impressions.magicRate) < rate($1.impressions.magicRate) }
    ) {
      let magic = Wording.text(best.impressions.magicRate, Wording.percent)
      reading +=
        " Most magic: “\(best.entry.name)”, \(magic)"
        + " (n = \(Quantity.count(best.impressions.n)))."
    }
    return [
      .chart(
        RowChart.verdicts(
          title: "Misery, neutral and magic",
          reading: reading,
          judged.map { $0.impressions.counts(called: $0.entry.name) }
        )
      )
    ]
  }

  private static func rate(_ rate: Double?) -> Double { rate ?? -1 }

  /// Mean ratings, a chart for each scale.
  static func ratings(_ results: [InteractionResult]) -> [Page.Block] {
    results.filter { $0.entry.kind == .rating && $0.n > 0 }.grouped(by: \.scale).map { group in
      let range = group.key.map { $0.low...$0.high }
      let name = group.key.map { "Ratings from \($0.text)" } ?? "Ratings"
      return .chart(
        RowChart.estimates(
          title: name,
          reading: reading(group.elements),
          axis: "mean rating",
          quantity: Wording.fine,
          range: range,
          group.elements.map { $0.estimate() }
        )
      )
    }
  }

  /// Shares of yes, and shares that were answered as such.
  static func shares(_ results: [InteractionResult]) -> [Page.Block] {
    let kinds: [(AnswerKind, String)] = [(.yesno, "Answers of yes"), (.share, "Shares")]
    return kinds.compactMap { kind, title in
      let shown = results.filter { $0.entry.kind == kind && $0.n > 0 }
      guard !shown.isEmpty else { return nil }
      return .chart(
        RowChart.estimates(
          title: title,
          reading: extremes(shown),
          axis: kind == .yesno ? "share of yes" : "mean share",
          quantity: Wording.percent,
          range: 0...1,
          shown.map { $0.estimate() }
        )
      )
    }
  }

  /// The best and the weakest of several results, each with its interval and n.
  private static func reading(_ results: [InteractionResult]) -> String {
    let firm = results.filter { !$0.isTooFew && $0.goodness != nil }
    guard let best = firm.max(by: { ($0.goodness ?? 0) < ($1.goodness ?? 0) }),
      let weakest = firm.min(by: { ($0.goodness ?? 0) < ($1.goodness ?? 0) })
    else { return results.contains { !$0.isTooFew } ? extremes(results) : "Too few to go by." }
    guard firm.count > 1 else { return "“\(best.entry.name)”: \(best.reading)." }
    return "Best: “\(best.entry.name)”, \(best.reading). "
      + "Weakest: “\(weakest.entry.name)”, \(weakest.reading)."
  }

  /// The highest and the lowest of several results, where neither end is the good one.
  private static func extremes(_ results: [InteractionResult]) -> String {
    let firm = results.filter { !$0.isTooFew }
    guard let high = firm.max(by: { ($0.values.mean ?? 0) < ($1.values.mean ?? 0) }),
      let low = firm.min(by: { ($0.values.mean ?? 0) < ($1.values.mean ?? 0) })
    else { return "Too few to go by." }
    guard firm.count > 1 else { return "“\(high.entry.name)”: \(high.reading)." }
    return "Highest: “\(high.entry.name)”, \(high.reading). "
      + "Lowest: “\(low.entry.name)”, \(low.reading)."
  }

  // MARK: Tables

  /// Minutes, counts and amounts.
  private static func measures(_ results: [InteractionResult]) -> [Page.Block] {
    let kinds: [AnswerKind] = [.minutes, .count, .amount]
    let shown = results.filter { kinds.contains($0.entry.kind) && $0.n > 0 }
    guard !shown.isEmpty else { return [] }
    let rows = shown.map { result in
      let values = result.values
      return [result.entry.name, result.entry.kind.rawValue, Quantity.count(result.n)]
        + [values.mean].map { Wording.text($0) }
        + [result.isTooFew ? "too few" : Wording.text(result.interval)]
        + [values.median, values.quantile(0.9), values.minimum, values.maximum, values.sum].map {
          Wording.text($0)
        }
    }
    let headings = [
      "interaction", "kind", "n", "mean", "interval", "median", "p90", "min", "max", "sum",
    ]
    return [.table(Table(caption: "Minutes, counts, amounts", headings: headings, rows: rows))]
  }

  private static func choices(_ results: [InteractionResult]) -> [Page.Block] {
    results.filter { !$0.choices.isEmpty }.map { result in
      let rows = result.choices.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
        choice,
        count in
        let interval = Interval.share(count, of: result.n)
        return [
          choice.text, Quantity.count(count),
          Wording.text(Double(count) / Double(max(result.n, 1)), Wording.percent),
          result.isTooFew ? "too few" : Wording.text(interval, Wording.percent),
        ]
      }
      return .table(
        Table(
          caption: "\(result.entry.name), n = \(Quantity.count(result.n))",
          headings: ["choice", "chosen", "share", "interval"],
          rows: rows
        )
      )
    }
  }

  private static func words(_ results: [InteractionResult]) -> [Page.Block] {
    let shown = results.filter {
      [.text, .date, .time].contains($0.entry.kind) && $0.n > 0
    }
    guard !shown.isEmpty else { return [] }
    let rows = shown.map { [$0.entry.name, $0.entry.kind.rawValue, Quantity.count($0.n)] }
    return [
      .table(Table(caption: "In words", headings: ["interaction", "kind", "n"], rows: rows))
    ]
  }

  /// What is counted and stands in no figure, and what stands in one provisionally.
  private static func apart(_ results: [InteractionResult]) -> [Page.Block] {
    let columns: [(String, (InteractionResult) -> Int)] = [
      ("out of range", { $0.outOfRange }), ("not applicable", { $0.absent(.notApplicable) }),
      ("refused", { $0.absent(.refused) }), ("not asked", { $0.absent(.notAsked) }),
      ("left blank", { $0.absent(.leftBlank) }), ("unreadable", { $0.unreadable }),
      ("unsaid", { $0.unsaid }), ("other scale", { $0.otherScale }),
      ("provisional", { $0.provisional }),
    ]
    let used = columns.filter { column in results.contains { column.1($0) > 0 } }
    let rows = results.filter { result in used.contains { $0.1(result) > 0 } }.map { result in
      [result.entry.name] + used.map { Quantity.count($0.1(result)) }
    }
    guard !rows.isEmpty else { return [] }
    return [
      .table(
        Table(
          caption: "Counted apart",
          headings: ["interaction"] + used.map(\.0),
          rows: rows
        )
      )
    ]
  }
}
