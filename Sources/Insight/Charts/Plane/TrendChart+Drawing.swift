// SPDX-License-Identifier: Apache-2.0

extension TrendChart {
  /// The chart as shapes: waves from left to right, a line for each series, named at its end.
  package func drawing() -> Drawing {
    var sheet = TrendSheet(self)
    sheet.drawScale()
    for index in series.indices { sheet.drawSeries(index) }
    sheet.drawNames()
    sheet.drawCounts()
    return sheet.drawing
  }
}

private struct TrendSheet {
  private let chart: TrendChart
  private let scale: Scale
  private let frame: Box
  private(set) var drawing: Drawing

  init(_ chart: TrendChart) {
    self.chart = chart
    scale = chart.scale
    let names = chart.series.map { Lettering.normal.width(of: $0.label.plain) }
    let room = min((names.max() ?? 0) + 34, 190)
    frame = Box(x: 72, y: 34, width: 740 - 72 - room, height: 240)
    let below = 26 + Double(chart.series.count) * 16 + 12
    drawing = Drawing(height: frame.y + frame.height + below)
  }

  private var bottom: Double { frame.y + frame.height }
  private var slot: Double { frame.width / Double(max(chart.waves.count, 1)) }

  private func x(_ wave: Int) -> Double { frame.x + (Double(wave) + 0.5) * slot }

  private func y(_ value: Double) -> Double {
    bottom - 8 - scale.share(of: value) * (frame.height - 16)
  }

  /// Where a series' point of a wave stands: beside those of the other series.
  private func place(_ value: Double, wave: Int, series: Int) -> Point {
    let gap = min(9, slot / Double(chart.series.count + 1))
    let shift = (Double(series) - Double(chart.series.count - 1) / 2) * gap
    return Point(x: x(wave) + shift, y: y(value))
  }

  private func points(_ index: Int) -> [(estimate: Estimate, wave: Int)] {
    chart.series[index].values.compactMap { value in
      let wave = chart.waves.firstIndex { $0.utf8.elementsEqual(value.label.utf8) }
      return wave.map { (value, $0) }
    }
    .sorted { $0.1 < $1.1 }
  }

  mutating func drawScale() {
    drawing.text(DrawnText(chart.axis, at: Point(x: 20, y: 22), style: .soft, room: 720))
    for tick in scale.ticks {
      drawing.line(
        .grid,
        Point(x: frame.x, y: y(tick)),
        Point(x: frame.x + frame.width, y: y(tick))
      )
      let text = scale.text(tick, as: chart.quantity)
      let place = Point(x: frame.x - 8, y: y(tick) + 4)
      drawing.text(DrawnText(text, at: place, anchor: .end, style: .soft, room: frame.x - 12))
    }
    drawing.line(
      .axis,
      Point(x: frame.x, y: bottom),
      Point(x: frame.x + frame.width, y: bottom)
    )
    guard !chart.waves.isEmpty else {
      let middle = Point(x: frame.x + frame.width / 2, y: frame.y + frame.height / 2)
      return drawing.text(DrawnText("no data", at: middle, anchor: .middle, style: .soft))
    }
    for wave in stride(from: 0, to: chart.waves.count, by: every) {
      let place = Point(x: x(wave), y: bottom + 17)
      let room = max(slot * Double(every) - 6, 110)
      drawing.text(DrawnText(chart.waves[wave], at: place, anchor: .middle, room: room))
    }
  }

  /// How many waves share a written name, so that names have room: all are in the table.
  private var every: Int {
    let spans = chart.waves.indices.map { wave in
      let half = min(Lettering.normal.width(of: chart.waves[wave].plain), 110) / 2
      return x(wave) - half...x(wave) + half
    }
    return Scale.every(spans, gap: 6)
  }

  mutating func drawSeries(_ index: Int) {
    let known = points(index).filter { $0.estimate.value?.isFinite == true }
    let places = known.compactMap { point in
      point.estimate.value.map { place($0, wave: point.wave, series: index) }
    }
    for (place, next) in zip(places.indices, places.indices.dropFirst()) {
      // What rests on too few answers is no trend.
      let isFirm = !known[place].estimate.isTooFew && !known[next].estimate.isTooFew
      drawing.line(isFirm ? index == 0 ? .series : .other : .unclear, places[place], places[next])
    }
    for (point, place) in zip(known, places) {
      if let interval = point.estimate.interval {
        drawing.whisker(
          interval,
          on: scale,
          from: Point(x: place.x, y: y(interval.lowerBound)),
          to: Point(x: place.x, y: y(interval.upperBound)),
          cap: 4
        )
      }
    }
    for (point, place) in zip(known, places) {
      let value = point.estimate.value.map { chart.quantity.text($0) } ?? ""
      let interval = point.estimate.interval.map { chart.quantity.text($0) } ?? ""
      let n = "n " + Quantity.count(point.estimate.n)
      let parts = [chart.series[index].label, point.estimate.label, value, interval, n]
      let tip = parts.filter { !$0.isEmpty }.joined(separator: " · ")
      drawing.symbol(chart.symbol(index), at: place, tip: tip)
    }
  }

  /// The series' names beside their last points, moved apart where they would lie upon each other.
  mutating func drawNames() {
    let ends = chart.series.indices.compactMap { index in
      points(index).last { $0.estimate.value?.isFinite == true }?.estimate.value.map {
        (index: index, y: y($0))
      }
    }
    let sorted = ends.sorted { ($0.y, $0.index) < ($1.y, $1.index) }
    var ys: [Double] = []
    for end in sorted { ys.append(max(end.y + 4, (ys.last ?? -.infinity) + 17)) }
    let excess = max((ys.last ?? 0) - bottom, 0)
    let start = frame.x + frame.width
    for (end, y) in zip(sorted, ys) {
      let place = Point(x: start + 24, y: y - excess)
      let room = drawing.width - Drawing.margin - place.x
      drawing.symbol(chart.symbol(end.index), at: Point(x: start + 13, y: y - excess - 4.5))
      drawing.text(DrawnText(chart.series[end.index].label, at: place, room: room))
    }
  }

  /// The n of each wave below its name, a line for each series.
  mutating func drawCounts() {
    for index in chart.series.indices where !chart.waves.isEmpty {
      let y = bottom + 36 + Double(index) * 16
      drawing.text(DrawnText("n", at: Point(x: 20, y: y), style: .soft))
      drawing.symbol(chart.symbol(index), at: Point(x: 38, y: y - 4))
      for point in points(index) where point.wave % every == 0 {
        let count = Quantity.count(point.estimate.n)
        let text = point.estimate.isTooFew ? count + " too few" : count
        let place = Point(x: x(point.wave), y: y)
        let room = slot * Double(every) - 4
        drawing.text(DrawnText(text, at: place, anchor: .middle, style: .soft, room: room))
      }
    }
  }
}
