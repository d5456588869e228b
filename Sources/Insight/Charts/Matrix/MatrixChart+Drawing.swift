// SPDX-License-Identifier: Apache-2.0

extension MatrixChart {
  /// The chart as shapes.
  package func drawing() -> Drawing {
    let labels = rowLabels.map { Lettering.normal.width(of: $0.plain) }
    let left = Drawing.margin + min((labels.max() ?? 0) + 14, 170)
    let count = Double(max(columnLabels.count, 1))
    let width = max(760, left + count * 84 + Drawing.margin)
    let cell = (width - left - Drawing.margin) / count
    let height = 14 + Double(depth) * 17
    var drawing = Drawing(width: width, height: 0)
    drawKeys(on: &drawing)
    drawHeads(on: &drawing, left: left, cell: cell)
    for (row, label) in rowLabels.enumerated() {
      let top = drawing.height
      let place = Point(x: Drawing.margin, y: top + height / 2 + 4)
      drawing.text(DrawnText(label, at: place, room: left - Drawing.margin - 10))
      for (column, content) in cells[row].enumerated() {
        let x = left + Double(column) * cell
        let box = Box(x: x + 2, y: top + 2, width: cell - 4, height: height - 4)
        draw(content, in: box, tip: "\(label) · \(columnLabels[column])", on: &drawing)
      }
      drawing.height += height
    }
    if rowLabels.isEmpty || columnLabels.isEmpty { drawing.write("no data", style: .soft) }
    drawing.height += 14
    return drawing
  }

  private func drawKeys(on drawing: inout Drawing) {
    let lines = "In each cell: " + lineNames.joined(separator: ", ") + "; \(warmth)."
    drawing.height = 4
    drawing.write(lines + " Dashed cells are what is to be looked at next.", style: .soft)
  }

  private func drawHeads(on drawing: inout Drawing, left: Double, cell: Double) {
    let heads = columnLabels.enumerated().map { column, label in
      let place = Point(x: left + (Double(column) + 0.5) * cell, y: 0)
      return DrawnText.lines(label, most: 3, at: place, anchor: .middle, room: cell - 8)
    }
    drawing.height += 12 + Double(heads.map(\.count).max() ?? 0) * 16
    for lines in heads {
      for var line in lines {
        // The last line stands right above the cells.
        line.place.y += drawing.height - 8 - Double(lines.count - 1) * 16
        drawing.text(line)
      }
    }
  }

  private func draw(_ cell: Cell, in box: Box, tip: String, on drawing: inout Drawing) {
    let middle = box.x + box.width / 2
    switch cell {
    case .figures(let first, let details, let warmth):
      let share = warmth.isFinite ? min(max(warmth, 0), 1) : 0
      let all = ([tip, first] + details).joined(separator: " · ")
      drawing.area(box, .pale, tip: all)
      if share > 0 { drawing.area(box, .warm, strength: 0.08 + 0.5 * share, tip: all) }
      var y = box.y + (box.height - Double(details.count + 1) * 17) / 2 + 13
      let room = box.width - 6
      let place = Point(x: middle, y: y)
      drawing.text(DrawnText(first, at: place, anchor: .middle, style: .strong, room: room))
      for detail in details {
        y += 17
        drawing.text(DrawnText(detail, at: Point(x: middle, y: y), anchor: .middle, room: room))
      }
    case .empty(let text):
      drawing.area(box, .outlined, tip: "\(tip) · \(text)")
      let place = Point(x: middle, y: box.y + box.height / 2 + 4)
      drawing.text(DrawnText(text, at: place, anchor: .middle, style: .soft, room: box.width - 6))
    }
  }
}
