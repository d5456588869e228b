// SPDX-License-Identifier: Apache-2.0

/// The own brand beside a competitor, on one interaction.
package struct Gap: Hashable, Sendable {
  /// What is compared.
  package let label: String
  /// The own brand's mean or share.
  package let own: Estimate
  /// The competitor's.
  package let competitor: Estimate
  /// The interval of own less competitor; nil where it cannot be told.
  package let interval: ClosedRange<Double>?

  /// The own brand beside a competitor, on one interaction.
  package init(
    _ label: String,
    own: Estimate,
    competitor: Estimate,
    interval: ClosedRange<Double>?
  ) {
    self.label = label
    self.own = own
    self.competitor = competitor
    self.interval = interval
  }

  /// Whether the interval tells the gap from none.
  package var isClear: Bool {
    interval.map { !$0.contains(0) } ?? false
  }
}

extension RowChart {
  /// The own brand against a competitor: two points a row, and the gap with its interval.
  ///
  /// The line between the points is strong where the gap's interval leaves zero out.
  package static func gaps(
    title: String,
    reading: String,
    axis: String,
    quantity: Quantity,
    range: ClosedRange<Double>? = nil,
    own: String,
    competitor: String,
    _ gaps: [Gap]
  ) -> RowChart {
    let values = gaps.flatMap { $0.own.extent + $0.competitor.extent }
    return RowChart(
      title: title,
      reading: reading,
      axis: axis,
      quantity: quantity,
      scale: range.map { Scale($0, quantity: quantity) }
        ?? Scale(covering: values, quantity: quantity),
      subject: "interaction",
      columns: [
        quantity == quantity.ofDifferences ? "gap" : "gap, points", "interval", "n own/theirs",
      ],
      rows: gaps.map { row(of: $0, quantity: quantity) },
      keys: [
        Key(.symbol(.circle), own), Key(.symbol(.square), competitor),
        Key(.link(isClear: true), "clear gap"), Key(.link(isClear: false), "may be none"),
      ]
    )
  }

  private static func row(of gap: Gap, quantity: Quantity) -> Row {
    let n = [gap.own.n, gap.competitor.n].map(Quantity.count).joined(separator: "/")
    var marks: [Mark] = []
    if let own = gap.own.value, let competitor = gap.competitor.value {
      marks.append(.link(own, competitor, isClear: gap.isClear))
    }
    if let interval = gap.own.interval { marks.append(.interval(interval, .raised)) }
    if let interval = gap.competitor.interval { marks.append(.interval(interval, .lowered)) }
    if let competitor = gap.competitor.value { marks.append(.point(competitor, .square)) }
    if let own = gap.own.value { marks.append(.point(own, .circle)) }
    guard let own = gap.own.value, let competitor = gap.competitor.value else {
      return Row(gap.label, marks: marks, cells: ["–", "–", n])
    }
    let gaps = quantity.ofDifferences
    let difference = gaps.text(own - competitor, signed: true)
    let interval = gap.interval.map { gaps.text($0, signed: true) } ?? "too few"
    return Row(gap.label, marks: marks, cells: [difference, interval, n])
  }
}

/// What was reached beside what was planned.
package struct Attainment: Hashable, Sendable {
  /// What the plan is for: an indicator, a unit.
  package let label: String
  /// What was reached, with its interval and n.
  package let actual: Estimate
  /// What was planned.
  package let target: Double
  /// Whether less is better.
  package let isLessBetter: Bool

  /// What was reached beside what was planned.
  package init(_ label: String, actual: Estimate, target: Double, isLessBetter: Bool = false) {
    self.label = label
    self.actual = actual
    self.target = target
    self.isLessBetter = isLessBetter
  }
}

extension RowChart {
  /// What was reached less what was planned: to the right more, to the left less than planned.
  ///
  /// The fill says which of the two is the good one.
  package static func targets(
    title: String,
    reading: String,
    subject: String = "target",
    quantity: Quantity,
    _ attainments: [Attainment]
  ) -> RowChart {
    let variances = attainments.flatMap { one in one.actual.extent.map { $0 - one.target } }
    let hasFew = attainments.contains(where: \.actual.isTooFew)
    return RowChart(
      title: title,
      reading: reading,
      axis: "reached less planned"
        + (quantity == quantity.ofDifferences ? "" : ", in percentage points"),
      quantity: quantity.ofDifferences,
      scale: Scale(covering: variances + [0], quantity: quantity),
      subject: subject,
      columns: ["variance", "n", "reached", "planned"],
      rows: attainments.map { row(of: $0, quantity: quantity) },
      keys: [
        Key(.fill(.solid), "as planned or better"), Key(.fill(.hatched), "worse than planned"),
      ] + (hasFew ? [Key(.fill(.outlined), "too few")] : [])
    )
  }

  private static func row(of one: Attainment, quantity: Quantity) -> Row {
    let n = Quantity.count(one.actual.n)
    let planned = quantity.text(one.target)
    guard let value = one.actual.value else {
      return Row(one.label, cells: ["–", n, "–", planned])
    }
    let variance = value - one.target
    let isBad = one.isLessBetter ? variance > 0 : variance < 0
    let fill: Fill = one.actual.isTooFew ? .outlined : isBad ? .hatched : .solid
    var marks: [Mark] = [.bar(0, variance, fill)]
    if let interval = one.actual.interval {
      marks.append(
        .interval((interval.lowerBound - one.target)...(interval.upperBound - one.target))
      )
    }
    let written = quantity.ofDifferences.text(variance, signed: true)
    let cells = [written, n, quantity.text(value), planned]
    return Row(one.label, marks: marks, cells: cells)
  }
}

/// What an interaction's misery costs in a year.
package struct MiseryCost: Hashable, Sendable {
  /// The interaction.
  package let label: String
  /// Unit cost × frequency × misery rate, in the chart's currency.
  package let amount: Double
  /// The misery rate, 0…1.
  package let rate: Double
  /// The observations that the rate rests on.
  package let n: Int

  /// What an interaction's misery costs in a year.
  package init(_ label: String, amount: Double, rate: Double, n: Int) {
    self.label = label
    self.amount = amount
    self.rate = rate
    self.n = n
  }
}

extension RowChart {
  /// Money spent on misery, the most first, with the share of all of it that is reached so far.
  ///
  /// A line marks where four fifths are reached (Pareto).
  package static func costs(
    title: String,
    reading: String,
    currency: String,
    _ costs: [MiseryCost]
  ) -> RowChart {
    let sorted = costs.enumerated()
      .sorted { ($1.element.amount, $0.offset) < ($0.element.amount, $1.offset) }
      .map(\.element)
    let all = sorted.reduce(0) { $0 + $1.amount }
    let money = Quantity.number(decimals: 0)
    let percent = Quantity.percent(decimals: 0)
    var reached = 0.0
    let rows = sorted.map { cost in
      let before = reached
      reached += cost.amount
      let passes = before < all * 0.8 && reached >= all * 0.8 && cost != sorted.last
      let share = all > 0 ? percent.text(reached / all) : "–"
      return Row(
        cost.label,
        marks: [.bar(0, cost.amount, .hatched)],
        cells: [money.text(cost.amount), share, percent.text(cost.rate), Quantity.count(cost.n)],
        rule: passes ? "\(share) of \(money.text(all)) \(currency) lies above this line" : nil
      )
    }
    return RowChart(
      title: title,
      reading: reading,
      axis: "\(currency) a year",
      quantity: money,
      scale: Scale(covering: [0] + sorted.map(\.amount)),
      subject: "interaction",
      columns: [currency, "so far", "misery", "n"],
      rows: rows
    )
  }
}
