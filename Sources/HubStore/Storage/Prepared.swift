// SPDX-License-Identifier: Apache-2.0

import FieldModel
import GRDB
import GRDBSQLite

/// The few statements that run once for each change or record, on the connection's own handle.
///
/// GRDB compiles and keeps them; what it would make of each row and argument is left out.
extension Database {
  /// Runs a statement that returns nothing.
  func run(_ sql: String, binding bind: (inout Bindings) -> Void) throws {
    try stepping(sql, bind) { _ in }
  }

  /// Reads the first row; nil where there is none.
  func first<Value>(
    _ sql: String,
    binding bind: (inout Bindings) -> Void,
    read: (Columns) throws -> Value
  ) throws -> Value? {
    var value: Value?
    try stepping(sql, bind) { value = try read($0) }
    return value
  }

  /// Runs a statement to its first row, if it has any.
  private func stepping(
    _ sql: String,
    _ bind: (inout Bindings) -> Void,
    _ read: (Columns) throws -> Void
  ) throws {
    let statement = try cachedStatement(sql: sql).sqliteStatement
    var bindings = Bindings(statement: statement)
    bind(&bindings)
    defer {
      sqlite3_reset(statement)
      sqlite3_clear_bindings(statement)
    }
    switch sqlite3_step(statement) {
    case SQLITE_ROW: try read(Columns(statement: statement))
    case SQLITE_DONE: break
    case let code:
      throw DatabaseError(
        resultCode: ResultCode(rawValue: code),
        message: String(cString: sqlite3_errmsg(sqlite3_db_handle(statement))),
        sql: sql
      )
    }
  }
}

/// Binds a statement's arguments, in order.
struct Bindings {
  // SQLite copies what it is given.
  private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

  fileprivate let statement: OpaquePointer
  private var place: Int32 = 0

  fileprivate init(statement: OpaquePointer) {
    self.statement = statement
  }

  mutating func number(_ value: Int64?) {
    place += 1
    guard let value else { return }
    sqlite3_bind_int64(statement, place, value)
  }

  mutating func bytes(_ value: [UInt8]?) {
    place += 1
    guard let value else { return }
    // An array without bytes has no address, which SQLite would take for NULL.
    guard !value.isEmpty else {
      sqlite3_bind_zeroblob(statement, place, 0)
      return
    }
    sqlite3_bind_blob(statement, place, value, Int32(value.count), Bindings.copied)
  }

  mutating func name<Name: Identifier>(_ value: Name?) {
    place += 1
    guard let value else { return }
    withUnsafeBytes(of: value.bits.bigEndian) {
      _ = sqlite3_bind_blob(statement, place, $0.baseAddress, 16, Bindings.copied)
    }
  }

  mutating func text(_ value: String) {
    place += 1
    var value = value
    value.withUTF8 { text in
      text.withMemoryRebound(to: CChar.self) {
        _ = sqlite3_bind_text(
          statement,
          place,
          $0.baseAddress,
          Int32($0.count),
          Bindings.copied
        )
      }
    }
  }
}

/// Reads a row's columns, by place from 0.
struct Columns {
  fileprivate let statement: OpaquePointer

  func number(_ place: Int32) -> Int64 {
    sqlite3_column_int64(statement, place)
  }

  func bytes(_ place: Int32) -> [UInt8] {
    guard let start = sqlite3_column_blob(statement, place) else { return [] }
    let count = Int(sqlite3_column_bytes(statement, place))
    return Array(UnsafeRawBufferPointer(start: start, count: count))
  }
}
