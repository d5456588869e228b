// SPDX-License-Identifier: Apache-2.0

import Crypto
import FieldModel
import FoundationEssentials
import GRDB
import Glibc

/// Writes one table of ``SQLiteFormat``'s file.
package final class SQLiteTableWriter: TableWriter {
  /// Rows that go to the database together.
  private static let batchSize = 256

  package let schema: TableSchema
  private let queue: DatabaseQueue
  private let insertion: String
  private var pending: [StatementArguments] = []
  private(set) var rows = 0

  init(_ schema: TableSchema, queue: DatabaseQueue) throws {
    self.schema = schema
    self.queue = queue
    // Text with a NUL inside comes as bytes, because GRDB binds text up to its first NUL only.
    let cells = schema.columns.indices.map { index in
      "iif(typeof(?\(index + 1)) = 'blob', CAST(?\(index + 1) AS TEXT), ?\(index + 1))"
    }
    insertion = "INSERT INTO \"\(schema.name)\" VALUES (\(cells.joined(separator: ", ")))"
    try queue.inDatabase { try $0.execute(sql: schema.definition) }
  }

  package func write(_ row: [Cell]) throws {
    precondition(row.count == schema.columns.count, "a row has one cell for each column")
    pending.append(StatementArguments(row.map(\.databaseValue)))
    rows += 1
    if pending.count == SQLiteTableWriter.batchSize { try flush() }
  }

  func flush() throws {
    try queue.inDatabase { database in
      let statement = try database.cachedStatement(sql: insertion)
      for arguments in pending { try statement.execute(arguments: arguments) }
    }
    pending.removeAll(keepingCapacity: true)
  }

  func addIndexes() throws {
    try queue.inDatabase { database in
      for column in schema.columns where column.isKey {
        let name = "\(schema.name)_by_\(column.name)"
        try database.execute(
          sql: "CREATE INDEX \"\(name)\" ON \"\(schema.name)\" (\"\(column.name)\")"
        )
      }
    }
  }
}

/// One SQLite file with a STRICT table for each table, indexes on identifiers, and views.
///
/// Decimal columns hold a whole number or a REAL where a binary number carries every digit (up to
/// fifteen), and the digits as TEXT where it does not: nothing is rounded.
package final class SQLiteFormat: TableFormat {
  /// Name of the file in the dataset's folder.
  package static let fileName = "dataset.sqlite"
  /// Marks the file as ours (`MySh` as a number), for `file` and for us.
  package static let applicationID = 0x4D79_5368
  /// Layout of the tables; greater where a column changed its meaning.
  package static let layout = 1

  private let folder: String
  private let views: [String]
  private let queue: DatabaseQueue
  private var writers: [SQLiteTableWriter] = []
  private var isPublished = false

  private var partialPath: String { PartialFile.path(of: SQLiteFormat.fileName, in: folder) }

  /// Prepares the file in a folder that exists; the views are created when all rows are written.
  package init(folder: String, views: [String]) throws {
    self.folder = folder
    self.views = views
    let path = PartialFile.path(of: SQLiteFormat.fileName, in: folder)
    unlink(path)
    var configuration = Configuration()
    // One transaction for the whole file: equal rows give equal bytes.
    configuration.allowsUnsafeTransactions = true
    queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.inDatabase { database in
      try database.execute(
        sql: """
          PRAGMA page_size = 4096;
          PRAGMA journal_mode = OFF;
          PRAGMA synchronous = OFF;
          PRAGMA application_id = \(SQLiteFormat.applicationID);
          PRAGMA user_version = \(SQLiteFormat.layout);
          BEGIN;
          """
      )
    }
  }

  deinit {
    if !isPublished { unlink(partialPath) }
  }

  package func open(_ schema: TableSchema) throws -> any TableWriter {
    let writer = try SQLiteTableWriter(schema, queue: queue)
    writers.append(writer)
    return writer
  }

  package func finish() throws -> [WrittenFile] {
    for writer in writers { try writer.flush() }
    for writer in writers { try writer.addIndexes() }
    try queue.inDatabase { database in
      for view in views { try database.execute(sql: view) }
      try database.execute(sql: "COMMIT")
    }
    try queue.close()
    let (bytes, sha256) = try FileDigest.syncAndHash(partialPath)
    return [
      WrittenFile(
        name: SQLiteFormat.fileName,
        rows: writers.reduce(0) { $0 + $1.rows },
        tables: Dictionary(uniqueKeysWithValues: writers.map { ($0.schema.name, $0.rows) }),
        bytes: bytes,
        sha256: sha256
      )
    ]
  }

  package func publish() throws {
    try PartialFile.publish(SQLiteFormat.fileName, in: folder)
    isPublished = true
  }
}

extension TableSchema {
  fileprivate var definition: String {
    let columns = columns.map { "\"\($0.name)\" \($0.type.sqlite)" }
    return "CREATE TABLE \"\(name)\" (\n  \(columns.joined(separator: ",\n  "))\n) STRICT"
  }
}

extension ColumnType {
  fileprivate var sqlite: String {
    switch self {
    case .text, .identifier, .word, .date, .instant, .localTime: "TEXT"
    case .integer, .boolean: "INTEGER"
    case .decimal, .value: "ANY"
    }
  }
}

extension Cell {
  /// Fifteen decimal digits survive a binary number in any range that ``ExactNumber`` has.
  private static let digitsOfDouble = 1_000_000_000_000_000 as UInt64

  fileprivate var databaseValue: DatabaseValue {
    switch self {
    case .empty: .null
    case .text(let text) where text.utf8.contains(0): Data(text.utf8).databaseValue
    case .text(let text): text.databaseValue
    case .integer(let number): number.databaseValue
    case .boolean(let flag): (flag ? 1 : 0).databaseValue
    case .number(let number):
      if let whole = number.whole {
        whole.databaseValue
      } else if number.significand.magnitude < Cell.digitsOfDouble {
        number.double.databaseValue
      } else {
        number.description.databaseValue
      }
    }
  }
}
