// SPDX-License-Identifier: Apache-2.0

/// A chart of labelled rows that share one scale: bars, stacks, dumbbells, a visit's moments.
///
/// Beside the marks each row has its figures in writing, so that nothing has to be measured off.
package struct RowChart: Chart {
  /// One row.
  package struct Row: Sendable {
    /// What the row is about.
    package var label: String
    /// What is drawn on the scale, the first lowest.
    package var marks: [Mark]
    /// A sign beside the label, such as a verdict's.
    package var badge: Symbol?
    /// Its figures in writing, one for each of the chart's columns.
    package var cells: [String]
    /// A line of text below the row.
    package var note: String?
    /// A heading above the row, which begins a group.
    package var group: String?
    /// The text of a line drawn below the row, such as where four fifths of all costs are reached.
    package var rule: String?

    /// A row.
    package init(
      _ label: String,
      badge: Symbol? = nil,
      marks: [Mark] = [],
      cells: [String] = [],
      note: String? = nil,
      group: String? = nil,
      rule: String? = nil
    ) {
      self.label = label
      self.badge = badge
      self.marks = marks
      self.cells = cells
      self.note = note
      self.group = group
      self.rule = rule
    }
  }

  /// Something drawn at its place on the scale.
  package enum Mark: Hashable, Sendable {
    /// A bar between two values.
    case bar(Double, Double, Fill)
    /// An interval; where two are drawn, `raised` and `lowered` keep them apart.
    case interval(ClosedRange<Double>, Level = .middle)
    /// A value.
    case point(Double, Symbol)
    /// The difference between two values; clear where its interval tells it from none.
    case link(Double, Double, isClear: Bool)
    /// What was planned.
    case target(Double)
    /// The moment at which somebody else takes over: an arrow downwards.
    case handOver(Double)

    /// Whether it lies below references and all other marks.
    var isBar: Bool {
      if case .bar = self { true } else { false }
    }
  }

  /// Where in its row an interval is drawn.
  package enum Level: Double, Sendable {
    /// Above the middle.
    case raised = -8
    /// In the middle.
    case middle = 0
    /// Below the middle.
    case lowered = 8
  }

  /// A value that all rows are held against.
  package struct Reference: Sendable {
    /// The value.
    package let value: Double
    /// What it is.
    package let label: String

    /// A value that all rows are held against.
    package init(_ value: Double, _ label: String) {
      self.value = value
      self.label = label
    }
  }

  /// What a fill, a point or a mark means.
  package struct Key: Sendable {
    /// What is explained.
    package enum Sample: Sendable {
      /// A filled area.
      case fill(Fill)
      /// A point.
      case symbol(Symbol)
      /// A planned value.
      case target
      /// An arrow downwards.
      case handOver
      /// The difference between two values.
      case link(isClear: Bool)
    }

    /// What is explained.
    package let sample: Sample
    /// What it means.
    package let meaning: String

    /// What a fill, a point or a mark means.
    package init(_ sample: Sample, _ meaning: String) {
      self.sample = sample
      self.meaning = meaning
    }
  }

  /// What is shown, in a few words.
  package let title: String
  /// What it says, in a sentence.
  package let reading: String
  /// What the scale measures.
  package var axis: String
  /// How the scale's values are written.
  package var quantity: Quantity
  /// The scale of all rows.
  package var scale: Scale
  /// What the rows are called, for the heading of their labels.
  package var subject: String
  /// The headings of the figures in writing, the most telling first.
  package var columns: [String]
  /// The rows, from top to bottom.
  package var rows: [Row]
  /// What all rows are held against.
  package var references: [Reference] = []
  /// What the marks mean, where that is not plain.
  package var keys: [Key] = []
  /// Rows of other sheets, with which this one's columns stand in line.
  var others: [Row] = []

  /// The rows in parts of about a length that fit on a printed page each, on the same scale.
  package var sheets: [any Chart] {
    let count = Int((drawing().height / 750).rounded(.up))
    guard count > 1 else { return [self] }
    return (0..<count).map { index in
      var part = self
      part.rows = Array(rows[rows.count * index / count..<rows.count * (index + 1) / count])
      part.others = rows
      return part
    }
  }

  /// What all rows are held against, with its figure.
  func text(_ reference: Reference) -> String {
    "\(reference.label) \(quantity.text(reference.value))"
  }

  /// The same figures as a table.
  package var table: Table {
    let notes = rows.contains { $0.note != nil }
    let groups = rows.contains { $0.group != nil }
    var group = ""
    let lines = rows.map { row in
      group = row.group ?? group
      return (groups ? [row.label, group] : [row.label]) + cells(of: row)
        + (notes ? [row.note ?? ""] : [])
    }
    return Table(
      caption: title,
      headings: [subject] + (groups ? ["group"] : []) + columns + (notes ? ["note"] : []),
      rows: lines
    )
  }

  /// As many cells as there are columns.
  func cells(of row: Row) -> [String] {
    columns.indices.map { row.cells.indices.contains($0) ? row.cells[$0] : "" }
  }
}
