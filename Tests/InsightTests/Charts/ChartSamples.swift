// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Insight
import Testing

/// Charts of every kind over figures of every sort, the awkward ones first.
enum ChartSamples {
  /// A chart, and the names that whoever looks at it has to find.
  struct Sample: Sendable, CustomTestStringConvertible {
    let name: String
    let chart: any Chart
    let labels: [String]

    var testDescription: String { name }
  }

  /// Labels as people write them, and as people write them who wish no good.
  static let labels = [
    "Waiting", "Explained the illness", "Fish & \"chips\" <script>alert(1)</script>",
    "चिकित्सक ने बीमारी समझाई", "شرح الطبيب للمرض", "医師は病気について説明しましたか", "שלום עולם",
    "Größe, naïve façade, ½ € ≥ 3", "👩‍👩‍👧‍👦 🇮🇳 e\u{301}e\u{301}",
    "a\u{202E}desrever\u{202C}\u{7}\u{1B}[31m\nb",
    "Would you say that the person behind the counter had understood what you came for, and why?",
    "x<\u{338}y", "", "]]>",
    "Pneumonoultramicroscopicsilicovolcanoconiosis-without-a-blank-anywhere",
  ]

  /// Sets of values: none, one, equal, negative, huge, tiny, of all sizes, not numbers, many.
  static let values: [(name: String, values: [Double])] = [
    ("none", []), ("one", [3.25]), ("all equal", [2, 2, 2, 2]), ("all zero", [0, 0]),
    ("negative", [-5, -0.25, 3]), ("huge", [1e300, 2e300, -1e300]), ("tiny", [1e-9, 3e-9, 2e-9]),
    ("of all sizes", [1e-3, 1, 1e3, 1e6, 1e9, 1e12]),
    ("not numbers", [.nan, .infinity, -.infinity, 1]),
    ("sixty", (0..<60).map { Double($0 * 37 % 61) / 7 }),
    ("of hundreds", [1119, 486, 634]),
  ]

  static let all: [Sample] = values.flatMap { set in
    kinds(set.values).map {
      Sample(name: "\($0.name), \(set.name)", chart: $0.chart, labels: $0.labels)
    }
  }

  private static func label(_ index: Int) -> String {
    let round = index / labels.count
    return round == 0 ? labels[index] : labels[index % labels.count] + " \(round)"
  }

  static func estimate(_ label: String, _ value: Double) -> Estimate {
    let half = value.isFinite ? value.magnitude / 8 : 0
    let interval = value.isFinite ? (value - half)...(value + half) : nil
    return Estimate(label, value: value, interval: interval, n: 1119, isTooFew: label.count < 2)
  }

  private static func kinds(_ values: [Double]) -> [Sample] {
    let labels = values.indices.map(label)
    let estimates = zip(labels, values).map(estimate)
    return [
      Sample(
        name: "estimates",
        chart: RowChart.estimates(
          title: "How <well>",
          reading: "n = 1,119 & more",
          axis: "mean",
          quantity: .number(decimals: 2),
          references: [.init(2.5, "mean of all"), .init(2.6, "target")],
          estimates + [Estimate("nobody", value: nil, interval: nil, n: 0)]
        ),
        labels: labels
      ),
      Sample(name: "gaps", chart: gaps(estimates), labels: labels),
      Sample(name: "costs", chart: costs(estimates), labels: labels),
      Sample(name: "targets", chart: targets(estimates), labels: labels),
      Sample(name: "verdicts", chart: verdicts(estimates), labels: labels),
      Sample(name: "visit", chart: visit(estimates), labels: labels),
      Sample(
        name: "priorities",
        chart: priorities(estimates),
        labels: priorities(estimates).items.map(\.label)
      ),
      Sample(name: "trend", chart: trend(estimates), labels: []),
      Sample(name: "surface", chart: surface(estimates), labels: Array(labels.prefix(8))),
    ]
  }

  private static func gaps(_ estimates: [Estimate]) -> RowChart {
    .gaps(
      title: "Gaps",
      reading: "Behind.",
      axis: "mean",
      quantity: .number(decimals: 2),
      own: "ours",
      competitor: "theirs",
      estimates.map { one in
        let other = estimate("", (one.value ?? 0) * 0.9)
        return Gap(one.label, own: one, competitor: other, interval: one.interval)
      }
    )
  }

  private static func costs(_ estimates: [Estimate]) -> RowChart {
    .costs(
      title: "Costs",
      reading: "Much.",
      currency: "INR",
      estimates.map { MiseryCost($0.label, amount: $0.value ?? 0, rate: 0.25, n: $0.n) }
    )
  }

  private static func targets(_ estimates: [Estimate]) -> RowChart {
    .targets(
      title: "Plan",
      reading: "Missed.",
      quantity: .number(decimals: 1),
      estimates.map { Attainment($0.label, actual: $0, target: 3, isLessBetter: $0.n % 2 == 0) }
    )
  }

  private static func verdicts(_ estimates: [Estimate]) -> RowChart {
    .verdicts(
      title: "Verdicts",
      reading: "Net.",
      estimates.enumerated().map { index, one in
        VerdictCounts(one.label, misery: index % 4, neutral: index % 3, magic: index * 100 % 7)
      }
    )
  }

  static func visit(_ estimates: [Estimate]) -> RowChart {
    .visit(
      title: "Slow motion",
      reading: "Waits.",
      estimates.enumerated().map { index, one in
        VisitMoment(
          one.label,
          start: Double(index * 40),
          seconds: index % 5 == 4 ? nil : Double(index * 13 % 90),
          kind: index % 2 == 0 ? .contact : .wait,
          verdict: Verdict(degree: index % 5 - 2),
          movedTo: index % 3 == 0 ? label(index + 1) : nil,
          note: index % 4 == 0 ? ChartSamples.labels[10] + " " + label(index) : nil
        )
      }
    )
  }

  static func priorities(_ estimates: [Estimate]) -> PriorityChart {
    PriorityChart(
      title: "Priorities",
      reading: "Concentrate.",
      performanceAxis: "performance",
      importanceAxis: "importance",
      crosshair: Crosshair(.median, through: [(2.5, 0.4)]),
      items: estimates.enumerated().map { index, one in
        .init(
          one.label,
          performance: one.value ?? 0,
          importance: Double(index * 29 % 31) / 31,
          n: one.n
        )
      }
    )
  }

  private static func trend(_ estimates: [Estimate]) -> TrendChart {
    let other = estimates.dropFirst().map { estimate($0.label, ($0.value ?? 0) * 1.1) }
    return TrendChart(
      title: "Trend",
      reading: "Up.",
      axis: "mean",
      quantity: .number(decimals: 2),
      series: [
        .init("ours", values: estimates), .init("theirs", values: other),
        .init("nobody", values: []),
      ]
    )
  }

  private static func surface(_ estimates: [Estimate]) -> MatrixChart {
    let names = estimates.prefix(8).map(\.label)
    return MatrixChart(
      title: "Surface",
      reading: "Empty.",
      rowLabels: names,
      columnLabels: names,
      lineNames: ["interactions", "observed", "misery"],
      warmth: "the stronger the shade, the more misery",
      cells: names.indices.map { row in
        names.indices.map { column in
          let count = row * column % 5
          guard count > 0 else { return .empty(row < 3 ? "none yet" : "1,119 unseen") }
          return .figures("\(count)", details: ["\(row * 830)", "9 %"], warmth: Double(count) / 5)
        }
      }
    )
  }
}
