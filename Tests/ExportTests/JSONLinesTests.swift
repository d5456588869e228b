// SPDX-License-Identifier: Apache-2.0

import Export
import FieldModel
import Testing

@Suite struct `JSON Lines` {
  @Test func `has every key in every line, in the order of the columns`() throws {
    let rows: [[Cell]] = [
      [.text("1"), .empty, .number(ExactNumber("12.345678901234567"))],
      [.empty, .text("=1"), .integer(7)],
    ]
    let expected = """
      {"id":"1","note":null,"share":12.345678901234567}
      {"id":null,"note":"=1","share":7}

      """
    #expect(try jsonLines(rows).elementsEqual(expected.utf8))
  }

  @Test(arguments: [
    ("a\"\\/b", #""a\"\\/b""#), ("\0\u{1}\u{1F}\n\r\t", #""\u0000\u0001\u001f\n\r\t""#),
    ("\u{7F}\u{2028}e\u{301}", "\"\u{7F}\u{2028}e\u{301}\""), ("", "\"\""),
  ])
  func `escapes only what JSON demands`(text: String, json: String) throws {
    #expect(
      try jsonLines([[.text(text)]], to: anything).elementsEqual("{\"a\":\(json)}\n".utf8)
    )
  }

  @Test func `is an empty file where there are no rows`() throws {
    #expect(try jsonLines([]).isEmpty)
  }
}
