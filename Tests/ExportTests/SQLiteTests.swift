// SPDX-License-Identifier: Apache-2.0

import Export
import FieldModel
import GRDB
import TestSupport
import Testing

@Suite struct `SQLite` {
  private func query(
    _ rows: [[Cell]],
    to schema: TableSchema = anything,
    _ sql: String
  ) throws
    -> [String]
  {
    try withTemporaryFolder { folder in
      let path = try folder.write(sqlite(rows, to: schema), to: "copy.sqlite")
      let queue = try DatabaseQueue(path: path)
      defer { try? queue.close() }
      return try queue.read { try String.fetchAll($0, sql: sql) }
    }
  }

  @Test func `keeps text with a NUL inside whole`() throws {
    let rows: [[Cell]] = [[.text("a\0b")], [.text("\0")], [.text("")], [.text("ab")]]
    #expect(try query(rows, "SELECT hex(a) FROM anything") == ["610062", "00", "", "6162"])
    #expect(try query(rows, "SELECT DISTINCT typeof(a) FROM anything") == ["text"])
  }

  @Test func `keeps normalisation forms apart`() throws {
    let rows: [[Cell]] = [[.text("\u{E9}")], [.text("e\u{301}")]]
    #expect(try query(rows, "SELECT hex(a) FROM anything") == ["C3A9", "65CC81"])
  }

  @Test(arguments: [
    (Cell.integer(8), "integer 8"), (.number(ExactNumber("8.0")), "integer 8"),
    (.number(ExactNumber("28.75")), "real 28.75"), (.boolean(true), "integer 1"),
    (.number(ExactNumber("0.100000000000001")), "real 0.100000000000001"),
    (.number(ExactNumber("0.12345678901234567")), "text 0.12345678901234567"),
    (.text("8"), "text 8"),
  ])
  func `types each value and rounds none`(cell: Cell, expected: String) throws {
    let sql = "SELECT typeof(a) || ' ' || CASE typeof(a) WHEN 'real' "
    #expect(
      try query([[cell]], sql + "THEN printf('%.15g', a) ELSE a END FROM anything") == [expected]
    )
  }

  @Test func `has strict tables with an index on every identifier`() throws {
    let sql = "SELECT sql FROM sqlite_schema ORDER BY type"
    let found = try query([], to: people, sql)
    #expect(
      found == [
        "CREATE INDEX \"people_by_id\" ON \"people\" (\"id\")",
        "CREATE TABLE \"people\" (\n  \"id\" TEXT,\n  \"note\" TEXT,\n  \"share\" ANY\n) STRICT",
      ]
    )
  }

  @Test func `takes more rows than fit one batch, in order`() throws {
    let rows = (0..<1_000).map { [Cell.integer($0)] }
    let found = try query(rows, "SELECT a FROM anything ORDER BY rowid")
    #expect(found == (0..<1_000).map(String.init))
  }

  @Test func `gives equal bytes for equal rows`() throws {
    let rows = (0..<5_000).map { index -> [Cell] in
      [.text("p\(index)"), .text(String(repeating: "x", count: index % 700)), .integer(index)]
    }
    #expect(try sqlite(rows) == sqlite(rows))
  }
}
