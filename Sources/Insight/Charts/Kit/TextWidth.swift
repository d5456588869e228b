// SPDX-License-Identifier: Apache-2.0

/// How much room text takes, and how it is made to fit.
package enum TextWidth {
  /// The columns that text takes in a terminal: none for a combining mark, two for a wide
  /// character, as `wcwidth` has it.
  package static func columns(of text: String) -> Int {
    text.reduce(0) { $0 + columns(of: $1) }
  }

  /// The columns that one character takes in a terminal.
  package static func columns(of character: Character) -> Int {
    if character.isASCII { return 1 }
    let scalars = character.unicodeScalars
    let width = scalars.reduce(0) { $0 + columns(of: $1) }
    return width == 1 && scalars.contains("\u{FE0F}") ? 2 : width
  }

  /// The text, cut at a character and marked as cut where it takes more than so many columns.
  package static func cut(_ text: String, toColumns limit: Int, mark: String = "…") -> String {
    cut(text, to: Double(limit), mark: mark) { Double(columns(of: $0)) }
  }

  /// The text, cut at a character and marked as cut where it would take more room than there is.
  static func cut(
    _ text: String,
    to limit: Double,
    mark: String,
    measure: (Character) -> Double
  ) -> String {
    guard text.reduce(0, { $0 + measure($1) }) > limit else { return text }
    var room = limit - mark.reduce(0) { $0 + measure($1) }
    guard room >= 0 else { return "" }
    var kept = ""
    for character in text {
      room -= measure(character)
      guard room >= 0 else { break }
      kept.append(character)
    }
    return String(kept.reversed().drop { $0 == " " }.reversed()) + mark
  }

  /// Lines of whole words no longer than the limit; a word that is longer alone is broken.
  static func wrap(_ text: String, to limit: Double, measure: (Character) -> Double) -> [String] {
    var lines: [String] = []
    var line = ""
    var used = 0.0
    for word in text.split(separator: " ") {
      let width = word.reduce(0) { $0 + measure($1) }
      if !line.isEmpty, used + measure(" ") + width > limit {
        lines.append(line)
        (line, used) = ("", 0)
      }
      if !line.isEmpty {
        line.append(" ")
        used += measure(" ")
      }
      for character in word {
        if used + measure(character) > limit, !line.isEmpty {
          lines.append(line)
          (line, used) = ("", 0)
        }
        line.append(character)
        used += measure(character)
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }

  private static func columns(of scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    // The later parts of a Hangul syllable are drawn upon its first.
    case .otherLetter where (0x1160...0x11FF).contains(scalar.value): return 0
    default: return isWide(scalar) ? 2 : 1
    }
  }

  /// East Asian Wide and Fullwidth (Unicode, annex 11), and what is drawn as a picture.
  static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= 0x1100 else { return false }
    return scalar.properties.isEmojiPresentation || wide.contains { $0.contains(scalar.value) }
  }

  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
    0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
    0x16FE0...0x1B2FF, 0x1F200...0x1F2FF, 0x20000...0x3FFFD,
  ]
}
