// SPDX-License-Identifier: Apache-2.0

extension CompareResult {
  /// Own against all competitors together, then against each where there are several: a picture for
  /// each measure.
  package var charts: [RowChart] {
    let ours = own.isEmpty ? "own" : own.map(\.text).joined(separator: ", ")
    let all = each.count == 1 ? each[0].brand.text : "all competitors"
    let rest = each.count > 1 ? each : []
    return CompareResult.charts(of: pooled, own: ours, competitor: all)
      + rest.flatMap {
        CompareResult.charts(of: $0.comparisons, own: ours, competitor: $0.brand.text)
      }
  }

  private static func charts(
    of comparisons: [Comparison],
    own: String,
    competitor: String
  ) -> [RowChart] {
    let seen = comparisons.filter { $0.own.n > 0 && $0.theirs.n > 0 }
    return ResultMeasure.groups(of: seen) { $0.own }.map { measure, comparisons in
      RowChart.gaps(
        title: "\(measure.title): \(own) against \(competitor)",
        reading: reading(of: comparisons, as: measure.quantity),
        axis: measure.axis,
        quantity: measure.quantity,
        range: measure.range,
        own: own,
        competitor: competitor,
        comparisons.map { comparison in
          Gap(
            comparison.own.entry.name,
            own: Estimate(comparison.own),
            competitor: Estimate(comparison.theirs),
            interval: comparison.standing == .tooFew ? nil : comparison.interval?.range
          )
        }
      )
    }
  }

  private static func reading(of comparisons: [Comparison], as quantity: Quantity) -> String {
    let gaps = quantity.ofDifferences
    let unit = gaps == quantity ? "" : " points"
    func told(_ standing: Comparison.Standing) -> String? {
      let all = comparisons.filter { $0.standing == standing }
      guard let most = all.max(by: { ($0.gap ?? 0).magnitude < ($1.gap ?? 0).magnitude }),
        let gap = most.gap, let interval = most.interval
      else { return nil }
      let level = Quantity.percent(decimals: 0).text(Interval.level)
      let parts = [
        "\(level): \(gaps.text(interval.range, signed: true))",
        "n = \(Quantity.count(most.own.n)) and \(Quantity.count(most.theirs.n))",
      ]
      return "\(standing.rawValue) on \(all.count) of \(comparisons.count), most on "
        + "\(Sentences.quoted(most.own.entry.name)): \(gaps.text(gap, signed: true))\(unit) "
        + "(\(parts.joined(separator: ", ")))"
    }
    let open = comparisons.count { $0.standing == .undecided || $0.standing == .tooFew }
    let rest = open > 0 ? ["no clear difference on \(open)"] : []
    let parts = [told(.behind), told(.ahead)].compactMap(\.self) + rest
    let sentence = parts.joined(separator: "; ")
    let provisional = comparisons.reduce(0) { $0 + $1.own.provisional + $1.theirs.provisional }
    return sentence.capitalized + "." + Sentences.provisional(provisional)
  }
}
