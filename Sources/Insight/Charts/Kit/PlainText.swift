// SPDX-License-Identifier: Apache-2.0

extension String {
  /// The text on one line, without what could move a cursor, turn the text around it or is no
  /// character of XML.
  ///
  /// Every text on a chart goes through this once, when the chart is made.
  package var plain: String {
    var scalars = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: scalars.append(" ")
      case .unassigned where scalar.value & 0xFFFE == 0xFFFE: scalars.append("\u{FFFD}")
      case .format where scalar == "\u{AD}": continue
      case _ where turning.contains { $0.contains(scalar.value) }: continue
      default: scalars.append(scalar)
      }
    }
    return String(scalars)
  }

  /// The text with what XML and HTML read as markup written as references.
  ///
  /// By scalar: a `<` with a combining mark upon it is another `Character`, and markup still.
  package var escaped: String {
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// The text with each run from right to left fenced in, lest it turn figures beside it around.
  ///
  /// To be used line by line, as a fence ends with its line.
  package var fenced: String {
    guard runsRightToLeft else { return self }
    var (result, gap, isOpen) = ("", "", false)
    for character in self {
      if String(character).runsRightToLeft {
        result += (isOpen ? gap : gap + "\u{2068}") + String(character)
        (gap, isOpen) = ("", true)
      } else {
        if isOpen, !character.isWhitespace, character != "-" {
          result += "\u{2069}" + gap
          (gap, isOpen) = ("", false)
        }
        gap.append(character)
      }
    }
    return result + (isOpen ? "\u{2069}" : "") + gap
  }

  /// The text as it stands in XML and HTML.
  var markup: String { plain.fenced.escaped }

  /// The text in ASCII: letters without their accents, signs by their nearest, `?` for the rest.
  package var ascii: String {
    utf8.allSatisfy { $0 < 0x80 } ? self : map(\.asASCII).joined()
  }

  /// Whether some of the text runs from right to left.
  private var runsRightToLeft: Bool {
    unicodeScalars.contains { scalar in rightToLeft.contains { $0.contains(scalar.value) } }
  }
}

extension Character {
  fileprivate var asASCII: String {
    if isASCII { return String(self) }
    guard let scalar = unicodeScalars.first else { return "" }
    if let sign = signs[scalar] { return sign }
    let words = (scalar.properties.name ?? "").split(separator: " ")
    guard words.count >= 4, words[0] == "LATIN", words[2] == "LETTER", words[3].count <= 2 else {
      return scalar.properties.isWhitespace ? " " : "?"
    }
    return words[1] == "SMALL" ? words[3].lowercased() : String(words[3])
  }
}

private let signs: [Unicode.Scalar: String] = [
  "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "…": "...", "‘": "'", "’": "'", "“": "\"",
  "”": "\"", "·": "-", "•": "*", "×": "x", "≥": ">=", "≤": "<=", "→": "->", "←": "<-", "↑": "^",
  "↓": "v", "ß": "ss", "€": "EUR",
  "£": "GBP", "₹": "INR", "°": "deg", "²": "2", "³": "3", "⅓": "1/3", "½": "1/2", "¼": "1/4",
]

/// Embeddings, overrides and isolates: they turn what comes after them around.
private let turning: [ClosedRange<UInt32>] = [0x202A...0x202E, 0x2066...0x2069]

/// Hebrew, Arabic, Syriac and their neighbours, with their presentation forms.
private let rightToLeft: [ClosedRange<UInt32>] = [
  0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFC, 0x10800...0x10FFF, 0x1E800...0x1EFFF,
]
