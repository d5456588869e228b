// SPDX-License-Identifier: Apache-2.0

/// What the cells of a column are.
package enum ColumnType: String, Sendable {
  /// Free text of people, or a code that people gave.
  case text
  /// An identifier made by the program.
  case identifier
  /// One word out of those that the codebook lists.
  case word
  /// A whole number.
  case integer
  /// An exact decimal number.
  case decimal
  /// `true` or `false`.
  case boolean
  /// A calendar date, `2026-02-03`.
  case date
  /// An instant in UTC, `2026-02-03T09:05:00Z`.
  case instant
  /// The same instant on the clock of the place, `2026-02-03T10:05:00`.
  case localTime = "local time"
  /// A number, or text, as the row's `kind` says.
  case value
}

/// One column: its name in the file and its entry in the codebook.
package struct Column: Sendable {
  /// Name in the header, snake_case.
  package let name: String
  /// What the cells are.
  package let type: ColumnType
  /// Unit of the numbers (`s`, `degree`), where they have one.
  package let unit: String?
  /// What a cell says, in one sentence.
  package let meaning: String
  /// The words a cell may hold, each with its meaning; empty for open columns.
  package let values: [(word: String, meaning: String)]
  /// Whether people will look rows up by it: SQLite gets an index on it.
  package let isKey: Bool

  /// Describes a column.
  package init(
    _ name: String,
    _ type: ColumnType = .text,
    _ meaning: String,
    unit: String? = nil,
    values: [(word: String, meaning: String)] = [],
    isKey: Bool = false
  ) {
    self.name = name
    self.type = type
    self.unit = unit
    self.meaning = meaning
    self.values = values
    self.isKey = isKey
  }
}

/// A table's name and its columns in order.
package struct TableSchema: Sendable {
  /// Name of the table and stem of its file.
  package let name: String
  /// What one row is, in one sentence.
  package let meaning: String
  /// The columns in the order of the cells.
  package let columns: [Column]

  /// Describes a table.
  ///
  /// - Precondition: No two columns have the same name, ASCII case aside: SQLite tells them apart
  ///   no better.
  package init(name: String, meaning: String, columns: [Column]) {
    precondition(
      Set(columns.map { $0.name.lowercased() }).count == columns.count,
      "the columns of a table have different names"
    )
    self.name = name
    self.meaning = meaning
    self.columns = columns
  }
}
