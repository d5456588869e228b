// SPDX-License-Identifier: Apache-2.0

extension MatrixChart {
  /// The chart as lines of terminal text; columns whose names do not fit are numbered.
  package func lines(width: Int, glyphs: Glyphs) -> [String] {
    guard !rowLabels.isEmpty, !columnLabels.isEmpty else { return ["no data"] }
    let page = MatrixPage(self, width: width, glyphs: glyphs)
    return page.explanation + page.body + page.names
  }
}

private struct MatrixPage {
  private let chart: MatrixChart
  private let width: Int
  private let glyphs: Glyphs
  private let left: Int
  private let cell: Int
  private let isNumbered: Bool
  /// The lines of the columns' headings.
  private let heads: [[String]]
  /// The columns that are drawn side by side; the others follow below.
  private let perRow: Int

  init(_ chart: MatrixChart, width: Int, glyphs: Glyphs) {
    self.chart = chart
    self.width = width
    self.glyphs = glyphs
    func columns(of text: String) -> Int { TextWidth.columns(of: glyphs.text(text)) }
    left = min(chart.rowLabels.map(columns).max() ?? 0, max(width / 4, 10))
    let needed = (chart.cells.joined().flatMap(MatrixPage.texts).map(columns).max() ?? 0) + 3
    perRow = max(min(chart.columnLabels.count, (width - left - 1) / max(needed, 5)), 1)
    let cell = min(max((width - left - 1) / perRow, 5), 26)
    let heads = chart.columnLabels.map { glyphs.wrapped($0, width: cell - 2) }
    isNumbered = heads.contains { $0.count > 3 }
    self.heads = isNumbered ? heads.indices.map { ["(\($0 + 1))"] } : heads
    self.cell = cell
  }

  private static func texts(of cell: MatrixChart.Cell) -> [String] {
    switch cell {
    case .figures(let first, let details, _): [first] + details
    // Broken between words where it has to be.
    case .empty(let text): text.split(separator: " ").map(String.init)
    }
  }

  var explanation: [String] {
    let marks = glyphs == .unicode ? "░▒▓█" : ".:=#"
    let text =
      "In each cell: " + chart.lineNames.joined(separator: ", ")
      + "; \(marks) \(chart.warmth); ( ) is what is to be looked at next."
    return glyphs.wrapped(text, width: width) + [""]
  }

  private var blocks: [Range<Int>] {
    stride(from: 0, to: chart.columnLabels.count, by: perRow).map { start in
      start..<min(start + perRow, chart.columnLabels.count)
    }
  }

  var body: [String] {
    blocks.flatMap { block in
      headings(block) + [rule(block)]
        + chart.rowLabels.indices.flatMap { row in lines(row, block) + [rule(block)] } + [""]
    }
  }

  private func start(_ column: Int, in block: Range<Int>) -> Int {
    left + 1 + (column - block.lowerBound) * cell
  }

  private func headings(_ block: Range<Int>) -> [String] {
    let depth = block.map { heads[$0].count }.max() ?? 0
    return (0..<depth).map { index in
      var line = TextLine(width: width, glyphs: glyphs)
      for column in block where heads[column].count >= depth - index {
        let text = heads[column][heads[column].count - depth + index]
        line.put(text, at: start(column, in: block), room: cell - 1)
      }
      return line.text
    }
  }

  private func rule(_ block: Range<Int>) -> String {
    var line = TextLine(width: width, glyphs: glyphs)
    line.fill(0..<start(block.upperBound, in: block), with: glyphs[.horizontal])
    for column in block { line.put(glyphs[.cross], at: start(column, in: block) - 1) }
    return line.text
  }

  private func lines(_ row: Int, _ block: Range<Int>) -> [String] {
    var lines = Array(repeating: TextLine(width: width, glyphs: glyphs), count: chart.depth)
    lines[0].put(chart.rowLabels[row], at: 0, room: left)
    for column in block {
      let place = start(column, in: block)
      for index in lines.indices { lines[index].put(glyphs[.vertical], at: place - 1) }
      switch chart.cells[row][column] {
      case .figures(let first, let details, let warmth):
        for (index, text) in ([first] + details).enumerated() {
          lines[index].put(mark(warmth), at: place)
          lines[index].put(text, at: place + cell - 2, room: cell - 2, anchor: .end)
        }
      case .empty(let text):
        let parts = glyphs.wrapped("(\(text))", width: cell - 1, most: lines.count)
        for (index, part) in parts.enumerated() {
          lines[index].put(part, at: place, room: cell - 1)
        }
      }
    }
    return lines.map(\.text)
  }

  private func mark(_ warmth: Double) -> Character {
    let marks: [Character] =
      glyphs == .unicode ? [" ", "░", "▒", "▓", "█"] : [" ", ".", ":", "=", "#"]
    guard warmth > 0 else { return marks[0] }
    return marks[min(1 + Int(warmth * 4), 4)]
  }

  var names: [String] {
    guard isNumbered else { return [] }
    return chart.columnLabels.enumerated().flatMap { column, name in
      glyphs.wrapped("(\(column + 1)) \(name)", width: width)
    }
  }
}
