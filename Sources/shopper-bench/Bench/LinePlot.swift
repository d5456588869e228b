// SPDX-License-Identifier: Apache-2.0

import CommandLine
import Foundation

/// A curve over a count, beside the limit that it must keep, as a picture (SVG 1.1).
///
/// The count's axis is logarithmic, the other begins at 0. Colours are two that people with any
/// colour vision tell apart, the limit is dashed besides; the picture follows the reader's choice
/// of light or dark. Source: M. Okabe, K. Ito, "Color universal design" (2008).
struct LinePlot {
  /// What is plotted.
  let title: String
  /// What the axis of counts says.
  let across: String
  /// What the other axis says, with its unit.
  let upward: String
  /// What the dashed line is.
  let limitName: String
  /// Where the dashed line is.
  let limit: Double
  /// The curve.
  let points: [(count: Int, value: Double)]

  private static let (width, height) = (640.0, 360.0)
  private static let (left, right, top, bottom) = (78.0, 24.0, 44.0, 52.0)
  private static let style = """
    text { font: 13px sans-serif; fill: #222 } .title { font-weight: bold; font-size: 15px }
    .paper { fill: #fff } .grid { stroke: #ddd } .axis { stroke: #222 }
    .curve { stroke: #0072b2; fill: none; stroke-width: 2.5 } .dot { fill: #0072b2 }
    .limit { stroke: #d55e00; stroke-width: 2; stroke-dasharray: 7 5 }
    @media (prefers-color-scheme: dark) {
    text { fill: #eee } .paper { fill: #1b1b1d } .grid { stroke: #3a3a3d } .axis { stroke: #eee }
    .curve { stroke: #56b4e9 } .dot { fill: #56b4e9 } .limit { stroke: #e69f00 }
    }
    """

  /// Writes the picture.
  ///
  /// - Throws: ``Failure`` where the file cannot be written.
  func write(to path: String) throws {
    do {
      try Data(svg.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw Failure(.failed, "The picture \(path) cannot be written. See to its folder.")
    }
  }

  private var svg: String {
    let (width, height) = (LinePlot.width, LinePlot.height)
    let middle = (LinePlot.left + width - LinePlot.right) / 2
    let upright = (LinePlot.top + height - LinePlot.bottom) / 2
    let places = points.map { "\(text(x($0.count))),\(text(y($0.value)))" }
    let parts = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(text(width)) \(text(height))\""
        + " role=\"img\" aria-label=\"\(title)\">",
      "<style>\(LinePlot.style)</style>",
      "<rect class=\"paper\" width=\"100%\" height=\"100%\"/>",
      label(title, middle, 24, "class=\"title\" text-anchor=\"middle\""),
      grid,
      line("axis", from: (LinePlot.left, y(0)), to: (width - LinePlot.right, y(0))),
      line("limit", from: (LinePlot.left, y(limit)), to: (width - LinePlot.right, y(limit))),
      label(limitName, width - LinePlot.right - 4, y(limit) - 7, "text-anchor=\"end\""),
      "<polyline class=\"curve\" points=\"\(places.joined(separator: " "))\"/>",
      points.map {
        "<circle class=\"dot\" cx=\"\(text(x($0.count)))\" cy=\"\(text(y($0.value)))\" r=\"4\">"
          + "<title>\($0.count): \(text($0.value))</title></circle>"
      }.joined(separator: "\n"),
      label(across, middle, height - 12, "text-anchor=\"middle\""),
      label(
        upward,
        18,
        upright,
        "text-anchor=\"middle\" transform=\"rotate(-90 18 \(text(upright)))\""
      ),
      "</svg>",
    ]
    return parts.joined(separator: "\n") + "\n"
  }

  private var grid: String {
    let rows = stride(from: 0, through: most, by: step).map { value in
      line("grid", from: (LinePlot.left, y(value)), to: (LinePlot.width - LinePlot.right, y(value)))
        + label(text(value), LinePlot.left - 8, y(value) + 4, "text-anchor=\"end\"")
    }
    let columns = points.map { point in
      label(text(Double(point.count)), x(point.count), y(0) + 18, "text-anchor=\"middle\"")
    }
    return (rows + columns).joined(separator: "\n")
  }

  private func label(_ words: String, _ x: Double, _ y: Double, _ more: String) -> String {
    "<text x=\"\(text(x))\" y=\"\(text(y))\" \(more)>\(words)</text>"
  }

  private func line(
    _ name: String,
    from start: (Double, Double),
    to end: (Double, Double)
  ) -> String {
    "<line class=\"\(name)\" x1=\"\(text(start.0))\" y1=\"\(text(start.1))\""
      + " x2=\"\(text(end.0))\" y2=\"\(text(end.1))\"/>"
  }

  // MARK: Scales

  private func x(_ count: Int) -> Double {
    let counts = points.map { log10(Double($0.count)) }
    let (least, most) = (counts.min() ?? 0, counts.max() ?? 1)
    let part = most > least ? (log10(Double(count)) - least) / (most - least) : 0.5
    return LinePlot.left + 24 + part * (LinePlot.width - LinePlot.left - LinePlot.right - 60)
  }

  private func y(_ value: Double) -> Double {
    let room = LinePlot.height - LinePlot.top - LinePlot.bottom
    return LinePlot.height - LinePlot.bottom - value / most * room
  }

  private var most: Double { (top / step).rounded(.up) * step }

  private var top: Double { max(points.map(\.value).max() ?? 0, limit, .leastNonzeroMagnitude) }

  /// The distance of the grid's lines: 1, 2 or 5 times a power of ten, at most six of them.
  private var step: Double {
    let power = pow(10, (log10(top / 6)).rounded(.down))
    return [1, 2, 5, 10].map { $0 * power }.first { top / $0 <= 6 } ?? top
  }

  /// A number with thousands apart and no more decimals than its size needs.
  private func text(_ number: Double) -> String {
    guard abs(number) < 10_000 else {
      let digits = Array(String(Int(number.rounded())))
      return digits.indices.map { place in
        let isGroup = place > 0 && (digits.count - place) % 3 == 0
        return (isGroup ? "\u{2009}" : "") + String(digits[place])
      }.joined()
    }
    let rounded = (number * 100).rounded() / 100
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
  }
}
