// SPDX-License-Identifier: Apache-2.0

import Insight
import Testing

/// Names in the plane of importance and performance stand beside their points, and nothing else.
@Suite struct PriorityChartTests {
  private static func chart(
    _ items: [PriorityChart.Item],
    rule: Crosshair.Rule = .mean
  ) -> PriorityChart {
    PriorityChart(
      title: "Priorities",
      reading: "r",
      performanceAxis: "performance",
      importanceAxis: "importance",
      crosshair: Crosshair(rule, through: [(2.185344, 0.571912)]),
      items: items
    )
  }

  /// Points in a heap, of a count: many equal, many near each other.
  private static func heap(_ count: Int) -> [PriorityChart.Item] {
    (0..<count).map { index in
      let x = Double(index * 7919 % 23) / 23
      let y = Double(index * 104_729 % 19) / 19
      let name = "Interaction \(index) " + String(repeating: "o", count: index % 17)
      return .init(name, performance: 2 + x * x, importance: 0.5 + y * y / 4, n: 100)
    }
  }

  @Test(arguments: [1, 2, 5, 20, 60, 200])
  func `no name lies upon another, upon a point, or outside of the plane`(_ count: Int) throws {
    let drawing = Self.chart(Self.heap(count)).drawing()
    let names = drawing.labels.filter { $0.style == .direct }
    let points = drawing.shapes.compactMap { shape -> Box? in
      guard case .symbol(_, let place, _) = shape else { return nil }
      return Box(x: place.x - 5, y: place.y - 5, width: 10, height: 10)
    }
    #expect(points.count == count)
    #expect(!names.isEmpty)
    for (index, name) in names.enumerated() {
      #expect(!names.dropFirst(index + 1).contains { $0.box.overlaps(name.box) }, "\(name.text)")
      #expect(!points.contains { $0.overlaps(name.box) }, "\(name.text)")
    }
  }

  @Test(arguments: [1, 5, 60, 200])
  func `every name stands in the plane or in the list below it`(_ count: Int) {
    let items = Self.heap(count)
    let drawing = Self.chart(items).drawing()
    let text = drawing.labels.map(\.text).joined(separator: " ")
    for item in items { #expect(text.contains(item.label.prefix(12)), "\(item.label)") }
  }

  @Test func `a name hemmed in by others goes first in another attempt`() {
    let items = [
      ("Departure and arrival", 3.19, -0.04), ("Check-in Service", 3.423, 0.328),
      ("Online Boarding", 3.52, 0.6), ("On-board Service", 3.437, 0.434),
      ("Seat Comfort", 3.6, 0.44), ("Leg Room Service", 3.419, 0.426),
      ("Cleanliness", 3.333, 0.354), ("In-flight Service", 3.703, 0.34),
      ("In-flight Wifi Service", 2.76, 0.32), ("In-flight Entertainment", 3.388, 0.436),
      ("Baggage Handling", 3.688, 0.339),
    ]
    let drawing = Self.chart(items.map { .init($0, performance: $1, importance: $2, n: 9) })
      .drawing()
    let names = drawing.labels.filter { $0.style == .direct }.map(\.text)
    #expect(Set(names) == Set(items.map(\.0)))
  }

  @Test func `points lie where their figures are`() throws {
    let items = [(1.0, 0.2), (2.0, 0.6), (3.0, 0.4)].map {
      PriorityChart.Item("a", performance: $0.0, importance: $0.1, n: 9)
    }
    let places = Self.chart(items).drawing().shapes.compactMap { shape -> Point? in
      if case .symbol(_, let place, _) = shape { place } else { nil }
    }
    try #require(places.count == 3)
    #expect(abs((places[1].x - places[0].x) - (places[2].x - places[1].x)) < 1e-9)
    #expect(places[1].y < places[2].y && places[2].y < places[0].y)
  }

  @Test func `the quadrants are named, and the rule of the lines is told`() {
    let texts = Self.chart(Self.heap(3), rule: .median).drawing().labels.map(\.text)
    for quadrant in Quadrant.allCases { #expect(texts.contains(quadrant.rawValue)) }
    #expect(texts.contains("lines at the median: performance 2.19, importance 0.57"))
  }
}
