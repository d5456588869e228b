// SPDX-License-Identifier: Apache-2.0

import Insight
import Testing

/// A page of charts needs nothing else, and skips nothing for whoever has it read out.
@Suite struct PageTests {
  private static let page = Page(
    title: "What the moments <say>",
    basis: ["Program a&b · 1,121 visits"],
    sections: ["How well are we doing?", "What can we improve?"].map { heading in
      Page.Section(
        heading,
        [
          .warning("3 cells are provisional."), .text("A sentence."), .heading("In detail"),
          .list(["one", "two"]),
        ]
          + ChartSamples.all.filter { $0.name.hasSuffix("negative") }.map { .chart($0.chart) }
          + [.table(Table(caption: "Figures", headings: ["a", "n"], rows: [["<x>", "1"]]))]
      )
    }
  )

  @Test func `a page is well formed, and its names are its own`() throws {
    let elements = try Markup(Self.page.html()).elements
    let ids = elements.compactMap { $0.attributes["id"] }
    #expect(Set(ids).count == ids.count)
    for reference in elements.compactMap({ $0.attributes["aria-labelledby"] }) {
      for name in reference.split(separator: " ") { #expect(ids.contains(String(name))) }
    }
    for fill in elements.compactMap({ $0.attributes["fill"] }) where fill.hasPrefix("url(#") {
      #expect(ids.contains(String(fill.dropFirst(5).dropLast())))
    }
  }

  @Test func `a page asks nothing of a network and runs nothing`() throws {
    let elements = try Markup(Self.page.html()).elements
    let names = Set(elements.map(\.name))
    #expect(names.isDisjoint(with: ["script", "link", "img", "iframe", "object", "a", "form"]))
    for element in elements {
      let values = element.attributes.filter { $0.key != "xmlns" }.values
      #expect(!values.contains { $0.contains("//") })
      #expect(!element.attributes.keys.contains { $0.hasPrefix("on") })
    }
    #expect(elements.contains { $0.attributes["content"]?.contains("default-src 'none'") == true })
    let style = elements.filter { $0.name == "style" }
    #expect(style.count == 1)
    #expect(style.allSatisfy { !$0.text.contains("@import") && !$0.text.contains("url(") })
  }

  @Test func `headings go down one step at a time`() throws {
    let elements = try Markup(Self.page.html()).elements
    let levels = elements.compactMap { element in
      element.name.hasPrefix("h") ? Int(element.name.dropFirst()) : nil
    }
    #expect(levels == [1, 2, 3, 2, 3])
    #expect(elements.first?.attributes["lang"] == "en")
  }

  @Test func `a page of one part says its name once`() throws {
    let page = Page(title: "Costs", basis: [], sections: [.init("Costs", [.heading("EUR")])])
    let elements = try Markup(page.html()).elements
    #expect(
      elements.filter { ["h1", "h2", "h3"].contains($0.name) }.map(\.text) == ["Costs", "EUR"]
    )
    let named = elements.first { $0.name == "section" }?.attributes["aria-labelledby"]
    #expect(elements.first { $0.name == "h1" }?.attributes["id"] == named)
  }

  @Test func `every table has a caption and names its columns and rows`() throws {
    let elements = try Markup(Self.page.html()).elements
    let tables = elements.filter { $0.name == "table" }.count
    #expect(tables == elements.filter { $0.name == "caption" && !$0.text.isEmpty }.count)
    #expect(elements.filter { $0.name == "th" }.allSatisfy { $0.attributes["scope"] != nil })
    #expect(elements.filter { $0.name == "figcaption" }.count == tables - 2)
  }

  @Test func `it is drawn for light, for dark, and for paper`() {
    let html = Self.page.html()
    #expect(html.contains("@media screen and (prefers-color-scheme: dark)"))
    #expect(html.contains("@media print"))
    #expect(html.contains("size: A4"))
    // A table that scrolls on a screen would be cut off on paper.
    let paper = html.split(separator: "@media print").last ?? ""
    #expect(paper.contains(".scroll { overflow: visible }"))
  }

  @Test func `equal pages are equal bytes`() {
    #expect(Self.page.html().utf8.elementsEqual(Self.page.html().utf8))
  }
}
