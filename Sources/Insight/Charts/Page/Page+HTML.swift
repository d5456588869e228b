// SPDX-License-Identifier: Apache-2.0

extension Page {
  /// The page as one HTML file.
  package func html() -> String {
    var lines = [
      "<!DOCTYPE html>",
      #"<html lang="\#(language.markup)">"#,
      "<head>",
      #"<meta charset="utf-8">"#,
      #"<meta http-equiv="Content-Security-Policy""#
        + #" content="default-src 'none'; style-src 'unsafe-inline'">"#,
      #"<meta name="viewport" content="width=device-width, initial-scale=1">"#,
      "<title>\(title.markup)</title>",
      "<style>\n\(Look.style)\(Page.style)\n</style>",
      "</head>",
      "<body>",
      "<header>",
      #"<h1 id="title">\#(title.markup)</h1>"#,
    ]
    lines += basis.map { "<p>\($0.markup)</p>" }
    lines += ["</header>", "<main>"]
    for (index, section) in sections.enumerated() {
      // A page of one part says its name once.
      let isWhole = section.heading.utf8.elementsEqual(title.utf8)
      let name = isWhole ? "title" : "part-\(index + 1)"
      lines.append(#"<section aria-labelledby="\#(name)">"#)
      if !isWhole {
        lines.append(#"<h2 class="part" id="\#(name)">\#(section.heading.markup)</h2>"#)
      }
      for (place, block) in section.blocks.enumerated() {
        lines += block.elements(id: "chart-\(index + 1)-\(place + 1)", level: isWhole ? 2 : 3)
      }
      lines.append("</section>")
    }
    lines += ["</main>", "</body>", "</html>"]
    return lines.joined(separator: "\n") + "\n"
  }

  private static let style = """
    * { box-sizing: border-box }
    body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 52rem; background: var(--ground);
      color: var(--ink); font: 1rem/1.5 Helvetica, Arial, "DejaVu Sans", sans-serif }
    h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .5rem }
    h2, h3 { font-size: 1.05rem; margin: 1.75rem 0 .5rem }
    .part { font-size: 1.3rem; margin: 2.5rem 0 .75rem; padding-top: .75rem;
      border-top: 2px solid var(--edge) }
    p, li, td, th, figcaption, h1, h2, h3 { overflow-wrap: anywhere }
    td, th { overflow-wrap: break-word }
    header p { color: var(--soft); margin: .15rem 0 }
    .warning { border-left: 5px solid var(--orange); background: var(--orange-pale);
      padding: .6rem .9rem }
    figure { margin: 1.5rem 0 2rem }
    figcaption { margin-bottom: .5rem }
    figcaption strong { display: block }
    figure svg { display: block; width: 100%; height: auto; overflow: visible }
    .scroll { overflow-x: auto }
    table { border-collapse: collapse; width: 100%; font-size: .9rem; margin: .5rem 0 1rem }
    caption { text-align: start; font-weight: bold; padding: .4rem 0 }
    th, td { text-align: start; vertical-align: top; padding: .25rem .9rem .25rem 0;
      border-bottom: 1px solid var(--rule) }
    thead th { color: var(--soft); font-weight: normal; border-bottom-color: var(--edge) }
    tbody th { font-weight: normal; width: 26% }
    .figure { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap }
    details { font-size: .9rem; color: var(--soft) }
    details table { color: var(--ink) }
    summary { cursor: pointer; padding: .25rem 0 }
    @media screen and (max-width: 40rem) {
      figure { overflow-x: auto }
      figure svg { width: 40rem }
    }
    @media print {
      @page { size: A4; margin: 16mm 15mm }
      body { max-width: none; padding: 0; font-size: 10pt }
      h2, h2 + p, h3, figcaption, caption { break-after: avoid }
      .part { margin-top: 1.5rem }
      svg, figcaption, tr, .warning { break-inside: avoid }
      thead { display: table-header-group }
      tbody tr:first-child { break-before: avoid }
      .scroll { overflow: visible }
      table { font-size: 7.5pt }
      th, td { padding: .1rem .4rem .1rem 0 }
      thead th { white-space: normal }
      .warning { border: 1.5pt solid var(--ink); background: none }
      details { display: none }
      svg { print-color-adjust: exact; -webkit-print-color-adjust: exact }
      figure svg { max-height: 235mm }
    }
    """
}

extension Page.Block {
  fileprivate func elements(id: String, level: Int) -> [String] {
    switch self {
    case .heading(let text): ["<h\(level)>\(text.markup)</h\(level)>"]
    case .text(let text): ["<p>\(text.markup)</p>"]
    case .warning(let text):
      [#"<p class="warning" role="note"><strong>Note:</strong> \#(text.markup)</p>"#]
    case .list(let texts): ["<ul>"] + texts.map { "<li>\($0.markup)</li>" } + ["</ul>"]
    case .chart(let chart): Self.figure(chart, id: id)
    case .table(let table): table.elements
    }
  }

  private static func figure(_ chart: any Chart, id: String) -> [String] {
    let title = chart.title.markup
    let caption = "<strong>\(title)</strong> \(chart.reading.markup)"
    let sheets = chart.sheets.enumerated().map { index, sheet in
      sheet.inlineSVG(id: index == 0 ? id : "\(id)-\(index + 1)")
    }
    return ["<figure>", "<figcaption>\(caption)</figcaption>"] + sheets + [
      "<details>", "<summary>The figures of this picture</summary>",
    ] + chart.table.elements + ["</details>", "</figure>"]
  }
}

extension Table {
  /// The table as HTML: a caption, and headings for columns and rows.
  fileprivate var elements: [String] {
    let heads = headings.enumerated().map { column, heading in
      #"<th scope="col"\#(kind(column))>\#(heading.markup)</th>"#
    }
    let body = rows.map { row in
      let cells = row.enumerated().map { column, cell in
        column == 0
          ? #"<th scope="row">\#(cell.markup)</th>"#
          : "<td\(kind(column))>\(cell.markup)</td>"
      }
      return "<tr>" + cells.joined() + "</tr>"
    }
    return [
      #"<div class="scroll" role="region" aria-label="\#(caption.markup)" tabindex="0">"#,
      "<table>", "<caption>\(caption.markup)</caption>",
      "<thead><tr>" + heads.joined() + "</tr></thead>", "<tbody>",
    ] + body + ["</tbody>", "</table>", "</div>"]
  }

  private func kind(_ column: Int) -> String {
    isNumeric(column) ? #" class="figure""# : ""
  }
}
