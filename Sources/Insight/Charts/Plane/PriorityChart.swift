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

  /// The quadrants: upper left, upper right, lower left, lower right.
  static let quadrants: [Quadrant] = [.concentrate, .keepUp, .lowPriority, .overkill]

  /// How importance is written.
  static let importanceQuantity = Quantity.number(decimals: 2)

  private func quadrant(of item: Item) -> String {
    crosshair?.quadrant(performance: item.performance, importance: item.importance).rawValue ?? "–"
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
      guard !crosshair.isRelative else {
        let importance = PriorityChart.importanceQuantity.text(crosshair.importance)
        return "lines where both are equal, and at the \(crosshair.rule.rawValue) of importance: "
          + importance
      }
      let lines = [
        "performance " + performanceQuantity.text(crosshair.performance),
        "importance " + PriorityChart.importanceQuantity.text(crosshair.importance),
      ]
      return "lines at the \(crosshair.rule.rawValue): " + lines.joined(separator: ", ")
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
