// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import GRDB
import GRDBSQLite

/// The few statements that run once for each change or record, on the connection's own handle.
///
/// GRDB compiles and keeps them; what it would make of each row and argument is left out.
extension Database {
  /// A statement to run again and again; while it is used the connection must stay open.
  package func prepared(_ sql: String) throws -> Prepared {
    Prepared(try cachedStatement(sql: sql), sql)
  }

  /// Runs a statement that returns nothing.
  package func run(_ sql: String, binding bind: (inout Bindings) -> Void) throws {
    try prepared(sql).run(binding: bind)
  }

  /// Runs a statement that returns nothing so many times; each time has its number, from 0.
  package func run(
    _ sql: String,
    times: Int,
    binding bind: (inout Bindings, Int) -> Void
  ) throws {
    let prepared = try prepared(sql)
    for time in 0..<times { try prepared.run { bind(&$0, time) } }
  }

  /// Reads the first row; nil where there is none.
  package func first<Value>(
    _ sql: String,
    binding bind: (inout Bindings) -> Void,
    read: (Columns) throws -> Value
  ) throws -> Value? {
    try prepared(sql).first(binding: bind, read: read)
  }

  /// Whether there is any row.
  package func exists(_ sql: String, binding bind: (inout Bindings) -> Void) throws -> Bool {
    try first(sql, binding: bind, read: { _ in true }) ?? false
  }

  /// Reads rows one by one, until a body says stop by returning false.
  package func each(
    _ sql: String,
    arguments: StatementArguments,
    _ body: (Columns) throws -> Bool
  ) throws {
    let prepared = try cachedStatement(sql: sql)
    let statement = prepared.sqliteStatement
    precondition(sqlite3_stmt_busy(statement) == 0, "A statement is used within itself.")
    prepared.setUncheckedArguments(arguments)
    defer { sqlite3_reset(statement) }
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW: guard try body(Columns(statement: statement)) else { return }
      case SQLITE_DONE: return
      case let code: throw DatabaseError(code, of: statement, sql)
      }
    }
  }
}

/// A statement that was compiled.
package struct Prepared {
  private let kept: Statement
  private let sql: String

  fileprivate init(_ statement: Statement, _ sql: String) {
    (kept, self.sql) = (statement, sql)
  }

  /// Runs a statement that returns nothing.
  package func run(binding bind: (inout Bindings) -> Void) throws {
    try stepping(bind) { _ in }
  }

  /// Reads the first row; nil where there is none.
  package func first<Value>(
    binding bind: (inout Bindings) -> Void,
    read: (Columns) throws -> Value
  ) throws -> Value? {
    var value: Value?
    try stepping(bind) { value = try read($0) }
    return value
  }

  /// Runs a statement to its first row, if it has any.
  private func stepping(
    _ bind: (inout Bindings) -> Void,
    _ read: (Columns) throws -> Void
  ) throws {
    let statement = kept.sqliteStatement
    precondition(sqlite3_stmt_busy(statement) == 0, "A statement is used within itself.")
    var bindings = Bindings(statement: statement)
    bind(&bindings)
    defer {
      sqlite3_reset(statement)
      sqlite3_clear_bindings(statement)
    }
    switch sqlite3_step(statement) {
    case SQLITE_ROW: try read(Columns(statement: statement))
    case SQLITE_DONE: break
    case let code: throw DatabaseError(code, of: statement, sql)
    }
  }
}

/// A statement that is looked up once, when it is first run.
package final class ReusedStatement {
  private let sql: String
  private var prepared: Prepared?

  /// A statement of one connection, for the length of one transaction.
  package init(_ sql: String) {
    self.sql = sql
  }

  /// The statement on its connection.
  package func on(_ database: Database) throws -> Prepared {
    if let prepared { return prepared }
    let found = try database.prepared(sql)
    prepared = found
    return found
  }
}

extension DatabaseError {
  fileprivate init(_ code: Int32, of statement: OpaquePointer, _ sql: String) {
    self.init(
      resultCode: ResultCode(rawValue: code),
      message: String(cString: sqlite3_errmsg(sqlite3_db_handle(statement))),
      sql: sql
    )
  }
}

/// Binds a statement's arguments, in order.
package struct Bindings {
  // SQLite copies what it is given.
  private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

  fileprivate let statement: OpaquePointer
  private var place: Int32 = 0

  fileprivate init(statement: OpaquePointer) {
    self.statement = statement
  }

  private func null() {
    sqlite3_bind_null(statement, place)
  }

  package mutating func number(_ value: Int64?) {
    place += 1
    guard let value else { return null() }
    sqlite3_bind_int64(statement, place, value)
  }

  package mutating func bytes(_ value: [UInt8]?) {
    place += 1
    guard let value else { return null() }
    // An array without bytes has no address, which SQLite would take for NULL.
    guard !value.isEmpty else {
      sqlite3_bind_zeroblob(statement, place, 0)
      return
    }
    sqlite3_bind_blob(statement, place, value, Int32(value.count), Bindings.copied)
  }

  /// Bytes of which there are some.
  package mutating func slice(_ value: ArraySlice<UInt8>) {
    place += 1
    value.withUnsafeBytes {
      _ = sqlite3_bind_blob(statement, place, $0.baseAddress, Int32($0.count), Bindings.copied)
    }
  }

  package mutating func name(_ value: (some Identifier)?) {
    name(bits: value?.bits)
  }

  /// The name of these bits: for what runs so often that the kind of name must not be asked for.
  package mutating func name(bits: UInt128?) {
    place += 1
    guard let bits else { return null() }
    withUnsafeBytes(of: bits.bigEndian) {
      _ = sqlite3_bind_blob(statement, place, $0.baseAddress, 16, Bindings.copied)
    }
  }

  package mutating func text(_ value: String?) {
    place += 1
    guard var value else { return null() }
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
package struct Columns {
  fileprivate let statement: OpaquePointer

  /// The number in a column; 0 where it is NULL.
  package func number(_ place: Int32) -> Int64 {
    sqlite3_column_int64(statement, place)
  }

  /// The name of 16 bytes in a column; nil where it holds none.
  package func name<Name: Identifier>(_ place: Int32) -> Name? {
    withBytes(place) { bytes in
      guard bytes.count == 16 else { return nil }
      return Name(bits: UInt128(bigEndian: bytes.loadUnaligned(as: UInt128.self)))
    }
  }

  /// Calls a body with the bytes of a column, of which there are none where it is NULL.
  package func withBytes<Value>(
    _ place: Int32,
    _ body: (UnsafeRawBufferPointer) throws -> Value
  ) rethrows -> Value {
    let start = sqlite3_column_blob(statement, place)
    let count = Int(sqlite3_column_bytes(statement, place))
    return try body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
  }

  /// The bytes of a column; nil where it is NULL.
  package func content(_ place: Int32) -> [UInt8]? {
    sqlite3_column_type(statement, place) == SQLITE_NULL ? nil : bytes(place)
  }

  /// The bytes of a column; none where it is NULL.
  package func bytes(_ place: Int32) -> [UInt8] {
    guard let start = sqlite3_column_blob(statement, place) else { return [] }
    let count = Int(sqlite3_column_bytes(statement, place))
    return Array(UnsafeRawBufferPointer(start: start, count: count))
  }
}
