// SPDX-License-Identifier: Apache-2.0

/// A picture of figures, described once and drawn twice: as SVG and as terminal text.
///
/// What is drawn depends on the description alone: equal charts are equal bytes.
package protocol Chart: Sendable {
  /// What is shown, in a few words.
  var title: String { get }

  /// What it says: a sentence with its figures, their n and their uncertainty.
  var reading: String { get }

  /// The figures behind the picture, for those who read them or have them read out.
  var table: Table { get }

  /// The chart in parts of which each fits on a printed page: most often the chart alone.
  var sheets: [any Chart] { get }

  /// The picture itself, without title and reading.
  func drawing() -> Drawing

  /// The picture itself as lines of text, none wider than so many columns.
  func lines(width: Int, glyphs: Glyphs) -> [String]
}

extension Chart {
  /// The chart alone.
  package var sheets: [any Chart] { [self] }

  /// The chart as an SVG file that needs nothing else, with title and reading drawn.
  package func svg() -> String {
    let picture = drawing()
    var whole = Drawing(width: picture.width, height: 18)
    whole.write(title, style: .heading)
    whole.write(reading, style: .soft)
    whole.append(picture)
    return whole.svg(title: title, description: reading, id: "chart", isAlone: true) + "\n"
  }

  /// The chart as an `svg` element within a page, which carries its style, title and reading.
  ///
  /// The id is the page's only one of that name.
  package func inlineSVG(id: String) -> String {
    drawing().svg(title: title, description: reading, id: id, isAlone: false)
  }

  /// The chart as terminal text, 40…200 columns wide, each line ended.
  package func text(width: Int, glyphs: Glyphs = .unicode) -> String {
    let width = min(max(width, 40), 200)
    let heading = [title, reading].flatMap { glyphs.wrapped($0, width: width) }
    let all = heading + [""] + lines(width: width, glyphs: glyphs)
    return all.map { $0 + "\n" }.joined()
  }
}
