// SPDX-License-Identifier: Apache-2.0

import FieldModel
import GRDB
import RowAccess

/// The numbers under which the table `name` keeps what many records share: kinds, programs, owners.
///
/// A number is given by the transaction that first needs it, so what one transaction has met must
/// not outlive it.
struct KnownNumbers {
  private var kinds: [RecordKind: Int64] = [:]
  private var names: [UInt128: Int64] = [:]

  /// The number of a kind.
  mutating func number(of kind: RecordKind, in database: Database) throws -> Int64 {
    if let known = kinds[kind] { return known }
    let number = try database.number(ofName: Array(kind.rawValue.utf8))
    kinds[kind] = number
    return number
  }

  /// The number of a program or an owner.
  mutating func number(of name: some Identifier, in database: Database) throws -> Int64 {
    if let known = names[name.bits] { return known }
    let number = try database.number(ofName: name.bytes)
    names[name.bits] = number
    return number
  }
}

extension Database {
  /// The number of a name; given now where it has none.
  fileprivate func number(ofName name: [UInt8]) throws -> Int64 {
    let known = try row("SELECT number FROM name WHERE name = ?", name.blob)
    if let known { return known["number"] }
    try run("INSERT INTO name (name) VALUES (?)") { $0.bytes(name) }
    return lastInsertedRowID
  }
}

extension Row {
  /// The kind in a column that came from the table `name`.
  func kind(_ column: String) throws(DamagedStore) -> RecordKind {
    guard let word = String(validating: bytes(column), as: UTF8.self), !word.isEmpty else {
      throw DamagedStore("A record is of no kind.")
    }
    return RecordKind(rawValue: word)
  }
}
