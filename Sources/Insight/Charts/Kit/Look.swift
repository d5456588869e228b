// SPDX-License-Identifier: Apache-2.0

/// The colours and letters of all charts and pages.
///
/// The colours are those of the documentation's drawings, blue and orange being told apart by every
/// kind of eye. The dark ones are for screens only: paper is white.
package enum Look {
  /// A colour's name, and what it is on light ground, on dark ground and on paper.
  private typealias Colour = (name: String, light: String, dark: String, paper: String)

  private static let colours: [Colour] = [
    ("ground", "#ffffff", "#1c1c1e", "#ffffff"),
    ("panel", "#f2f2f5", "#2f2f35", "#f2f2f2"),
    ("ink", "#1d1d1f", "#f4f4f6", "#000000"),
    ("soft", "#5c5c66", "#b9b9c3", "#333333"),
    ("edge", "#85858f", "#9a9aa5", "#666666"),
    ("rule", "#dcdce2", "#3d3d45", "#cccccc"),
    ("blue", "#0062a3", "#7cc7f7", "#0062a3"),
    ("blue-pale", "#cfe6f7", "#123f61", "#d9ebf7"),
    ("orange", "#a84300", "#f6a566", "#a84300"),
    ("orange-pale", "#fcebdd", "#4b2711", "#ffffff"),
  ]

  /// What each class is drawn with: selector, property, and a colour's name or a plain value.
  private static let rules: [(selector: String, property: String, value: String)] = [
    ("text", "font-family", #"Helvetica, Arial, "DejaVu Sans", sans-serif"#),
    ("text", "font-size", "13px"), ("text", "fill", "ink"),
    (".heading", "font-size", "15px"), (".heading", "font-weight", "bold"),
    (".strong", "font-weight", "bold"),
    (".direct", "stroke", "ground"), (".direct", "stroke-width", "3px"),
    (".direct", "paint-order", "stroke"),
    (".soft", "font-size", "12px"), (".soft", "fill", "soft"),
    (".middle", "text-anchor", "middle"), (".end", "text-anchor", "end"),
    (".ground", "fill", "ground"),
    (".solid", "fill", "blue"), (".solid", "stroke", "blue"),
    (".light", "fill", "blue-pale"), (".light", "stroke", "blue"),
    (".hatched", "stroke", "orange"), (".dotted", "stroke", "edge"),
    (".pale", "fill", "panel"), (".pale", "stroke", "edge"),
    (".warm", "fill", "orange"),
    (".outlined", "fill", "none"), (".outlined", "stroke", "edge"),
    (".outlined", "stroke-dasharray", "4 3"),
    (".hatch", "fill", "orange"), (".hatch-ground", "fill", "orange-pale"),
    (".dot", "fill", "soft"), (".dot-ground", "fill", "ground"),
    ("path", "fill", "none"),
    (".grid", "stroke", "rule"), (".axis", "stroke", "edge"), (".leader", "stroke", "edge"),
    (".halo", "stroke", "ground"), (".halo", "stroke-width", "4.5"),
    (".whisker", "stroke", "ink"), (".whisker", "stroke-width", "1.5"),
    (".reference", "stroke", "orange"), (".reference", "stroke-width", "1.5"),
    (".reference", "stroke-dasharray", "6 3"),
    (".clear", "stroke", "edge"), (".clear", "stroke-width", "4"),
    (".unclear", "stroke", "edge"), (".unclear", "stroke-width", "1.5"),
    (".unclear", "stroke-dasharray", "2 3"),
    (".series", "stroke", "blue"), (".series", "stroke-width", "2"),
    (".other", "stroke", "edge"), (".other", "stroke-width", "1.5"),
    (".other", "stroke-dasharray", "5 3"),
    (".full", "fill", "blue"), (".full", "stroke", "ground"),
    (".low", "fill", "orange"), (".low", "stroke", "ground"),
    (".open", "fill", "ground"), (".open", "stroke", "orange"), (".open", "stroke-width", "2"),
  ]

  /// The style sheet of every chart; a page carries it once for all of its charts.
  ///
  /// Each colour stands twice, plainly and as a variable: programs that know no variables take the
  /// first.
  package static let style: String = {
    var blocks: [(selector: String, content: String)] = []
    for rule in rules {
      let colour = colours.first { $0.name == rule.value }
      let plain = "\(rule.property): \(colour?.light ?? rule.value)"
      let full = colour.map { plain + "; \(rule.property): var(--\($0.name))" } ?? plain
      if blocks.last?.selector == rule.selector {
        blocks[blocks.count - 1].content += "; " + full
      } else {
        blocks.append((rule.selector, full))
      }
    }
    let classes = blocks.map { ".chart \($0.selector) { \($0.content) }\n" }.joined()
    return variables + classes
  }()

  private static let variables: String = {
    func values(_ ground: (Colour) -> String) -> String {
      colours.map { "--\($0.name): \(ground($0))" }.joined(separator: "; ")
    }
    return """
      :root { color-scheme: light dark; \(values(\.light)) }
      @media screen and (prefers-color-scheme: dark) { :root { \(values(\.dark)) } }
      @media print { :root { color-scheme: light; \(values(\.paper)) } }

      """
  }()
}
