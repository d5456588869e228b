// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Insight

/// How well interactions go, group by group of visits, as blocks of a page.
enum GroupSheet {
  /// The blocks of a report by groups: a chart for each interaction looked at closely, a table of
  /// all.
  ///
  /// - Parameters:
  ///   - results: The groups in their order.
  ///   - dimensions: What visits are grouped by.
  ///   - focus: The interactions to draw.
  /// - Returns: The blocks.
  static func blocks(
    _ results: [GroupResult],
    by dimensions: [Dimension],
    focus: [Label]
  ) -> [Page.Block] {
    guard !results.isEmpty else { return [.text("No visit fits.")] }
    return charts(results, by: dimensions, focus: focus) + table(results, called: name(dimensions))
  }

  /// A chart for each interaction looked at closely.
  static func charts(
    _ results: [GroupResult],
    by dimensions: [Dimension],
    focus: [Label]
  ) -> [Page.Block] {
    focus.compactMap { chart(of: $0, results, by: dimensions, called: name(dimensions)) }
  }

  private static func name(_ dimensions: [Dimension]) -> String {
    dimensions.map(\.name).joined(separator: " / ")
  }

  /// One interaction over the groups: a trend over waves, bars else.
  private static func chart(
    of code: Label,
    _ results: [GroupResult],
    by dimensions: [Dimension],
    called subject: String
  ) -> Page.Block? {
    let groups = results.compactMap { group in group[code].map { (group.key.text, $0) } }
    guard let entry = groups.first?.1.entry, entry.kind.isNumeric,
      groups.contains(where: { $0.1.n > 0 })
    else { return nil }
    let title = "\(entry.name), by \(subject)"
    let reading = reading(groups)
    let isYesNo = entry.kind == .yesno
    let axis = isYesNo ? "share of yes" : "mean"
    let scales = Set(groups.map(\.1.scale))
    let scale = scales.count == 1 ? scales.first?.map { $0.low...$0.high } : nil
    let range = isYesNo ? 0...1 : entry.kind == .rating ? scale : nil
    let estimates = groups.map { $0.1.estimate(called: $0.0) }
    if dimensions == [.wave] {
      return .chart(
        TrendChart(
          title: title,
          reading: reading,
          axis: axis,
          quantity: entry.kind.quantity,
          range: range,
          series: [TrendChart.Series(entry.name, values: estimates)]
        )
      )
    }
    return .chart(
      RowChart.estimates(
        title: title,
        reading: reading,
        axis: axis,
        subject: subject,
        quantity: entry.kind.quantity,
        range: range,
        estimates
      )
    )
  }

  private static func reading(_ groups: [(name: String, result: InteractionResult)]) -> String {
    let firm = groups.filter { !$0.result.isTooFew }
    guard let high = firm.max(by: { ($0.result.values.mean ?? 0) < ($1.result.values.mean ?? 0) }),
      let low = firm.min(by: { ($0.result.values.mean ?? 0) < ($1.result.values.mean ?? 0) })
    else { return "Too few answers in every group." }
    guard firm.count > 1 else { return "Only “\(high.name)” has enough: \(high.result.reading)." }
    return "Highest: “\(high.name)”, \(high.result.reading). "
      + "Lowest: “\(low.name)”, \(low.result.reading)."
  }

  private static func table(_ results: [GroupResult], called subject: String) -> [Page.Block] {
    let places = results[0].interactions.indices.filter { place in
      results.contains { $0.interactions[place].n > 0 }
    }
    let rows = places.flatMap { place in
      results.map { group in
        let result = group.interactions[place]
        let quantity = result.entry.kind.quantity
        let interval = result.isTooFew ? "too few" : Wording.text(result.interval, quantity)
        return [
          result.entry.name, group.key.text, Quantity.count(result.n),
          Wording.text(result.values.mean, quantity), interval,
          result.impressions.n > 0
            ? Wording.text(result.impressions.miseryRate, Wording.percent) : "–",
        ]
      }
    }
    return [
      .table(
        Table(
          caption: "Every interaction, by \(subject)",
          headings: ["interaction", subject, "n", "mean", "interval", "misery"],
          rows: rows
        )
      )
    ]
  }
}
