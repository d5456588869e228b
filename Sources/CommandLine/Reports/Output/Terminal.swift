// SPDX-License-Identifier: Apache-2.0

import Glibc
import Insight

/// The terminal that a report is read on.
struct Terminal {
  /// How many columns there are.
  let width: Int

  /// What lines and marks are drawn with.
  let glyphs: Glyphs

  /// The terminal of standard output.
  ///
  /// - Parameters:
  ///   - width: The columns, where somebody says; else the terminal's, else 80.
  ///   - isASCII: Whether only ASCII is written, also where the locale knows more.
  ///   - environment: The variables that tell of columns and locale.
  init(width: Int?, isASCII: Bool, environment: (String) -> String?) {
    var size = winsize()
    let isKnown = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    let told = environment("COLUMNS").flatMap(Int.init)
    self.width = min(max(width ?? (isKnown ? Int(size.ws_col) : told ?? 80), 40), 200)
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap(environment).first { !$0.isEmpty }
    let name = (locale ?? "").lowercased()
    let isUnicode = name.contains("utf-8") || name.contains("utf8")
    glyphs = isUnicode && !isASCII ? .unicode : .ascii
  }

  /// A page as lines of text.
  func lines(of page: Page) -> [String] {
    var lines = wrapped(page.title) + page.basis.flatMap { wrapped($0) }
    for section in page.sections {
      lines.append("")
      if !Terminal.isSame(section.heading, page.title) {
        lines += wrapped(section.heading)
        let line = glyphs == .unicode ? "═" : "="
        lines += [String(repeating: line, count: min(width, 60)), ""]
      }
      for (place, block) in section.blocks.enumerated() {
        if place > 0 { lines.append("") }
        lines += self.lines(of: block)
      }
    }
    return lines
  }

  private static func isSame(_ one: String, _ two: String) -> Bool {
    one.utf8.elementsEqual(two.utf8)
  }

  private func lines(of block: Page.Block) -> [String] {
    switch block {
    case .heading(let text): return wrapped(text)
    case .text(let text): return wrapped(text)
    case .warning(let text): return wrapped("Note: " + text)
    case .list(let texts):
      return texts.flatMap { text in
        glyphs.wrapped(text, width: width - 2).enumerated().map { ($0 == 0 ? "- " : "  ") + $1 }
      }
    case .table(let table): return lines(of: table)
    case .chart(let chart):
      return chart.text(width: width, glyphs: glyphs).split(
        separator: "\n",
        omittingEmptySubsequences: false
      ).dropLast().map(String.init)
    }
  }

  private func wrapped(_ text: String) -> [String] { glyphs.wrapped(text, width: width) }

  // MARK: Tables

  /// The table in columns; where they do not fit, in several parts that each begin with the names
  /// of the rows.
  private func lines(of table: Table) -> [String] {
    let rows = [table.headings] + table.rows
    let widths = table.headings.indices.map { column in
      rows.map { TextWidth.columns(of: glyphs.text($0[column])) }.max() ?? 0
    }
    let isRight = table.headings.indices.map(table.isNumeric)
    let first = min(widths.first ?? 0, max(width / 2, 12))
    let room = widths.map { min($0, width - first - 2) }
    var parts: [[Int]] = [[]]
    var used = first
    for column in table.headings.indices.dropFirst() {
      if used + 2 + room[column] > width, parts[parts.count - 1] != [] {
        parts.append([])
        used = first
      }
      parts[parts.count - 1].append(column)
      used += 2 + room[column]
    }
    let body = parts.enumerated().flatMap { place, columns in
      (place > 0 ? [""] : [])
        + rows.map { row in
          let cells = columns.map { column in
            "  " + glyphs.padded(row[column], to: room[column], isRight: isRight[column])
          }
          let line = glyphs.padded(row.first ?? "", to: first) + cells.joined()
          return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }
    return wrapped(table.caption) + body
  }
}
