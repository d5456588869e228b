// SPDX-License-Identifier: Apache-2.0

extension PriorityChart {
  /// The chart as lines of terminal text: a plane of letters, and what each letter stands for.
  ///
  /// Interactions in the same place share a letter.
  package func lines(width: Int, glyphs: Glyphs) -> [String] {
    guard !items.isEmpty else { return ["no data"] }
    let page = PriorityPage(self, width: width, glyphs: glyphs)
    return page.plane + [""] + page.list
  }
}

private struct PriorityPage {
  private let chart: PriorityChart
  private let width: Int
  private let glyphs: Glyphs
  private let left: Int
  private let height: Int
  private let performance: Scale
  private let importance: Scale
  /// The places that something lies in, in the order of the list.
  private let groups: [(place: Cell, items: [PriorityChart.Item])]

  private struct Cell: Hashable {
    let column: Int
    let row: Int
  }

  init(_ chart: PriorityChart, width: Int, glyphs: Glyphs) {
    self.chart = chart
    self.width = width
    self.glyphs = glyphs
    performance = chart.performanceScale
    importance = chart.importanceScale
    let ticks = importance.ticks.map { [importance] tick in
      importance.text(tick, as: PriorityChart.importanceQuantity).count
    }
    left = min((ticks.max() ?? 0) + 1, 12)
    height = min(max(width / 4, 12), 30)
    var found: [Cell: Int] = [:]
    var groups: [(place: Cell, items: [PriorityChart.Item])] = []
    for item in chart.items {
      let cell = Cell(
        column: left + 1 + Int(performance.share(of: item.performance) * Double(width - left - 3)),
        row: height - 1 - Int(importance.share(of: item.importance) * Double(height - 1))
      )
      if let index = found[cell] {
        groups[index].items.append(item)
      } else {
        found[cell] = groups.count
        groups.append((cell, [item]))
      }
    }
    self.groups = groups
  }

  private func column(_ value: Double) -> Int {
    left + 1 + Int(performance.share(of: value) * Double(width - left - 3))
  }

  private func row(_ value: Double) -> Int {
    height - 1 - Int(importance.share(of: value) * Double(height - 1))
  }

  private static let letters = Array(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
  )

  /// The letter of a group; after the last letter all share `*`.
  private func letter(_ index: Int) -> Character {
    PriorityPage.letters.indices.contains(index) ? PriorityPage.letters[index] : "*"
  }

  private func blank() -> TextLine { TextLine(width: width, glyphs: glyphs) }

  var plane: [String] {
    var lines = Array(repeating: blank(), count: height)
    for row in lines.indices { lines[row].put(glyphs[.vertical], at: left) }
    drawCrosshair(on: &lines)
    for tick in importance.ticks {
      let text = importance.text(tick, as: PriorityChart.importanceQuantity)
      lines[row(tick)].put(text, at: left - 1, room: left - 1, anchor: .end)
    }
    for (index, group) in groups.enumerated() {
      lines[group.place.row].put(letter(index), at: group.place.column)
    }
    var axis = blank()
    var scale = blank()
    axis.fill(left..<width, with: glyphs[.horizontal])
    axis.put(glyphs[.corner], at: left)
    for tick in performance.ticks { axis.put(glyphs[.tick], at: column(tick)) }
    scale.put(performance, as: chart.performanceQuantity, within: 0..<width, at: column)
    var name = blank()
    name.put(chart.performanceAxis, at: width, anchor: .end)
    return glyphs.wrapped(chart.importanceAxis, width: width)
      + (lines + [axis, scale, name]).map(\.text)
      + (chart.crosshairText.map { glyphs.wrapped($0, width: width) } ?? [])
  }

  private func drawCrosshair(on lines: inout [TextLine]) {
    guard let crosshair = chart.crosshair else { return }
    let (middle, level) = (column(crosshair.performance), row(crosshair.importance))
    for row in lines.indices { lines[row].put(glyphs[.reference], at: middle) }
    lines[level].fill(left + 1..<width, with: glyphs[.unclear])
    lines[level].put(glyphs[.cross], at: middle)
    let occupied = Set(groups.map(\.place))
    for (index, name) in PriorityChart.quadrants.map(\.rawValue).enumerated() {
      let isRight = index % 2 == 1
      let row = index < 2 ? 0 : height - 1
      let room = (isRight ? width - middle : middle - left) - 2
      let columns = isRight ? width - name.count..<width : left + 1..<left + 1 + name.count
      let isFree = columns.allSatisfy { !occupied.contains(Cell(column: $0, row: row)) }
      guard name.count <= room, row != level, isFree else { continue }
      lines[row].put(name, at: columns.lowerBound)
    }
  }

  var list: [String] {
    let cells = groups.map { group in group.items.map(chart.cells) }
    let widths = (0..<4).map { column in
      cells.joined().map { TextWidth.columns(of: glyphs.text($0[column])) }.max() ?? 0
    }
    let isWide = width >= 72
    let figures = widths.prefix(isWide ? 4 : 2).reduce(0) { $0 + $1 + 2 }
    return groups.enumerated().flatMap { index, group in
      group.items.map { item in
        var line = blank()
        line.put(letter(index), at: 0)
        line.put(item.label, at: 2, room: width - figures - 3)
        var edge = width - figures
        for (column, cell) in chart.cells(of: item).prefix(isWide ? 4 : 2).enumerated() {
          let start = edge + 2
          edge += widths[column] + 2
          let isText = column == 3
          line.put(cell, at: isText ? start : edge, anchor: isText ? .start : .end)
        }
        return line.text
      }
    }
  }
}
