// SPDX-License-Identifier: Apache-2.0

/// A line of terminal text, written column by column.
struct TextLine {
  /// What each column shows; the second column of a wide character is empty.
  private var cells: [String]

  private let glyphs: Glyphs

  /// A blank line.
  init(width: Int, glyphs: Glyphs) {
    cells = Array(repeating: " ", count: max(width, 0))
    self.glyphs = glyphs
  }

  /// Whether nothing was written into a column.
  func isBlank(_ column: Int) -> Bool {
    cells.indices.contains(column) && cells[column] == " "
  }

  /// Writes one character, one column wide; nothing outside of the line.
  mutating func put(_ character: Character, at column: Int) {
    guard cells.indices.contains(column) else { return }
    // Half of a wide character cannot be shown: what is left of it becomes blank.
    if cells[column].isEmpty, column > 0 { cells[column - 1] = " " }
    if column + 1 < cells.count, cells[column + 1].isEmpty { cells[column + 1] = " " }
    cells[column] = String(character)
  }

  /// Writes the same character into all columns of a range.
  mutating func fill(_ columns: Range<Int>, with character: Character) {
    for column in columns { put(character, at: column) }
  }

  /// Writes text from a column on, cut to the room there is.
  mutating func put(
    _ text: String,
    at column: Int,
    room: Int = .max,
    anchor: DrawnText.Anchor = .start
  ) {
    let room = min(room, cells.count)
    let shown = TextWidth.cut(glyphs.text(text), toColumns: room, mark: glyphs.cut)
    let width = TextWidth.columns(of: shown)
    var place =
      switch anchor {
      case .start: column
      case .middle: column - width / 2
      case .end: column - width
      }
    place = min(max(place, 0), cells.count - width)
    let start = place
    var opening = ""
    for character in shown.fenced {
      let columns = TextWidth.columns(of: character)
      if columns == 0 {
        if character == "\u{2068}" {
          opening.append(character)
        } else if place > start {
          cells[place - 1].append(character)
        }
        continue
      }
      cells[place] = opening + String(character)
      opening = ""
      for column in place + 1..<place + columns { cells[column] = "" }
      place += columns
    }
  }

  /// Writes a scale's ticks below or above their columns, as many as there is room for.
  mutating func put(
    _ scale: Scale,
    as quantity: Quantity,
    within columns: Range<Int>,
    at place: (Double) -> Int
  ) {
    let labels = scale.ticks.map { tick in
      let text = glyphs.text(scale.text(tick, as: quantity))
      let width = TextWidth.columns(of: text)
      let start = min(place(tick) - width / 2, columns.upperBound - width)
      return (text: text, start: max(start, columns.lowerBound), width: width)
    }
    let spans = labels.map { Double($0.start)...Double($0.start + $0.width) }
    let every = Scale.every(spans, gap: 1)
    for index in stride(from: 0, to: labels.count, by: every) {
      put(labels[index].text, at: labels[index].start)
    }
  }

  /// The line, without blanks at its end.
  var text: String {
    let last = cells.lastIndex { $0 != " " } ?? -1
    return cells[0..<(last + 1)].joined()
  }
}
