// SPDX-License-Identifier: Apache-2.0

/// A place in a drawing, in units of which a letter's height is 13; y grows downwards.
package struct Point: Hashable, Sendable {
  /// From the left edge.
  package var x: Double

  /// From the upper edge.
  package var y: Double

  /// A place in a drawing.
  package init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }
}

/// A rectangle in a drawing.
package struct Box: Hashable, Sendable {
  /// The left edge.
  package var x: Double

  /// The upper edge.
  package var y: Double

  /// The distance between left and right edge.
  package var width: Double

  /// The distance between upper and lower edge.
  package var height: Double

  /// A rectangle in a drawing.
  package init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// Whether the two share more than an edge.
  package func overlaps(_ other: Box) -> Bool {
    x < other.x + other.width && other.x < x + width
      && y < other.y + other.height && other.y < y + height
  }

  /// Whether the other lies within, edges included.
  package func contains(_ other: Box) -> Bool {
    other.x >= x && other.x + other.width <= x + width
      && other.y >= y && other.y + other.height <= y + height
  }
}

/// How an area is filled: told apart by pattern as well as by colour.
package enum Fill: String, CaseIterable, Sendable {
  /// Full blue: magic, contact, better than planned.
  case solid
  /// Pale blue with an edge: a value whose interval is drawn upon it.
  case light
  /// Orange with slanted lines: misery, worse than planned.
  case hatched
  /// Pale grey with an edge: neutral.
  case pale
  /// Orange, drawn as faint as its strength is small: a cell's warmth.
  case warm
  /// Dots: waiting.
  case dotted
  /// A dashed edge and nothing in it: too few to judge, nothing there yet.
  case outlined
}

/// A point's form, by which series are told apart without colour.
package enum Symbol: String, CaseIterable, Sendable {
  /// A full circle: the own brand.
  case circle
  /// An open square: the first competitor.
  case square
  /// A full triangle, tip up: magic, or the second competitor.
  case up
  /// An open diamond: the third competitor.
  case diamond
  /// A full triangle, tip down: misery, or the fourth competitor.
  case down
}

/// How a line is drawn.
package enum Stroke: String, CaseIterable, Sendable {
  /// The faint lines of a grid.
  case grid
  /// An axis or the edge of a field.
  case axis
  /// A margin of ground about an interval, so that it is seen upon every fill.
  case halo
  /// An interval.
  case whisker
  /// What a value is held against, dashed.
  case reference
  /// From a label to its point.
  case leader
  /// A difference that its interval tells from none.
  case clear
  /// A difference that may be none, dashed.
  case unclear
  /// The own brand over time.
  case series
  /// Another brand over time, dashed.
  case other
}

/// How text is written.
package enum Lettering: String, CaseIterable, Sendable {
  /// A chart's title.
  case heading
  /// Text that is read first.
  case strong
  /// Ordinary text.
  case normal
  /// Ordinary text in a plane, with a margin of ground that keeps it off lines below it.
  case direct
  /// Smaller and paler: scales, notes, columns' headings.
  case soft
}

/// One thing drawn.
package enum Shape: Hashable, Sendable {
  /// A rectangle; what it stands for is told where a pointer rests on it.
  case area(Box, Fill, strength: Double = 1, tip: String? = nil)
  /// A line through points.
  case line([Point], Stroke)
  /// A point.
  case symbol(Symbol, Point, tip: String? = nil)
  /// A line of text.
  case text(DrawnText)
}

/// A line of text at its place.
package struct DrawnText: Hashable, Sendable {
  /// Which part of the text is at its place.
  package enum Anchor: String, Sendable {
    /// The left end.
    case start
    /// The middle.
    case middle
    /// The right end.
    case end
  }

  /// What is written, cut where it had to be.
  package let text: String

  /// The whole text, where what is written was cut.
  package private(set) var whole: String?

  /// Where the anchored part of the base line is.
  package var place: Point

  /// Which part of the text is there.
  package let anchor: Anchor

  /// How it is written.
  package let style: Lettering

  /// How wide it is, rather too much than too little.
  package let width: Double

  /// Text at a place, cut to the room there is.
  package init(
    _ text: String,
    at place: Point,
    anchor: Anchor = .start,
    style: Lettering = .normal,
    room: Double = .infinity
  ) {
    let plain = text.plain
    let shown = TextWidth.cut(plain, to: room, mark: "…") { style.width(of: $0) }
    self.text = shown
    width = style.width(of: shown)
    self.whole = shown.utf8.elementsEqual(plain.utf8) ? nil : plain
    self.place = place
    self.anchor = anchor
    self.style = style
  }

  /// Text on up to so many lines, the first at the place; the last is cut where it has to be.
  static func lines(
    _ text: String,
    most: Int,
    at place: Point,
    anchor: Anchor = .start,
    style: Lettering = .normal,
    room: Double
  ) -> [DrawnText] {
    let plain = text.plain
    let lines = TextWidth.wrap(plain, to: room) { style.width(of: $0) }
    return lines.prefix(most).enumerated().map { index, line in
      let isCut = index == most - 1 && lines.count > most
      let y = place.y + Double(index) * (style.size + 3)
      var label = DrawnText(
        isCut ? line + " " + lines[most] : line,
        at: Point(x: place.x, y: y),
        anchor: anchor,
        style: style,
        room: room
      )
      if isCut { label.whole = plain }
      return label
    }
  }

  /// The room that the text takes.
  package var box: Box {
    let left =
      switch anchor {
      case .start: place.x
      case .middle: place.x - width / 2
      case .end: place.x - width
      }
    return Box(x: left, y: place.y - style.size * 0.8, width: width, height: style.size * 1.05)
  }
}

/// Shapes on a sheet, the first drawn lowest.
package struct Drawing: Hashable, Sendable {
  /// The sheet's width.
  package var width: Double

  /// The sheet's height.
  package var height: Double

  /// What is drawn.
  package var shapes: [Shape] = []

  /// The room left free at the left and right edge.
  package static let margin = 20.0

  /// An empty sheet; 760 wide fits a page of text and, printed, A4.
  package init(width: Double = 760, height: Double) {
    self.width = width
    self.height = height
  }

  /// All text drawn.
  package var labels: [DrawnText] {
    shapes.compactMap { if case .text(let label) = $0 { label } else { nil } }
  }

  mutating func area(_ box: Box, _ fill: Fill, strength: Double = 1, tip: String? = nil) {
    shapes.append(.area(box, fill, strength: strength, tip: tip?.plain))
  }

  mutating func line(_ stroke: Stroke, _ points: Point...) {
    shapes.append(.line(points, stroke))
  }

  /// An interval, level or upright, with a bar across each end that the scale still holds.
  mutating func whisker(
    _ interval: ClosedRange<Double>,
    on scale: Scale,
    from start: Point,
    to end: Point,
    cap: Double
  ) {
    line(.halo, start, end)
    line(.whisker, start, end)
    let (x, y) = start.y == end.y ? (0, cap) : (cap, 0)
    let ends = [(start, interval.lowerBound), (end, interval.upperBound)]
    for (place, value) in ends where scale.contains(value) {
      line(.whisker, Point(x: place.x - x, y: place.y - y), Point(x: place.x + x, y: place.y + y))
    }
  }

  mutating func symbol(_ symbol: Symbol, at place: Point, tip: String? = nil) {
    shapes.append(.symbol(symbol, place, tip: tip?.plain))
  }

  mutating func text(_ label: DrawnText) {
    shapes.append(.text(label))
  }

  /// Adds a paragraph below everything, as wide as the sheet.
  mutating func write(_ paragraph: String, style: Lettering) {
    let room = width - 2 * Drawing.margin
    for line in TextWidth.wrap(paragraph.plain, to: room, measure: { style.width(of: $0) }) {
      height += style.size + 5
      text(DrawnText(line, at: Point(x: Drawing.margin, y: height - 5), style: style))
    }
  }

  /// Adds another drawing below this one.
  mutating func append(_ other: Drawing) {
    shapes += other.shapes.map { $0.moved(down: height) }
    width = max(width, other.width)
    height += other.height
  }
}

extension Shape {
  fileprivate func moved(down distance: Double) -> Shape {
    func moved(_ point: Point) -> Point { Point(x: point.x, y: point.y + distance) }
    switch self {
    case .area(var box, let fill, let strength, let tip):
      box.y += distance
      return .area(box, fill, strength: strength, tip: tip)
    case .line(let points, let stroke): return .line(points.map(moved), stroke)
    case .symbol(let symbol, let place, let tip): return .symbol(symbol, moved(place), tip: tip)
    case .text(var label):
      label.place = moved(label.place)
      return .text(label)
    }
  }
}

extension Lettering {
  /// The height of the letters' body.
  package var size: Double {
    switch self {
    case .heading: 15
    case .strong, .normal, .direct: 13
    case .soft: 12
    }
  }

  /// The room that text takes in the widest of the fonts that it may be shown in.
  func width(of text: String) -> Double {
    text.reduce(0) { $0 + width(of: $1) }
  }

  /// The room that a character takes.
  func width(of character: Character) -> Double {
    let isBold = self == .heading || self == .strong
    return size * Lettering.ems(character) * (isBold ? 1.1 : 1)
  }

  /// Widths as in DejaVu Sans, the widest of the fonts asked for.
  private static func ems(_ character: Character) -> Double {
    guard let letter = character.asciiValue.map(Unicode.Scalar.init) else {
      return others(character)
    }
    switch letter {
    case "i", "j", "l", "'", "|": return 0.29
    case " ", ".", ",", ":", ";", "I", "!": return 0.34
    case "f", "t", "r", "-", "(", ")", "[", "]", "/": return 0.42
    case "m", "M", "W", "w", "%", "@", "+", "=", "<", ">": return 0.96
    case "A"..."Z": return 0.75
    default: return 0.64
    }
  }

  private static func others(_ character: Character) -> Double {
    let scalars = character.unicodeScalars
    if ["—", "…", "−", "→"].contains(scalars.first) { return 1 }
    if scalars.contains(where: \.properties.isEmojiPresentation) { return 1.4 }
    return scalars.reduce(0) { sum, scalar in
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .enclosingMark, .format: sum
      default: sum + (TextWidth.isWide(scalar) ? 1.02 : 0.72)
      }
    }
  }
}
