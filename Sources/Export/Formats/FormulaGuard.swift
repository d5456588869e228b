// SPDX-License-Identifier: Apache-2.0

/// Keeps a spreadsheet from running text as a formula, reversibly.
///
/// Text is risky when, after any apostrophes at its start, it begins with a tab or a carriage
/// return, or when its first character other than blanks and quotation marks is one of `= + - @`,
/// their full-width forms included (a spreadsheet set to Japanese runs those too). Risky text gets
/// one apostrophe in front, which spreadsheets take for "this is text".
///
/// To get the text back: where a cell begins with an apostrophe and is risky, remove that one
/// apostrophe. No other text is changed, so the two directions are exact: `=1` is written `'=1`,
/// `'=1` is written `''=1`, and `'tis` stays `'tis`.
package enum FormulaGuard {
  /// Whether a spreadsheet might run the text.
  package static func isRisky(_ text: String) -> Bool {
    switch text.utf8.first ?? 0x30 {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: return false  // Digits and letters: most text.
    default: break
    }
    var text = text.unicodeScalars[...]
    text = text.drop { $0 == "'" }
    if text.first == "\t" || text.first == "\r" { return true }
    text = text.drop { $0.properties.isWhitespace || ignored.contains($0) }
    return text.first.map(starters.contains) ?? false
  }

  /// The text as it goes into a spreadsheet's file.
  package static func neutralised(_ text: String) -> String { isRisky(text) ? "'" + text : text }

  /// The text that was neutralised.
  package static func original(_ cell: String) -> String {
    cell.utf8.first == UInt8(ascii: "'") && isRisky(cell)
      ? String(cell.unicodeScalars.dropFirst()) : cell
  }

  private static let starters: Set<Unicode.Scalar> = [
    "=", "+", "-", "@", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
  ]

  /// Characters besides blanks that a reader may drop before it looks for a formula.
  private static let ignored: Set<Unicode.Scalar> = ["\"", "\0", "\u{FEFF}"]
}
