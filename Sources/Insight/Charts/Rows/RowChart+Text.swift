// SPDX-License-Identifier: Apache-2.0

extension RowChart {
  /// The chart as lines of terminal text.
  package func lines(width: Int, glyphs: Glyphs) -> [String] {
    let page = RowPage(self, width: width, glyphs: glyphs)
    guard !rows.isEmpty else { return page.keys + ["no data"] }
    return page.keys + page.head + rows.flatMap(page.lines) + page.foot
  }
}

/// Where a row chart's parts stand on a terminal.
private struct RowPage {
  private let chart: RowChart
  private let width: Int
  private let glyphs: Glyphs
  private let plot: Range<Int>
  /// The columns between labels and plot.
  private let gap: Int
  /// The right edges of the columns that there is room for.
  private let edges: [Int]

  init(_ chart: RowChart, width: Int, glyphs: Glyphs) {
    self.chart = chart
    self.width = width
    self.glyphs = glyphs
    func columns(of text: String) -> Int { TextWidth.columns(of: glyphs.text(text)) }
    let wanted = max(
      chart.rows.map { columns(of: $0.label) }.max() ?? 0,
      columns(of: chart.subject)
    )
    let label = min(wanted, max(12, width * 3 / 10))
    gap = chart.rows.contains { $0.badge != nil } ? 3 : 1
    let all = chart.columns.indices.map { column in
      let cells = chart.rows.map { columns(of: chart.cells(of: $0)[column]) }
      return max(cells.max() ?? 0, columns(of: chart.columns[column])) + 2
    }
    var kept = all
    while width - label - gap - kept.reduce(0, +) < 14, !kept.isEmpty { kept.removeLast() }
    let end = width - kept.reduce(0, +)
    plot = label + gap..<max(end, label + gap + 1)
    var edge = end
    edges = kept.map { column in
      edge += column
      return edge
    }
  }

  private func column(_ value: Double) -> Int {
    let share = chart.scale.share(of: value)
    return plot.lowerBound + min(Int(share * Double(plot.count)), plot.count - 1)
  }

  private var blank: TextLine { TextLine(width: width, glyphs: glyphs) }

  var keys: [String] {
    guard !chart.keys.isEmpty else { return [] }
    let texts = chart.keys.map { key in
      let sample =
        switch key.sample {
        case .fill(let fill): String(repeating: glyphs.fill(fill), count: 2)
        case .symbol(let symbol): String(glyphs.symbol(symbol))
        case .target: String(glyphs[.vertical])
        case .handOver: String(glyphs[.handOver])
        case .link(let isClear):
          String(repeating: glyphs[isClear ? .clear : .unclear], count: 2)
        }
      return sample + " " + key.meaning
    }
    var lines = [""]
    for text in texts.map(glyphs.text) {
      let isFirst = lines[lines.count - 1].isEmpty
      let joined = lines[lines.count - 1] + (isFirst ? "" : "   ") + text
      if isFirst || TextWidth.columns(of: joined) <= width {
        lines[lines.count - 1] = joined
      } else {
        lines.append(text)
      }
    }
    return lines.map { TextWidth.cut($0, toColumns: width, mark: glyphs.cut) } + [""]
  }

  var head: [String] {
    var first = blank
    first.put(chart.axis, at: plot.lowerBound)
    var second = blank
    second.put(chart.subject, at: 0, room: plot.lowerBound - gap)
    for (heading, edge) in zip(chart.columns, edges) {
      second.put(heading, at: edge, anchor: .end)
    }
    var third = blank
    third.fill(plot, with: glyphs[.horizontal])
    for tick in chart.scale.ticks { third.put(glyphs[.tick], at: column(tick)) }
    second.put(chart.scale, as: chart.quantity, within: plot, at: column)
    return [first.text, second.text, third.text]
  }

  func lines(of row: RowChart.Row) -> [String] {
    var lines: [String] = []
    if let group = row.group {
      var heading = blank
      heading.put(group, at: 0)
      lines += ["", heading.text]
    }
    var line = blank
    let label = glyphs.wrapped(row.label, width: plot.lowerBound - gap, most: 3)
    line.put(label.first ?? "", at: 0)
    if let badge = row.badge { line.put(glyphs.symbol(badge), at: plot.lowerBound - 2) }
    for (cell, edge) in zip(row.cells, edges) { line.put(cell, at: edge, anchor: .end) }
    for mark in row.marks where mark.isBar { draw(mark, on: &line) }
    for reference in chart.references {
      line.put(glyphs[.reference], at: column(reference.value))
    }
    if chart.scale.lower < 0, chart.scale.upper >= 0 {
      line.put(glyphs[.vertical], at: column(0))
    }
    for mark in row.marks where !mark.isBar { draw(mark, on: &line) }
    lines.append(line.text)
    lines += label.dropFirst()
    lines += row.note.map(note) ?? []
    if let rule = row.rule { lines.append(ruled(rule)) }
    return lines
  }

  private func note(_ text: String) -> [String] {
    glyphs.wrapped(text, width: width - 4, most: 4).map { "    " + $0 }
  }

  private func ruled(_ text: String) -> String {
    var line = blank
    let shown = TextWidth.cut(glyphs.text(text), toColumns: width - 4, mark: glyphs.cut)
    line.fill(0..<width, with: glyphs[.unclear])
    line.put(" " + shown + " ", at: width - 1, anchor: .end)
    return line.text
  }

  private func draw(_ mark: RowChart.Mark, on line: inout TextLine) {
    switch mark {
    case .bar(let from, let to, let fill):
      drawBar(from: min(from, to), to: max(from, to), fill, on: &line)
    case .interval(let interval, let level):
      // Two intervals upon each other cannot be told apart in one line; the figures stand beside.
      guard level == .middle else { return }
      let ends = (column(interval.lowerBound), column(interval.upperBound))
      // A bar ends at its value, and is seen to within its interval.
      for column in ends.0...ends.1 where line.isBlank(column) {
        line.put(glyphs[.whisker], at: column)
      }
      let scale = chart.scale
      if scale.contains(interval.lowerBound) { line.put(glyphs[.whiskerStart], at: ends.0) }
      if scale.contains(interval.upperBound) {
        line.put(glyphs[ends.0 == ends.1 ? .cross : .whiskerEnd], at: ends.1)
      }
    case .point(let value, let symbol):
      line.put(glyphs.symbol(symbol), at: column(value))
    case .link(let from, let to, let isClear):
      let ends = [column(from), column(to)].sorted()
      line.fill(ends[0]..<ends[1] + 1, with: glyphs[isClear ? .clear : .unclear])
    case .target(let value):
      line.put(glyphs[.vertical], at: column(value))
    case .handOver(let value):
      line.put(glyphs[.handOver], at: min(column(value) + 1, plot.upperBound - 1))
    }
  }

  /// A bar to the nearest eighth of a column, where the terminal can draw eighths.
  private func drawBar(from: Double, to: Double, _ fill: Fill, on line: inout TextLine) {
    guard from < to else { return }
    let cells = Double(plot.count)
    var start = min(Int((chart.scale.share(of: from) * cells).rounded()), plot.count - 1)
    let end = chart.scale.share(of: to) * cells
    var full = Int(end.rounded())
    let hasParts = glyphs == .unicode && (fill == .solid || fill == .light)
    let eighths = Int(((end - end.rounded(.down)) * 8).rounded())
    if hasParts { full = Int(end.rounded(.down)) }
    // However small it is, it is seen, unless it is nothing.
    if !hasParts || eighths == 0 { full = max(full, start + 1) }
    full = min(full, plot.count)
    start = min(start, full)
    line.fill(plot.lowerBound + start..<plot.lowerBound + full, with: glyphs.fill(fill))
    guard hasParts, eighths > 0, full < plot.count else { return }
    line.put(glyphs.part(eighths), at: plot.lowerBound + full)
  }

  var foot: [String] {
    guard !chart.references.isEmpty else { return [] }
    return [""]
      + chart.references.flatMap { reference in
        let text = "\(glyphs[.reference]) \(chart.text(reference))"
        return glyphs.wrapped(text, width: width)
      }
  }
}
