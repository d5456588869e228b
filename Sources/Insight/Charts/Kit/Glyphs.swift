// SPDX-License-Identifier: Apache-2.0

/// The characters that terminal charts are made of.
package enum Glyphs: CaseIterable, Sendable {
  /// Blocks and box drawing, for terminals that show Unicode.
  case unicode
  /// ASCII and nothing else.
  case ascii

  /// Text as this terminal can show it, on one line.
  package func text(_ text: String) -> String {
    self == .unicode ? text.plain : text.plain.ascii
  }

  /// Text as this terminal can show it, in lines of whole words that fit the width; where there are
  /// more than so many, the last is marked as cut.
  package func wrapped(_ text: String, width: Int, most: Int = .max) -> [String] {
    var lines = TextWidth.wrap(self.text(text), to: Double(width)) {
      Double(TextWidth.columns(of: $0))
    }
    if lines.count > most {
      let last = lines[most - 1] + " " + lines[most]
      lines[(most - 1)...] = [TextWidth.cut(last, toColumns: width, mark: cut)]
    }
    return lines.map(\.fenced)
  }

  /// Text as this terminal can show it, cut or filled up with blanks to so many columns.
  package func padded(_ text: String, to width: Int, isRight: Bool = false) -> String {
    let shown = TextWidth.cut(self.text(text), toColumns: width, mark: cut)
    let blanks = String(repeating: " ", count: max(0, width - TextWidth.columns(of: shown)))
    return isRight ? blanks + shown.fenced : shown.fenced + blanks
  }

  /// What stands for text that was cut off.
  var cut: String { self == .unicode ? "…" : ".." }

  /// A filled cell.
  func fill(_ fill: Fill) -> Character {
    switch fill {
    case .solid: self == .unicode ? "█" : "#"
    case .light: self == .unicode ? "█" : "="
    case .hatched, .warm: self == .unicode ? "▒" : "x"
    case .pale: self == .unicode ? "░" : "."
    case .dotted: self == .unicode ? "·" : ":"
    case .outlined: self == .unicode ? "┄" : "_"
    }
  }

  /// The last cell of a full bar, of which so many eighths are filled, 1…8.
  func part(_ eighths: Int) -> Character {
    let parts: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
    return parts[min(max(eighths, 1), 8) - 1]
  }

  /// A point.
  func symbol(_ symbol: Symbol) -> Character {
    switch symbol {
    case .circle: self == .unicode ? "●" : "o"
    case .square: self == .unicode ? "□" : "u"
    case .up: self == .unicode ? "▲" : "^"
    case .diamond: self == .unicode ? "◇" : "d"
    case .down: self == .unicode ? "▼" : "v"
    }
  }

  /// The parts of lines and fields.
  subscript(_ part: Part) -> Character { self == .unicode ? part.unicode : part.ascii }

  /// A part of a line or a field.
  enum Part {
    case horizontal, vertical, cross, corner, tick, tickUp
    case whiskerStart, whiskerEnd, whisker, reference, clear, unclear, handOver

    fileprivate var unicode: Character {
      switch self {
      case .horizontal, .whisker: "─"
      case .vertical: "│"
      case .cross: "┼"
      case .corner: "└"
      case .tick: "┬"
      case .tickUp: "┴"
      case .whiskerStart: "├"
      case .whiskerEnd: "┤"
      case .reference: "┊"
      case .clear: "━"
      case .unclear: "╌"
      case .handOver: "↓"
      }
    }

    fileprivate var ascii: Character {
      switch self {
      case .horizontal, .whisker, .unclear: "-"
      case .vertical, .reference: "|"
      case .cross, .corner, .tick, .tickUp: "+"
      case .whiskerStart: "["
      case .whiskerEnd: "]"
      case .clear: "="
      case .handOver: "v"
      }
    }
  }
}
