// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension InteractionReport {
  /// A chart for each interaction looked at closely, and a table of all.
  func groupBlocks(focus: [Label]) -> [Page.Block] {
    let groups = results
    guard !groups.isEmpty else { return [.text("No visit fits.")] }
    return focus.compactMap { chart(of: $0, groups) }.map(Page.Block.chart) + [
      table(groups, focus: focus)
    ]
  }

  /// One interaction over the groups: a trend where the last dimension is time, bars else; nil
  /// where nothing was observed.
  func chart(of code: Label, _ groups: [GroupResult]) -> (any Chart)? {
    let known = groups.compactMap { group in
      group[code].flatMap { $0.n > 0 ? (group: group, result: $0) : nil }
    }
    guard let entry = known.first?.result.entry, entry.kind.isNumeric else { return nil }
    let title = "\(entry.name), by \(dimensions.map(\.name).joined(separator: " and "))"
    let measures = Set(known.map { Measure($0.result) })
    let measure = Measure(known[0].result)
    // Groups that were asked on several scales share no end.
    let range = measures.count == 1 ? measure.range : nil
    let reading = InteractionReport.reading(known)
    if let last = dimensions.last, last == .wave || last == .month {
      return TrendChart(
        title: title,
        reading: reading,
        axis: measure.axis,
        quantity: measure.quantity,
        range: range,
        series: series(known, called: entry.name, over: last)
      )
    }
    return RowChart.estimates(
      title: title,
      reading: reading,
      axis: measure.axis,
      subject: dimensions.map(\.name).joined(separator: " / "),
      quantity: measure.quantity,
      range: range,
      known.map { $0.result.estimate(called: $0.group.name) }
    )
  }

  private typealias Known = (group: GroupResult, result: InteractionResult)

  /// A line for each of the groups that all dimensions but time part visits into.
  private func series(
    _ known: [Known],
    called name: String,
    over time: Dimension
  ) -> [TrendChart.Series] {
    let others = Array(dimensions.dropLast())
    return known.grouped(by: { GroupKey($0.group.key.parts.dropLast()) }).map { key, points in
      TrendChart.Series(
        others.isEmpty ? name : facts.name(of: key, by: others),
        values: points.map { point in
          let moment = point.group.key.parts.last ?? nil
          return point.result.estimate(
            called: moment.map { facts.name(of: $0, in: time) } ?? "no \(time.name)"
          )
        }
      )
    }
  }

  private static func reading(_ known: [Known]) -> String {
    let firm = known.filter { !$0.result.isTooFew }
    guard let high = firm.max(by: { ($0.result.values.mean ?? 0) < ($1.result.values.mean ?? 0) }),
      let low = firm.min(by: { ($0.result.values.mean ?? 0) < ($1.result.values.mean ?? 0) })
    else { return "Too few answers in every group." }
    guard firm.count > 1 else {
      return "Only “\(high.group.name)” has enough: \(high.result.reading)."
    }
    let gap = Comparison(own: high.result, theirs: low.result, byScenario: []).interval
    if gap.map({ $0.contains(0) }) ?? false {
      return "No difference between groups is clear. Highest: “\(high.group.name)”, "
        + "\(high.result.reading)."
    }
    return "Highest: “\(high.group.name)”, \(high.result.reading). "
      + "Lowest: “\(low.group.name)”, \(low.result.reading)."
  }

  /// How many rows a table of groups may have before it is kept to what is looked at closely.
  private static let rowsMaximum = 600

  private func table(_ groups: [GroupResult], focus: [Label]) -> Page.Block {
    let subject = dimensions.map(\.name).joined(separator: " / ")
    let seen = groups[0].interactions.indices.filter { place in
      groups.contains { $0.interactions[place].n > 0 }
    }
    // Nobody reads thousands of rows: what is looked at closely stands for the rest.
    let isLong = seen.count * groups.count > InteractionReport.rowsMaximum
    let places =
      isLong ? seen.filter { focus.contains(groups[0].interactions[$0].entry.code) } : seen
    let rows = places.flatMap { place in
      groups.map { group in
        let result = group.interactions[place]
        let quantity = Measure(result).quantity
        return [
          result.entry.name, group.name, Quantity.count(result.n),
          Wording.text(result.values.mean, quantity),
          result.isTooFew ? "too few" : Wording.text(result.interval, quantity),
          Wording.text(result.impressions.miseryRate, Wording.percent),
        ]
      }
    }
    return .table(
      Table(
        caption: isLong
          ? "By \(subject); other interactions: --focus CODE" : "Every interaction, by \(subject)",
        headings: ["interaction", subject, "n", "mean", "interval", "misery"],
        rows: rows
      )
    )
  }
}
