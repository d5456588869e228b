// SPDX-License-Identifier: Apache-2.0

extension Drawing {
  /// The drawing as an `svg` element, with its own style where it stands alone.
  func svg(title: String, description: String, id: String, isAlone: Bool) -> String {
    // A page has margins of its own.
    let left = isAlone ? 0 : Drawing.margin
    let (width, height) = (number(width - 2 * left), number(height))
    let name = "\(id)-title \(id)-text"
    var lines = [
      #"<svg xmlns="http://www.w3.org/2000/svg" class="chart" id="\#(id)""#
        + #" viewBox="\#(number(left)) 0 \#(width) \#(height)""#
        + #" width="\#(width)" height="\#(height)" role="img" aria-labelledby="\#(name)">"#,
      #"<title id="\#(id)-title">\#(title.markup)</title>"#,
      #"<desc id="\#(id)-text">\#(description.markup)</desc>"#,
    ]
    if isAlone { lines.append("<style>\n\(Look.style)</style>") }
    let used = Fill.allCases.filter { fill in
      shapes.contains { if case .area(_, fill, _, _) = $0 { true } else { false } }
    }
    let patterns = used.compactMap { $0.pattern(id: id) }
    if !patterns.isEmpty { lines.append("<defs>" + patterns.joined() + "</defs>") }
    if isAlone {
      lines.append(#"<rect class="ground" width="\#(width)" height="\#(height)" rx="12"/>"#)
    }
    return (lines + shapes.map { $0.element(id: id) } + ["</svg>"]).joined(separator: "\n")
  }
}

/// A length with two decimals at most, the same wherever it is written.
private func number(_ value: Double) -> String {
  let digits = Quantity.trimmed(Quantity.fixed(value.magnitude, decimals: 2, grouped: false))
  return value < 0 && digits != "0" ? "-" + digits : digits
}

extension Shape {
  fileprivate func element(id: String) -> String {
    switch self {
    case .area(let box, let fill, let strength, let tip):
      let place = Shape.attributes(["x": box.x, "y": box.y, "width": box.width])
      let height = Shape.attributes(["height": box.height])
      let faint = strength < 1 ? #" fill-opacity="\#(number(strength))""# : ""
      let pattern = fill.pattern(id: id) == nil ? "" : #" fill="url(#\#(id)-\#(fill.rawValue))""#
      let start = #"<rect class="\#(fill.rawValue)"\#(place)\#(height)\#(pattern)\#(faint)"#
      return Shape.closed(start, name: "rect", tip: tip)
    case .line(let points, let stroke):
      let path = points.map { "\(number($0.x)) \(number($0.y))" }.joined(separator: " ")
      return #"<path class="\#(stroke.rawValue)" d="M\#(path)"/>"#
    case .symbol(let symbol, let place, let tip):
      return symbol.element(at: place, tip: tip)
    case .text(let label):
      return label.element
    }
  }

  fileprivate static func attributes(_ values: KeyValuePairs<String, Double>) -> String {
    values.map { #" \#($0.key)="\#(number($0.value))""# }.joined()
  }

  fileprivate static func closed(_ start: String, name: String, tip: String?) -> String {
    guard let tip else { return start + "/>" }
    return start + "><title>\(tip.markup)</title></\(name)>"
  }
}

extension Symbol {
  fileprivate func element(at place: Point, tip: String?) -> String {
    let (x, y) = (place.x, place.y)
    let kind = self == .square || self == .diamond ? "open" : self == .down ? "low" : "full"
    if self == .circle {
      let start = #"<circle class="full""# + Shape.attributes(["cx": x, "cy": y, "r": 5])
      return Shape.closed(start, name: "circle", tip: tip)
    }
    let corners: [(Double, Double)] =
      switch self {
      case .square: [(-4.5, -4.5), (4.5, -4.5), (4.5, 4.5), (-4.5, 4.5)]
      case .diamond: [(0, -6.5), (6.5, 0), (0, 6.5), (-6.5, 0)]
      case .up, .circle: [(0, -6), (6, 5), (-6, 5)]
      case .down: [(0, 6), (6, -5), (-6, -5)]
      }
    let path = corners.map { "\(number(x + $0.0)) \(number(y + $0.1))" }.joined(separator: " ")
    return Shape.closed(#"<path class="\#(kind)" d="M\#(path)Z""#, name: "path", tip: tip)
  }
}

extension DrawnText {
  fileprivate var element: String {
    let names = [anchor == .start ? "" : anchor.rawValue, style == .normal ? "" : style.rawValue]
    let kept = names.filter { !$0.isEmpty }.joined(separator: " ")
    let kind = kept.isEmpty ? "" : #" class="\#(kept)""#
    let start = "<text" + Shape.attributes(["x": place.x, "y": place.y]) + kind
    let tip = whole.map { "<title>\($0.markup)</title>" } ?? ""
    return start + ">" + tip + text.markup + "</text>"
  }
}

extension Fill {
  /// The pattern that the fill is made of, if it is made of one.
  fileprivate func pattern(id: String) -> String? {
    let content: String
    switch self {
    case .hatched:
      content =
        #"width="6" height="6" patternTransform="rotate(45)"><rect class="hatch-ground" "#
        + #"width="6" height="6"/><rect class="hatch" width="2.5" height="6"/>"#
    case .dotted:
      content =
        #"width="6" height="6"><rect class="dot-ground" width="6" height="6"/>"#
        + #"<circle class="dot" cx="3" cy="3" r="1.3"/>"#
    default: return nil
    }
    let name = #"<pattern id="\#(id)-\#(rawValue)" patternUnits="userSpaceOnUse" "#
    return name + content + "</pattern>"
  }
}
