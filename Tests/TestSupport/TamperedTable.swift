// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
package import GRDB

/// A table of a store's file, to do to it what no program would, one thing at a time.
package struct TamperedTable {
  private let queue: DatabaseQueue
  private let table: String
  private let columns: String

  /// The rows as the program wrote them, each with its `rowid` as its `place`.
  package let rows: [Row]

  /// A table as it is.
  ///
  /// - Parameters:
  ///   - table: The table's name.
  ///   - order: The order of its rows.
  ///   - path: The file, which a store may have open.
  /// - Throws: What SQLite has to say.
  package init(_ table: String, orderedBy order: String, in path: String) throws {
    self.table = table
    queue = try DatabaseQueue(path: path)
    (columns, rows) = try queue.write { database in
      let rows = "SELECT rowid AS place, * FROM main.\(table)"
      try database.execute(sql: "CREATE TEMP TABLE pristine AS \(rows)")
      return (
        try database.columns(in: table).map(\.name).joined(separator: ", "),
        try Row.fetchAll(database, sql: "\(rows) ORDER BY \(order)")
      )
    }
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = OFF") }
  }

  /// Does something to the table.
  ///
  /// - Throws: What SQLite has to say.
  package func tamper(_ sql: String) throws {
    try queue.write { try $0.execute(sql: sql) }
  }

  /// Puts the table back as it was.
  ///
  /// - Throws: What SQLite has to say.
  package func restore() throws {
    try tamper(
      """
      DELETE FROM main.\(table);
      INSERT INTO main.\(table) (rowid, \(columns)) SELECT place, \(columns) FROM pristine
      """
    )
  }

  /// The statements that flip one bit in the middle of each of these columns of a row.
  ///
  /// A column without content has nothing to flip.
  package func flips(of columns: [String], in row: Row) -> [String] {
    columns.compactMap { column in
      let value = row[column] as DatabaseValue
      let flipped: String
      switch value.storage {
      case .blob(var bytes) where !bytes.isEmpty:
        bytes[bytes.startIndex + bytes.count / 2] ^= 1
        flipped = "x'\(bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())'"
      case .int64(let number): flipped = "\(number ^ 1 << 9)"
      default: return nil
      }
      return "UPDATE \(table) SET \(column) = \(flipped) WHERE rowid = \(row["place"] as Int64)"
    }
  }
}

extension String {
  /// The words and numbers of a sentence.
  package var words: Set<Substring> {
    Set(split { !$0.isLetter && !$0.isNumber })
  }
}
