// SPDX-License-Identifier: Apache-2.0

/// The codebook: a table that says what every column of the other tables means.
package enum Codebook {
  /// The codebook's own columns.
  package static let schema = TableSchema(
    name: "codebook",
    meaning: "One row for each column of the dataset.",
    columns: [
      Column("table", .text, "The table."),
      Column("column", .text, "The column's name."),
      Column("type", .text, "What the cells are."),
      Column("unit", .text, "The unit of the numbers."),
      Column("meaning", .text, "What a cell says."),
      Column("values", .text, "The words that a cell may hold, each with its meaning."),
    ]
  )

  /// One row for each column of the tables.
  package static func rows(of tables: [TableSchema]) -> [[Cell]] {
    tables.flatMap { table in
      table.columns.map { column in
        let values = column.values.map { "\($0.word) = \($0.meaning)" }.joined(separator: "; ")
        return [
          .text(table.name), .text(column.name), .text(column.type.rawValue), .text(column.unit),
          .text(column.meaning), .text(values.isEmpty ? nil : values),
        ]
      }
    }
  }
}
