// SPDX-License-Identifier: Apache-2.0

extension RowChart {
  /// The chart as shapes.
  package func drawing() -> Drawing {
    var sheet = RowSheet(self)
    sheet.drawKeys()
    sheet.drawHead()
    for index in rows.indices { sheet.draw(rows[index]) }
    sheet.drawReferences()
    return sheet.finished()
  }
}

/// A row chart being drawn from top to bottom.
private struct RowSheet {
  private let chart: RowChart
  private var drawing: Drawing
  /// What lies above bars and references.
  private var marks: Drawing
  private let plot: Range<Double>
  /// The right edges of the columns of figures.
  private let edges: [Double]
  private let labelRoom: Double
  private var y = 8.0
  private var top = 0.0
  /// Where the grid ends.
  private var bottom = 0.0

  private static let rowHeight = 26.0

  init(_ chart: RowChart) {
    self.chart = chart
    let rows = chart.rows + chart.others
    let columns = chart.columns.indices.map { column in
      let cells = rows.map { Lettering.normal.width(of: chart.cells(of: $0)[column].plain) }
      return max(cells.max() ?? 0, Lettering.soft.width(of: chart.columns[column].plain)) + 18
    }
    let labels = rows.map { Lettering.normal.width(of: $0.label.plain) }
    let wanted = max(labels.max() ?? 0, Lettering.soft.width(of: chart.subject.plain))
    let figures = columns.reduce(0, +)
    let left = 760 - 2 * Drawing.margin - figures
    labelRoom = min(wanted, max(110, min(220, left - 210)))
    let hasBadges = rows.contains { $0.badge != nil }
    let start = Drawing.margin + labelRoom + (hasBadges ? 32 : 16)
    let width = max(760, start + 200 + figures + Drawing.margin)
    let end = width - Drawing.margin - figures - (figures > 0 ? 12 : 10)
    plot = start..<end
    var edge = width - Drawing.margin - figures
    edges = columns.map { column in
      edge += column
      return edge
    }
    drawing = Drawing(width: width, height: 0)
    marks = Drawing(width: width, height: 0)
  }

  private func x(_ value: Double) -> Double {
    plot.lowerBound + chart.scale.share(of: value) * (plot.upperBound - plot.lowerBound)
  }

  mutating func drawKeys() {
    guard !chart.keys.isEmpty else { return }
    var x = Drawing.margin
    y += 14
    for key in chart.keys {
      let meaning = Lettering.soft.width(of: key.meaning.plain)
      if x > Drawing.margin, x + 24 + meaning > drawing.width - Drawing.margin {
        x = Drawing.margin
        y += 20
      }
      drawSample(of: key, at: Point(x: x, y: y - 4))
      let room = drawing.width - Drawing.margin - x - 24
      drawing.text(DrawnText(key.meaning, at: Point(x: x + 24, y: y), style: .soft, room: room))
      x += 24 + meaning + 18
    }
    y += 8
  }

  private mutating func drawSample(of key: RowChart.Key, at place: Point) {
    switch key.sample {
    case .fill(let fill):
      drawing.area(Box(x: place.x, y: place.y - 6, width: 18, height: 12), fill)
    case .symbol(let symbol):
      drawing.symbol(symbol, at: Point(x: place.x + 9, y: place.y))
    case .target:
      drawing.line(
        .whisker,
        Point(x: place.x + 9, y: place.y - 8),
        Point(x: place.x + 9, y: place.y + 8)
      )
    case .handOver:
      drawArrow(from: Point(x: place.x + 9, y: place.y - 7), on: &drawing)
    case .link(let isClear):
      drawing.line(isClear ? .clear : .unclear, place, Point(x: place.x + 18, y: place.y))
    }
  }

  mutating func drawHead() {
    y += 16
    let room = drawing.width - Drawing.margin - plot.lowerBound
    let above = Point(x: plot.lowerBound, y: y)
    drawing.text(DrawnText(chart.axis, at: above, style: .soft, room: room))
    y += 18
    let start = Point(x: Drawing.margin, y: y)
    let subject = DrawnText(chart.subject, at: start, style: .soft, room: labelRoom)
    drawing.text(subject)
    for (heading, edge) in zip(chart.columns, edges) {
      drawing.text(DrawnText(heading, at: Point(x: edge, y: y), anchor: .end, style: .soft))
    }
    let labels = chart.scale.ticks.map { tick in
      let text = chart.scale.text(tick, as: chart.quantity)
      return DrawnText(text, at: Point(x: x(tick), y: y), anchor: .middle, style: .soft)
    }
    let every = Scale.every(labels.map { $0.box.x...$0.box.x + $0.box.width }, gap: 8)
    for index in stride(from: 0, to: labels.count, by: every)
    where isClearOfColumns(labels[index].box) && labels[index].box.x > start.x + subject.width + 4 {
      drawing.text(labels[index])
    }
    y += 8
    top = y
    if chart.rows.isEmpty {
      y += RowSheet.rowHeight
      let middle = Point(x: (plot.lowerBound + plot.upperBound) / 2, y: y - 8)
      drawing.text(DrawnText("no data", at: middle, anchor: .middle, style: .soft))
    }
  }

  private func isClearOfColumns(_ box: Box) -> Bool {
    guard let edge = edges.first, let heading = chart.columns.first else { return true }
    return box.x + box.width + 4 <= edge - Lettering.soft.width(of: heading.plain)
  }

  mutating func draw(_ row: RowChart.Row) {
    if let group = row.group {
      y += 26
      let room = drawing.width - 2 * Drawing.margin
      let place = Point(x: Drawing.margin, y: y - 5)
      drawing.text(DrawnText(group, at: place, style: .strong, room: room))
    }
    let start = Point(x: Drawing.margin, y: y + RowSheet.rowHeight / 2 + 4.5)
    let label = DrawnText.lines(row.label, most: 3, at: start, room: labelRoom)
    // A name of several lines stands a little closer to its neighbours.
    let more = Double(max(label.count - 1, 0)) * 16
    let height = RowSheet.rowHeight + max(more - 4, 0)
    let middle = y + height / 2
    let base = middle + 4.5
    for var line in label {
      line.place.y += base - start.y - more / 2
      drawing.text(line)
    }
    if let badge = row.badge {
      drawing.symbol(badge, at: Point(x: plot.lowerBound - 16, y: middle))
    }
    for (cell, edge) in zip(row.cells, edges) {
      drawing.text(DrawnText(cell, at: Point(x: edge, y: base), anchor: .end))
    }
    y += height
    for mark in row.marks { draw(mark, of: row, at: middle) }
    if let note = row.note { write(note) }
    if let rule = row.rule { draw(rule: rule) }
  }

  private mutating func write(_ note: String) {
    let room = drawing.width - Drawing.margin - plot.lowerBound - 6
    let start = Point(x: plot.lowerBound + 6, y: y + 10)
    let lines = DrawnText.lines(note, most: 3, at: start, style: .soft, room: room)
    for line in lines { drawing.text(line) }
    y += Double(lines.count) * 15 + 1
  }

  private mutating func draw(rule: String) {
    y += 20
    let end = drawing.width - Drawing.margin
    drawing.line(.reference, Point(x: Drawing.margin, y: y - 16), Point(x: end, y: y - 16))
    let place = Point(x: end, y: y - 3)
    drawing.text(
      DrawnText(rule, at: place, anchor: .end, style: .soft, room: end - Drawing.margin)
    )
  }

  private mutating func draw(_ mark: RowChart.Mark, of row: RowChart.Row, at middle: Double) {
    let tip = ([row.label] + row.cells).joined(separator: " · ")
    switch mark {
    case .bar(let from, let to, let fill):
      let ends = [x(from), x(to)].sorted()
      let width = max(ends[1] - ends[0], from == to ? 0 : 1.5)
      let left = min(ends[0], plot.upperBound - width)
      drawing.area(Box(x: left, y: middle - 7, width: width, height: 14), fill, tip: tip)
    case .interval(let interval, let level):
      let y = middle + level.rawValue
      marks.whisker(
        interval,
        on: chart.scale,
        from: Point(x: x(interval.lowerBound), y: y),
        to: Point(x: x(interval.upperBound), y: y),
        cap: level == .middle ? 6 : 3
      )
    case .point(let value, let symbol):
      marks.symbol(symbol, at: Point(x: x(value), y: middle), tip: tip)
    case .link(let from, let to, let isClear):
      marks.line(
        isClear ? .clear : .unclear,
        Point(x: x(from), y: middle),
        Point(x: x(to), y: middle)
      )
    case .target(let value):
      marks.area(Box(x: x(value) - 1.5, y: middle - 10, width: 3, height: 20), .solid, tip: tip)
    case .handOver(let value):
      drawArrow(from: Point(x: x(value) + 5, y: middle - 2), on: &marks)
    }
  }

  private func drawArrow(from start: Point, on sheet: inout Drawing) {
    let end = start.y + 14
    sheet.line(.whisker, start, Point(x: start.x, y: end))
    sheet.line(
      .whisker,
      Point(x: start.x - 3.5, y: end - 5),
      Point(x: start.x, y: end),
      Point(x: start.x + 3.5, y: end - 5)
    )
  }

  mutating func drawReferences() {
    var taken: [Box] = []
    bottom = y
    if !chart.references.isEmpty { bottom += 4 }
    for reference in chart.references {
      let place = x(reference.value)
      let text = chart.text(reference)
      let width = Lettering.soft.width(of: text.plain)
      let middle = min(max(place, width / 2 + Drawing.margin), drawing.width - width / 2 - 20)
      var label = DrawnText(
        text,
        at: Point(x: middle, y: bottom + 14),
        anchor: .middle,
        style: .soft,
        room: drawing.width - 2 * Drawing.margin
      )
      while taken.contains(where: label.box.overlaps) { label.place.y += 16 }
      taken.append(label.box)
      drawing.line(.reference, Point(x: place, y: top), Point(x: place, y: bottom))
      drawing.text(label)
      y = max(y, label.place.y + 2)
    }
  }

  /// The sheet with its grid below and its marks above the rest.
  func finished() -> Drawing {
    var whole = Drawing(width: drawing.width, height: y + 14)
    for tick in chart.scale.ticks {
      whole.line(.grid, Point(x: x(tick), y: top), Point(x: x(tick), y: bottom))
    }
    let isAcross = chart.scale.lower < 0 && chart.scale.upper >= 0
    let start = isAcross ? x(0) : plot.lowerBound
    whole.line(.axis, Point(x: start, y: top), Point(x: start, y: bottom))
    whole.shapes += drawing.shapes + marks.shapes
    return whole
  }
}
