// SPDX-License-Identifier: Apache-2.0

import Export
import FieldModel
import Testing

@Suite struct `CSV` {
  private let text = { (bytes: [UInt8]) in String(decoding: bytes, as: UTF8.self) }

  @Test func `has a header and CRLF line ends`() throws {
    let rows: [[Cell]] = [
      [.text("1"), .text("plain"), .number(ExactNumber("0.50"))],
      [.empty, .text(""), .integer(-5)],
    ]
    #expect(try csv(rows).elementsEqual("id,note,share\r\n1,plain,0.5\r\n,\"\",-5\r\n".utf8))
  }

  @Test func `is a header alone where there are no rows`() throws {
    #expect(try csv([]).elementsEqual("id,note,share\r\n".utf8))
  }

  @Test(arguments: [
    ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("\"", "\"\"\"\""), ("a\nb", "\"a\nb\""),
    ("a\rb", "\"a\rb\""), ("a\r\nb", "\"a\r\nb\""), (" a ", " a "), ("a;b\tc", "a;b\tc"),
    ("e\u{301}\u{E9}", "e\u{301}\u{E9}"), ("a\0b", "a\0b"), ("\u{2028}", "\u{2028}"),
  ])
  func `quotes only what needs quotes`(text: String, cell: String) throws {
    #expect(try csv([[.text(text)]], to: anything).elementsEqual("a\r\n\(cell)\r\n".utf8))
  }

  @Test func `leaves a trace of an empty row of one column`() throws {
    #expect(try csv([[.empty]], to: anything).elementsEqual("a\r\n\"\"\r\n".utf8))
  }

  @Test func `begins with a byte-order mark only where Excel is to read it`() throws {
    #expect(
      try csv([], options: CSVOptions(excel: true))
        .elementsEqual([0xEF, 0xBB, 0xBF] + "id,note,share\r\n".utf8)
    )
  }

  @Test func `writes booleans and great whole numbers in full`() throws {
    let cells: [Cell] = [.boolean(true), .boolean(false), .integer(Int64.min)]
    let expected = "a\r\ntrue\r\nfalse\r\n-9223372036854775808\r\n"
    #expect(try csv(cells.map { [$0] }, to: anything).elementsEqual(expected.utf8))
  }
}

@Suite struct `A spreadsheet runs no text as a formula` {
  @Test(arguments: [
    ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\tx", "'\tx"),
    ("\rx", "'\rx"), (" =1", "' =1"), ("\u{A0}=1", "'\u{A0}=1"), ("\n=1", "'\n=1"),
    ("\"=1", "'\"=1"), ("\u{FF1D}1", "'\u{FF1D}1"), ("'=1", "''=1"), ("''-", "'''-"),
    ("'tis", "'tis"), ("1-1", "1-1"), ("", ""), ("'", "'"), ("a=b", "a=b"), (" x", " x"),
    ("=\u{338}", "'=\u{338}"),
  ])
  func `and every cell can be turned back`(text: String, cell: String) {
    #expect(FormulaGuard.neutralised(text).utf8.elementsEqual(cell.utf8))
    #expect(FormulaGuard.original(cell).utf8.elementsEqual(text.utf8))
  }

  @Test func `but numbers stay numbers`() throws {
    let rows: [[Cell]] = [[.integer(-5)], [.number(ExactNumber("-0.5"))], [.text("-5")]]
    #expect(try csv(rows, to: anything).elementsEqual("a\r\n-5\r\n-0.5\r\n'-5\r\n".utf8))
  }

  @Test func `unless it is told to keep text as it is`() throws {
    let raw = CSVOptions(raw: true)
    #expect(
      try csv([[.text("=1,2")]], to: anything, options: raw)
        .elementsEqual("a\r\n\"=1,2\"\r\n".utf8)
    )
  }
}
