// SPDX-License-Identifier: Apache-2.0

/// Figures in rows and columns, each row named by its first cell.
package struct Table: Hashable, Sendable {
  /// What the figures are.
  package let caption: String

  /// The columns' headings.
  package let headings: [String]

  /// The rows; each has a cell for each heading.
  package let rows: [[String]]

  /// Figures in rows and columns.
  package init(caption: String, headings: [String], rows: [[String]]) {
    self.caption = caption
    self.headings = headings
    self.rows = rows
  }

  /// Whether a column holds mostly figures, and so is set to the right.
  package func isNumeric(_ column: Int) -> Bool {
    let starts = rows.compactMap { row in
      row.indices.contains(column) ? row[column].unicodeScalars.first : nil
    }
    let figures = starts.count { "0123456789+−–".unicodeScalars.contains($0) }
    return column > 0 && figures * 2 > starts.count
  }
}
