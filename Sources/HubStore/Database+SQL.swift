// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FoundationEssentials
import GRDB

/// GRDB has a class of this name.
typealias Record = FieldModel.Record

extension Database {
  /// Runs a statement that returns nothing; the statement is compiled once.
  func run(_ sql: String, _ arguments: (any DatabaseValueConvertible)?...) throws {
    try cachedStatement(sql: sql).execute(arguments: StatementArguments(arguments))
  }

  /// The first row, if any.
  func row(_ sql: String, _ arguments: (any DatabaseValueConvertible)?...) throws -> Row? {
    try Row.fetchOne(cachedStatement(sql: sql), arguments: StatementArguments(arguments))
  }

  /// All rows.
  func rows(_ sql: String, _ arguments: (any DatabaseValueConvertible)?...) throws -> [Row] {
    try Row.fetchAll(cachedStatement(sql: sql), arguments: StatementArguments(arguments))
  }

  /// The first column of the first row as a number; 0 where there is none.
  func number(_ sql: String, _ arguments: (any DatabaseValueConvertible)?...) throws -> Int64 {
    try Int64.fetchOne(cachedStatement(sql: sql), arguments: StatementArguments(arguments)) ?? 0
  }
}

extension Row {
  /// The number in a column; 0 where it is NULL.
  func number(_ column: String) -> Int64 {
    (self[column] as Int64?) ?? 0
  }

  /// The bytes of a column; none where it is NULL.
  func bytes(_ column: String) -> [UInt8] {
    Array((self[column] as Data?) ?? Data())
  }

  /// The identifier in a column of 16 bytes.
  ///
  /// - Throws: ``DamagedStore`` where it holds something else.
  func identifier<Name: Identifier>(_ column: String) throws(DamagedStore) -> Name {
    guard let name = Name(bytes: bytes(column)) else {
      throw DamagedStore("The column \(column) holds no identifier.")
    }
    return name
  }

  /// The hash in a column of 32 bytes.
  ///
  /// - Throws: ``DamagedStore`` where it holds something else.
  func hash(_ column: String) throws(DamagedStore) -> ChangeHash {
    guard let hash = ChangeHash(bytes: bytes(column)) else {
      throw DamagedStore("The column \(column) holds no hash.")
    }
    return hash
  }
}

/// The store holds what this program would not have written.
package struct DamagedStore: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was found, in one sentence.
  let finding: String

  /// What was found and what to do.
  package var description: String { "\(finding) Run shopper-hub check." }

  init(_ finding: String) {
    self.finding = finding
  }
}

extension Identifier {
  /// The 16 bytes as SQLite keeps them.
  var blob: Data { Data(bytes) }
}

extension [UInt8] {
  /// The bytes as SQLite keeps them.
  var blob: Data { Data(self) }
}
