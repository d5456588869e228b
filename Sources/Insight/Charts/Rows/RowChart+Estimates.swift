// SPDX-License-Identifier: Apache-2.0

/// A mean or a share as a chart shows it.
package struct Estimate: Hashable, Sendable {
  /// What was estimated, in the reader's words.
  package let label: String

  /// The mean or share; nil without observations, and for what is no number.
  package let value: Double?

  /// The interval that holds it, at the level that the chart's reading names.
  package let interval: ClosedRange<Double>?

  /// The observations it rests on.
  package let n: Int

  /// Whether n is below what the report calls enough.
  package let isTooFew: Bool

  /// A mean or a share as a chart shows it.
  package init(
    _ label: String,
    value: Double?,
    interval: ClosedRange<Double>?,
    n: Int,
    isTooFew: Bool = false
  ) {
    self.label = label
    self.value = value.flatMap { $0.isFinite ? $0 : nil }
    self.interval = interval
    self.n = n
    self.isTooFew = isTooFew
  }

  /// What a scale has to cover to show it.
  var extent: [Double] {
    [value, interval?.lowerBound, interval?.upperBound].compactMap(\.self)
  }
}

extension RowChart {
  /// Means or shares as bars, each with its interval and n.
  ///
  /// Bars begin at the scale's lower end; `range` is the rating's scale, and without one the scale
  /// covers all values and zero. `figure` heads the column of values where they are no means.
  package static func estimates(
    title: String,
    reading: String,
    axis: String,
    subject: String = "interaction",
    figure: String? = nil,
    quantity: Quantity,
    range: ClosedRange<Double>? = nil,
    references: [Reference] = [],
    _ estimates: [Estimate]
  ) -> RowChart {
    let hasIntervals = estimates.contains { $0.interval != nil || $0.isTooFew }
    let covered = [0] + estimates.flatMap(\.extent) + references.map(\.value)
    let scale =
      range.map { Scale($0, quantity: quantity) } ?? Scale(covering: covered, quantity: quantity)
    let start = max(scale.lower, min(scale.upper, 0))
    var chart = RowChart(
      title: title,
      reading: reading,
      axis: axis,
      quantity: quantity,
      scale: scale,
      subject: subject,
      columns: [figure ?? quantity.name, "n"] + (hasIntervals ? ["interval"] : []),
      rows: estimates.map { row(of: $0, quantity: quantity, start: start) },
      references: references
    )
    if estimates.contains(where: \.isTooFew) {
      chart.keys = [Key(.fill(.light), "enough observations"), Key(.fill(.outlined), "too few")]
    }
    return chart
  }

  private static func row(of estimate: Estimate, quantity: Quantity, start: Double) -> Row {
    let n = Quantity.count(estimate.n)
    guard let value = estimate.value else {
      return Row(estimate.label, cells: ["–", n, "none"])
    }
    let interval = estimate.interval.map { quantity.text($0) }
    var marks: [Mark] = [.bar(start, value, estimate.isTooFew ? .outlined : .light)]
    if let interval = estimate.interval { marks.append(.interval(interval)) }
    let cells = [quantity.text(value), n, estimate.isTooFew ? "too few" : interval ?? "–"]
    return Row(estimate.label, marks: marks, cells: cells)
  }
}

extension Quantity {
  /// The heading of a column of such values.
  fileprivate var name: String {
    switch self {
    case .number: "mean"
    case .percent: "share"
    case .points: "points"
    case .seconds: "time"
    }
  }
}

/// How many moments were misery, neutral and magic.
package struct VerdictCounts: Hashable, Sendable {
  /// What was judged.
  package let label: String
  /// Moments of −2 and −1.
  package let misery: Int
  /// Moments of 0.
  package let neutral: Int
  /// Moments of 1 and 2.
  package let magic: Int
  /// Whether there are fewer than the report calls enough.
  package let isTooFew: Bool

  /// How many moments were misery, neutral and magic.
  package init(_ label: String, misery: Int, neutral: Int, magic: Int, isTooFew: Bool = false) {
    self.label = label
    self.isTooFew = isTooFew
    self.misery = misery
    self.neutral = neutral
    self.magic = magic
  }
}

extension RowChart {
  /// Misery, neutral and magic as parts of all moments, with net: magic less misery, in points.
  package static func verdicts(
    title: String,
    reading: String,
    subject: String = "interaction",
    _ counts: [VerdictCounts]
  ) -> RowChart {
    let percent = Quantity.percent(decimals: 0)
    let rows = counts.map { count in
      let n = count.misery + count.neutral + count.magic
      guard n > 0 else { return Row(count.label, cells: ["–", "0"]) }
      let misery = Double(count.misery) / Double(n)
      let magic = Double(count.magic) / Double(n)
      let bars: [Mark] = [
        .bar(0, misery, .hatched), .bar(misery, 1 - magic, .pale), .bar(1 - magic, 1, .solid),
      ]
      let shown = zip(bars, [count.misery, count.neutral, count.magic]).filter { $0.1 > 0 }
      let points = Quantity.number(decimals: 0).text((magic - misery) * 100, signed: true)
      let net = count.isTooFew ? "too few" : points
      let shares = [misery, magic].map { percent.text($0) }
      return Row(count.label, marks: shown.map(\.0), cells: [net, Quantity.count(n)] + shares)
    }
    return RowChart(
      title: title,
      reading: reading,
      axis: "share of all moments",
      quantity: percent,
      scale: Scale(0...1, quantity: percent),
      subject: subject,
      columns: ["net", "n", "misery", "magic"],
      rows: rows,
      keys: [
        Key(.fill(.hatched), "misery"), Key(.fill(.pale), "neutral"), Key(.fill(.solid), "magic"),
      ]
    )
  }
}
