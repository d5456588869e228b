// SPDX-License-Identifier: Apache-2.0

extension PriorityChart {
  /// The chart as shapes.
  package func drawing() -> Drawing {
    var sheet = PrioritySheet(self)
    sheet.drawScales()
    sheet.drawQuadrants()
    sheet.drawItems()
    return sheet.drawing
  }
}

/// A plane being drawn.
private struct PrioritySheet {
  private let chart: PriorityChart
  private let frame: Box
  private let performance: Scale
  private let importance: Scale
  private var taken: [Box] = []
  private var placing: LabelPlacing
  private(set) var drawing: Drawing

  init(_ chart: PriorityChart) {
    self.chart = chart
    performance = chart.performanceScale
    importance = chart.importanceScale
    // Many labels want a higher sheet.
    let height = 400 + Double(max(chart.items.count - 20, 0)) * 9
    frame = Box(x: 64, y: 34, width: 676, height: min(height, 880))
    drawing = Drawing(height: frame.y + frame.height + 72)
    placing = LabelPlacing(within: frame, taken: [], avoided: [])
  }

  // Room at the edges for quadrants' names, and to the right for those of points.
  private func x(_ value: Double) -> Double {
    frame.x + 24 + performance.share(of: value) * (frame.width - 94)
  }

  private func y(_ value: Double) -> Double {
    bottom - 42 - importance.share(of: value) * (frame.height - 84)
  }

  /// The most that a name may take: more where there are few.
  private var nameRoom: Double { chart.items.count <= 12 ? 320 : 220 }

  /// How far from its point a name may stand: among many, no further than the eye follows.
  private var nameReach: Double { chart.items.count <= 24 ? 100 : 30 }

  private var bottom: Double { frame.y + frame.height }
  private var right: Double { frame.x + frame.width }

  mutating func drawScales() {
    drawing.text(
      DrawnText(chart.importanceAxis, at: Point(x: 20, y: 22), style: .soft, room: frame.width)
    )
    let end = Point(x: right, y: bottom + 38)
    drawing.text(
      DrawnText(chart.performanceAxis, at: end, anchor: .end, style: .soft, room: frame.width)
    )
    for tick in performance.ticks {
      drawing.line(.axis, Point(x: x(tick), y: bottom), Point(x: x(tick), y: bottom + 5))
      let text = performance.text(tick, as: chart.performanceQuantity)
      let place = Point(x: x(tick), y: bottom + 18)
      drawing.text(DrawnText(text, at: place, anchor: .middle, style: .soft))
    }
    for tick in importance.ticks {
      drawing.line(.axis, Point(x: frame.x - 5, y: y(tick)), Point(x: frame.x, y: y(tick)))
      let text = importance.text(tick, as: PriorityChart.importanceQuantity)
      let place = Point(x: frame.x - 8, y: y(tick) + 4)
      drawing.text(DrawnText(text, at: place, anchor: .end, style: .soft, room: frame.x - 12))
    }
    let corners = [
      Point(x: frame.x, y: frame.y), Point(x: right, y: frame.y), Point(x: right, y: bottom),
      Point(x: frame.x, y: bottom), Point(x: frame.x, y: frame.y),
    ]
    drawing.shapes.append(.line(corners, .axis))
  }

  mutating func drawQuadrants() {
    guard let crosshair = chart.crosshair, let text = chart.crosshairText else { return }
    let (middle, level) = (x(crosshair.performance), y(crosshair.importance))
    drawing.line(.reference, Point(x: middle, y: frame.y), Point(x: middle, y: bottom))
    drawing.line(.reference, Point(x: frame.x, y: level), Point(x: right, y: level))
    drawing.text(DrawnText(text, at: Point(x: frame.x, y: bottom + 56), style: .soft))
    for (index, name) in PriorityChart.quadrants.map(\.rawValue).enumerated() {
      let isRight = index % 2 == 1
      let label = DrawnText(
        name,
        at: Point(x: isRight ? right - 6 : frame.x + 6, y: index < 2 ? frame.y + 16 : bottom - 7),
        anchor: isRight ? .end : .start,
        style: .strong
      )
      taken.append(label.box)
      drawing.text(label)
    }
  }

  mutating func drawItems() {
    guard !chart.items.isEmpty else {
      let middle = Point(x: frame.x + frame.width / 2, y: frame.y + frame.height / 2)
      return drawing.text(DrawnText("no data", at: middle, anchor: .middle, style: .soft))
    }
    let places = chart.items.map { Point(x: x($0.performance), y: y($0.importance)) }
    let points = places.map { Box(x: $0.x - 6, y: $0.y - 6, width: 12, height: 12) }
    placing = LabelPlacing(within: frame, taken: taken + points, avoided: lines)
    // Those in the same place share a name, and a number where that is too long.
    let groups = Dictionary(grouping: places.indices) { places[$0] }
      .map {
        Spot(name: $1.map { chart.items[$0].label }.joined(separator: ", "), place: $0, items: $1)
      }
      .sorted { $0.items[0] < $1.items[0] }
    let numbered = drawNumbers(drawNames(groups))
    for (item, place) in zip(chart.items, places) {
      let tip = ([item.label] + chart.cells(of: item)).joined(separator: " · ")
      drawing.symbol(.circle, at: place, tip: tip)
    }
    guard !numbered.isEmpty else { return }
    drawing.write("Without room for a name: " + numbered.joined(separator: "; "), style: .soft)
    drawing.height += 14
  }

  /// What stands in one place of the plane.
  private struct Spot {
    let name: String
    let place: Point
    let items: [Int]
  }

  /// Writes names beside their points, and returns those that there is no room for.
  ///
  /// Those are let go first in another attempt: the others have more places to choose from.
  private mutating func drawNames(_ spots: [Spot]) -> [Spot] {
    var best: (sheet: PrioritySheet, left: [Spot])?
    var order = spots
    for _ in 0..<4 {
      var sheet = self
      let isNamed = order.map { spot in
        let fits = spot.items.count == 1 || Lettering.direct.width(of: spot.name.plain) <= nameRoom
        return fits && sheet.draw(spot.name, beside: spot.place, reach: nameReach)
      }
      let left = zip(order, isNamed).filter { !$1 }.map(\.0)
      if left.count < best?.left.count ?? .max { best = (sheet, left) }
      if left.isEmpty { break }
      order = left + zip(order, isNamed).filter { $1 }.map(\.0)
    }
    guard let best else { return [] }
    self = best.sheet
    return best.left
  }

  /// Writes numbers beside points, and returns what they stand for.
  private mutating func drawNumbers(_ spots: [Spot]) -> [String] {
    var told: [String] = []
    for (index, spot) in spots.enumerated() {
      let isDrawn = draw(String(index + 1), beside: spot.place, reach: 260)
      told.append(isDrawn ? "\(index + 1) \(spot.name)" : spot.name)
    }
    return told
  }

  /// Writes a name beside its point, and tells whether there was room for it.
  private mutating func draw(
    _ name: String,
    beside point: Point,
    reach: Double
  ) -> Bool {
    let home = quadrant(of: point)
    let room = min(nameRoom, max(home.width - 12, 150))
    let width = DrawnText(name, at: point, room: room).box.width
    guard let found = placing.place(width: width, beside: point, at: home, reach: reach) else {
      return false
    }
    if let leader = found.leader { drawing.line(.leader, point, leader) }
    let (left, right) = (found.box.x, found.box.x + found.box.width)
    // The end that is next to the point is the one held to its place: fonts differ in width.
    let anchor: DrawnText.Anchor = right < point.x ? .end : left > point.x ? .start : .middle
    let x = anchor == .end ? right : anchor == .start ? left : (left + right) / 2
    let base = Point(x: x, y: found.box.y + 11.5)
    drawing.text(DrawnText(name, at: base, anchor: anchor, style: .direct, room: room))
    return true
  }

  /// The part of the frame that a point lies in.
  private func quadrant(of point: Point) -> Box {
    guard let crosshair = chart.crosshair else { return frame }
    let (middle, level) = (x(crosshair.performance), y(crosshair.importance))
    let isRight = point.x >= middle
    let isUpper = point.y <= level
    return Box(
      x: isRight ? middle : frame.x,
      y: isUpper ? frame.y : level,
      width: isRight ? right - middle : middle - frame.x,
      height: isUpper ? level - frame.y : bottom - level
    )
  }

  /// The crosshair as narrow boxes, which names rather keep off.
  private var lines: [Box] {
    guard let crosshair = chart.crosshair else { return [] }
    return [
      Box(x: x(crosshair.performance) - 1, y: frame.y, width: 2, height: frame.height),
      Box(x: frame.x, y: y(crosshair.importance) - 1, width: frame.width, height: 2),
    ]
  }
}
