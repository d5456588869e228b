// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension InteractionReport {
  /// How well each interaction goes, over all visits or by groups of them, as people read it.
  ///
  /// - Parameter focus: The interactions that are drawn group by group.
  /// - Returns: The sheet.
  package func sheet(focus: [Label] = []) -> ReportSheet {
    let title = "How well each interaction goes"
    guard !dimensions.isEmpty else {
      return ReportSheet(title, results.first?.blocks ?? [], values: report)
    }
    let names = dimensions.map(\.name).joined(separator: " and ")
    return ReportSheet("\(title), by \(names)", groupBlocks(focus: focus), values: report)
  }
}

extension GroupResult {
  /// How well it goes: impressions first, then each measure on a scale of its own, then what is no
  /// measure, and what is counted apart.
  var blocks: [Page.Block] {
    let pictures = charts.map(Page.Block.chart)
    let nothing = Page.Block.text("Nothing was observed yet.")
    let seen = interactions.filter { $0.n > 0 }
    let tables =
      [others] + GroupResult.choices(seen)
      + [GroupResult.words(seen), GroupResult.apart(interactions)]
    let known = pictures + tables.compactMap(\.self).map(Page.Block.table)
    return pictures.isEmpty && seen.isEmpty ? [nothing] + known : known
  }

  /// The pictures among them.
  var charts: [any Chart] {
    [impressionsChart].compactMap(\.self) + GroupResult.charts(interactions.filter { $0.n > 0 })
  }

  // MARK: Pictures

  /// Misery, neutral and magic of the interactions that leave impressions.
  private var impressionsChart: RowChart? {
    let judged = interactions.filter { $0.impressions.n > 0 }
    guard !judged.isEmpty else { return nil }
    return RowChart.verdicts(
      title: "Misery, neutral and magic",
      reading: GroupResult.reading(ofImpressions: judged),
      judged.map { $0.impressions.counts(called: $0.entry.name, minimum: $0.minimum) }
    )
  }

  private static func reading(ofImpressions judged: [InteractionResult]) -> String {
    let firm = judged.filter { $0.impressions.n >= $0.minimum }
    func most(_ rate: (Impressions) -> Double?) -> InteractionResult? {
      firm.max { (rate($0.impressions) ?? 0) < (rate($1.impressions) ?? 0) }
    }
    guard let worst = most(\.miseryRate), let best = most(\.magicRate) else {
      return "Too few to go by."
    }
    let misery = worst.impressions.miseryReading(minimum: worst.minimum)
    let magic = best.impressions
    let interval = Interval.share(magic.magic, of: magic.n)
    return "Most misery: “\(worst.entry.name)”, \(misery). "
      + "Most magic: “\(best.entry.name)”, \(Wording.text(magic.magicRate, Wording.percent)) "
      + "(\(Wording.text(interval, Wording.percent)), n = \(Quantity.count(magic.n)))."
  }

  /// What there is of each measure: only of ratings and shares, and of several interactions, a
  /// picture says more than its figures.
  private static func measures(
    _ seen: [InteractionResult]
  ) -> [(measure: Measure, results: [InteractionResult], isDrawn: Bool)] {
    seen.filter { $0.entry.kind.isNumeric }.grouped(by: Measure.init).map { measure, results in
      let isDrawn = [.rating, .yesno, .share].contains(measure.kind) && results.count > 1
      return (measure, results, isDrawn)
    }
  }

  /// Ratings and shares, a chart for each scale.
  private static func charts(_ seen: [InteractionResult]) -> [RowChart] {
    measures(seen).filter(\.isDrawn).map { measure, results, _ in
      RowChart.estimates(
        title: measure.title,
        reading: measure.kind == .rating ? reading(results) : extremes(results),
        axis: measure.axis,
        quantity: measure.quantity,
        range: measure.range,
        results.map { $0.estimate() }
      )
    }
  }

  /// The best and the weakest of several results, each with its interval and n.
  private static func reading(_ results: [InteractionResult]) -> String {
    let firm = results.filter { !$0.isTooFew && $0.goodness != nil }
    guard let best = firm.max(by: { ($0.goodness ?? 0) < ($1.goodness ?? 0) }),
      let weakest = firm.min(by: { ($0.goodness ?? 0) < ($1.goodness ?? 0) })
    else { return extremes(results) }
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

  /// The figures that are not drawn: minutes, counts, amounts, and what stands alone on its scale.
  var others: Table? {
    let left = GroupResult.measures(interactions.filter { $0.n > 0 }).filter { !$0.isDrawn }
    let rows = left.flatMap { measure, results, _ in
      results.map { result in
        let (values, quantity) = (result.values, measure.quantity)
        let certainty = result.isTooFew ? "too few" : Wording.text(result.interval, quantity)
        return [result.entry.name, measure.title.lowercased(), Quantity.count(result.n)]
          + [Wording.text(values.mean, quantity), certainty]
          + [values.median, values.quantile(0.9), values.minimum, values.maximum].map {
            Wording.text($0, quantity)
          }
      }
    }
    let headings = ["interaction", "in", "n", "mean", "interval", "median", "p90", "min", "max"]
    return Table(caption: "Other figures", headings: headings, rows: rows).filled
  }

  private static func choices(_ seen: [InteractionResult]) -> [Table] {
    seen.filter { !$0.choices.isEmpty }.map { result in
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
      return Table(
        caption: "\(result.entry.name), n = \(Quantity.count(result.n))",
        headings: ["choice", "chosen", "share", "interval"],
        rows: rows
      )
    }
  }

  private static func words(_ seen: [InteractionResult]) -> Table? {
    let rows = seen.filter { [.text, .date, .time].contains($0.entry.kind) }
      .map { [$0.entry.name, $0.entry.kind.rawValue, Quantity.count($0.n)] }
    return Table(caption: "In words", headings: ["interaction", "kind", "n"], rows: rows).filled
  }

  /// What is counted and stands in no figure, and what stands in one provisionally.
  private static func apart(_ results: [InteractionResult]) -> Table? {
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
    let headings = ["interaction"] + used.map(\.0)
    return Table(caption: "Counted apart", headings: headings, rows: rows).filled
  }
}

extension Table {
  /// The table; nil where it has no row.
  fileprivate var filled: Table? { rows.isEmpty ? nil : self }
}
