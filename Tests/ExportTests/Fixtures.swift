// SPDX-License-Identifier: Apache-2.0

import Export
import Foundation
import TestSupport
import Testing

/// A table of one column for anything.
let anything = TableSchema(
  name: "anything",
  meaning: "A table for tests.",
  columns: [Column("a", .value, "Anything.")]
)

/// A table of three columns.
let people = TableSchema(
  name: "people",
  meaning: "A table for tests.",
  columns: [
    Column("id", .identifier, "Who.", isKey: true),
    Column("note", .text, "What."),
    Column("share", .decimal, "How much.", values: [("0", "none"), ("1", "all")]),
  ]
)

/// Writes rows into a new folder with a format and returns the one file's bytes.
func written(
  _ rows: [[Cell]],
  to schema: TableSchema = people,
  as name: String,
  _ format: (String) throws -> any TableFormat
) throws -> [UInt8] {
  try withTemporaryFolder { folder in
    let format = try format(folder.path)
    let writer = try format.open(schema)
    for row in rows { try writer.write(row) }
    _ = try format.finish()
    try format.publish()
    return try folder.read(name)
  }
}

/// Rows as CSV text.
func csv(
  _ rows: [[Cell]],
  to schema: TableSchema = people,
  options: CSVOptions = CSVOptions()
) throws -> [UInt8] {
  try written(rows, to: schema, as: "\(schema.name).csv") {
    CSVFormat(folder: $0, options: options)
  }
}

/// Rows as JSON Lines.
func jsonLines(_ rows: [[Cell]], to schema: TableSchema = people) throws -> [UInt8] {
  try written(rows, to: schema, as: "\(schema.name).jsonl") { JSONLinesFormat(folder: $0) }
}

/// Rows as an SQLite file.
func sqlite(_ rows: [[Cell]], to schema: TableSchema = people) throws -> [UInt8] {
  try written(rows, to: schema, as: "dataset.sqlite") { try SQLiteFormat(folder: $0, views: []) }
}

/// Python, by which files are read back with somebody else's program.
enum Python {
  /// What a skipped test says.
  static let absence = "python3 is absent"

  /// Whether there is a Python.
  static let isPresent = (try? run("import csv, json, sqlite3"))?.status == 0

  /// Runs a script.
  static func run(_ script: String, _ arguments: [String] = []) throws -> ProgramOutcome {
    try ProgramUnderTest(path: "/usr/bin/env", environment: ["PYTHONUTF8": "1"])
      .run(["python3", "-c", script] + arguments)
  }

  /// Runs a script that prints a JSON list of texts.
  static func texts(_ script: String, _ arguments: [String]) throws -> [String] {
    let outcome = try run(script, arguments)
    try #require(outcome.status == 0, "\(outcome)")
    return try JSONDecoder().decode([String].self, from: Data(outcome.outputBytes))
  }
}

/// A value of a line of JSON Lines.
enum Scalar: Hashable, Decodable, ExpressibleByStringLiteral, ExpressibleByFloatLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
  case null
  case boolean(Bool)
  case number(Double)
  case text(String)

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let flag = try? container.decode(Bool.self) {
      self = .boolean(flag)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else {
      self = .text(try container.decode(String.self))
    }
  }

  init(nilLiteral: ()) { self = .null }
  init(booleanLiteral value: Bool) { self = .boolean(value) }
  init(integerLiteral value: Int) { self = .number(Double(value)) }
  init(floatLiteral value: Double) { self = .number(value) }
  init(stringLiteral value: String) { self = .text(value) }

  var text: String? { if case .text(let text) = self { text } else { nil } }
}
