// SPDX-License-Identifier: Apache-2.0

import Export
import Foundation
import TestSupport
import Testing

private let isReady = Python.isPresent && FieldData.isPresent

/// Somebody else's reader must find every string that breaks things as it was.
@Suite(.enabled(if: isReady, "python3 or the field data are absent: set MYSTERY_SHOPPER_DATA"))
struct `Naughty strings come back byte for byte` {
  private func readBack(
    _ strings: [String],
    as name: String,
    with script: String,
    _ format: (String) throws -> any TableFormat
  ) throws -> [String] {
    try withTemporaryFolder { folder in
      let format = try format(folder.path)
      let writer = try format.open(anything)
      for string in strings { try writer.write([.text(string)]) }
      _ = try format.finish()
      try format.publish()
      return try Python.texts("import sys, json\n" + script, [folder.path(name)])
    }
  }

  private func expectEqual(_ found: [String], _ expected: [String]) {
    #expect(found.count == expected.count)
    for (left, right) in zip(found, expected) where !left.utf8.elementsEqual(right.utf8) {
      Issue.record("\(Array(left.utf8)) is not \(Array(right.utf8))")
    }
  }

  private func strings() throws -> [String] {
    let strings = try FieldData.naughtyStrings()
    #expect(strings.count == 515)
    return strings + ["a\0b", "\r", "\n", "\r\n", "'=1", "\u{FEFF}x", "\"", "\u{10FFFF}"]
  }

  private static let readCSV = """
    import csv
    rows = list(csv.reader(open(sys.argv[1], newline='', encoding='utf-8')))
    assert rows[0] == ['a']
    print(json.dumps([row[0] for row in rows[1:]]))
    """

  @Test func `through CSV, once the apostrophes are taken off`() throws {
    let found = try readBack(strings(), as: "anything.csv", with: Self.readCSV) {
      CSVFormat(folder: $0, options: CSVOptions())
    }
    expectEqual(found.map(FormulaGuard.original), try strings())
  }

  @Test func `through CSV as it is, where that is asked for`() throws {
    let found = try readBack(strings(), as: "anything.csv", with: Self.readCSV) {
      CSVFormat(folder: $0, options: CSVOptions(raw: true))
    }
    expectEqual(found, try strings())
  }

  @Test func `through JSON Lines`() throws {
    let script = """
      lines = open(sys.argv[1], 'rb').read().split(b'\\n')
      print(json.dumps([json.loads(line)['a'] for line in lines[:-1]]))
      """
    let found = try readBack(strings(), as: "anything.jsonl", with: script) {
      JSONLinesFormat(folder: $0)
    }
    expectEqual(found, try strings())
  }

  @Test func `through SQLite`() throws {
    let script = """
      import sqlite3
      rows = sqlite3.connect(sys.argv[1]).execute('SELECT a FROM anything ORDER BY rowid')
      print(json.dumps([row[0] for row in rows]))
      """
    let found = try readBack(strings(), as: "dataset.sqlite", with: script) {
      try SQLiteFormat(folder: $0, views: [])
    }
    expectEqual(found, try strings())
  }
}
