// SPDX-License-Identifier: Apache-2.0

/// Importance against performance, cut into four quadrants (Martilla and James, 1977).
package struct PriorityChart: Chart {
  /// An interaction in the plane.
  package struct Item: Hashable, Sendable {
    /// The interaction.
    package let label: String
    /// How well it is done; to the right is better.
    package let performance: Double
    /// How much depends on it; above is more.
    package let importance: Double
    /// The observations behind both.
    package let n: Int

    /// An interaction in the plane.
    package init(_ label: String, performance: Double, importance: Double, n: Int) {
      self.label = label
      self.performance = performance
      self.importance = importance
      self.n = n
    }
  }

  /// The lines that part the plane.
  package struct Crosshair: Hashable, Sendable {
    /// What the lines are, `mean` or `median`, as the reader is told.
    package let rule: String
    /// The upright line.
    package let performance: Double
    /// The level line.
    package let importance: Double

    /// The lines that part the plane.
    package init(rule: String, performance: Double, importance: Double) {
      self.rule = rule
      self.performance = performance
      self.importance = importance
    }
  }

  /// What is shown, in a few words.
  package let title: String
  /// What it says, in a sentence.
  package let reading: String
  /// What performance is measured in, such as `performance: mean rating, 1…3`.
  package let performanceAxis: String
  /// What importance is measured in, such as `importance: correlation with overall`.
  package let importanceAxis: String
  /// How performance is written.
  package let performanceQuantity: Quantity
  /// The interactions.
  package let items: [Item]
  /// The lines that part the plane; nil where there is nothing to part.
  package let crosshair: Crosshair?

  /// Importance against performance.
  package init(
    title: String,
    reading: String,
    performanceAxis: String,
    importanceAxis: String,
    performanceQuantity: Quantity = .number(decimals: 2),
    crosshair: Crosshair?,
    items: [Item]
  ) {
    self.title = title
    self.reading = reading
    self.performanceAxis = performanceAxis
    self.importanceAxis = importanceAxis
    self.performanceQuantity = performanceQuantity
    self.crosshair = crosshair
    self.items = items.filter { $0.performance.isFinite && $0.importance.isFinite }
  }

  /// The quadrants' names, as reports have them: upper left, upper right, lower left, lower right.
  package static let quadrants = [
    "concentrate here", "keep up the good work", "low priority", "possible overkill",
  ]

  /// How importance is written.
  static let importanceQuantity = Quantity.number(decimals: 2)

  /// The quadrant of an item; on a line counts as high.
  package func quadrant(of item: Item) -> String {
    guard let crosshair else { return "–" }
    let isRight = item.performance >= crosshair.performance
    let isUpper = item.importance >= crosshair.importance
    return PriorityChart.quadrants[(isUpper ? 0 : 2) + (isRight ? 1 : 0)]
  }

  var performanceScale: Scale {
    Scale(covering: items.map(\.performance) + (crosshair.map { [$0.performance] } ?? []))
  }

  var importanceScale: Scale {
    Scale(covering: items.map(\.importance) + (crosshair.map { [$0.importance] } ?? []))
  }

  /// The crosshair in words.
  var crosshairText: String? {
    crosshair.map { crosshair in
      let performance = performanceQuantity.text(crosshair.performance)
      let importance = PriorityChart.importanceQuantity.text(crosshair.importance)
      return "lines at the \(crosshair.rule): performance \(performance), importance \(importance)"
    }
  }

  func cells(of item: Item) -> [String] {
    [
      performanceQuantity.text(item.performance),
      PriorityChart.importanceQuantity.text(item.importance), Quantity.count(item.n),
      quadrant(of: item),
    ]
  }

  /// The same figures as a table.
  package var table: Table {
    Table(
      caption: title,
      headings: ["interaction", "performance", "importance", "n", "quadrant"],
      rows: items.map { [$0.label] + cells(of: $0) }
    )
  }
}
