// SPDX-License-Identifier: Apache-2.0

/// A field of cells, such as the interactions by form and stage.
package struct MatrixChart: Chart {
  /// What a cell says.
  package enum Cell: Hashable, Sendable {
    /// Figures: the first, large; the others below; and how warm the cell is, 0…1.
    case figures(String, details: [String] = [], warmth: Double)
    /// Nothing there yet: something to do.
    case empty(String)
  }

  /// What is shown, in a few words.
  package let title: String
  /// What it says, in a sentence.
  package let reading: String
  /// The rows' names.
  package let rowLabels: [String]
  /// The columns' names.
  package let columnLabels: [String]
  /// What the figures are, line by line, such as `interactions`, `observations`, `misery`.
  package let lineNames: [String]
  /// What warmth shows, such as `the stronger the shade, the more misery`.
  package let warmth: String
  /// The cells, row by row.
  package let cells: [[Cell]]

  /// A field of cells; missing ones are empty, and those beyond the labels are left out.
  package init(
    title: String,
    reading: String,
    rowLabels: [String],
    columnLabels: [String],
    lineNames: [String],
    warmth: String,
    cells: [[Cell]]
  ) {
    self.title = title
    self.reading = reading
    self.rowLabels = rowLabels
    self.columnLabels = columnLabels
    self.lineNames = lineNames
    self.warmth = warmth
    self.cells = rowLabels.indices.map { row in
      columnLabels.indices.map { column in
        guard cells.indices.contains(row), cells[row].indices.contains(column) else {
          return .empty("–")
        }
        return cells[row][column]
      }
    }
  }

  /// A cell in words, for the table.
  private func text(_ cell: Cell) -> String {
    switch cell {
    case .figures(let first, let details, _):
      let named = zip([first] + details, lineNames + Array(repeating: "", count: details.count + 1))
      return named.map { $1.isEmpty ? $0 : "\($0) \($1)" }.joined(separator: ", ")
    case .empty(let text): return "to do: \(text)"
    }
  }

  /// The same figures as a table.
  package var table: Table {
    Table(
      caption: title,
      headings: [""] + columnLabels,
      rows: zip(rowLabels, cells).map { label, row in [label] + row.map(text) }
    )
  }

  /// The most lines that a cell has.
  var depth: Int {
    cells.joined().map { cell in
      if case .figures(_, let details, _) = cell { details.count + 1 } else { 1 }
    }
    .max() ?? 1
  }
}
