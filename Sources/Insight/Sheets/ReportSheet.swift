// SPDX-License-Identifier: Apache-2.0

/// What a report says: to people as parts of a page, to scripts as named values.
///
/// Each report has its sheet: `InteractionReport.sheet`, `ImportanceResult.sheet` and so on.
package struct ReportSheet: Sendable {
  /// What the report is called.
  package let title: String

  /// What the figures rest on.
  package var basis: [String] = []

  /// What the reader must not miss.
  package var warnings: [String] = []

  /// The parts of the report, in order.
  package var sections: [Page.Section]

  /// The same for scripts.
  package var values: ReportValue

  /// A report of several parts.
  package init(_ title: String, _ sections: [Page.Section], values: ReportValue) {
    self.title = title
    self.sections = sections
    self.values = values
  }

  /// A report of one part, which needs no heading of its own.
  package init(_ title: String, _ blocks: [Page.Block], values: ReportValue) {
    self.init(title, [Page.Section(title, blocks)], values: values)
  }

  /// The report as a page; warnings stand before everything else.
  package var page: Page {
    let notes = warnings.map(Page.Block.warning)
    let parts = sections.enumerated().map { place, section in
      Page.Section(section.heading, (place == 0 ? notes : []) + section.blocks)
    }
    return Page(title: title, basis: basis, sections: parts)
  }

  /// The pictures, in the order in which they stand.
  package var charts: [any Chart] {
    sections.flatMap(\.blocks).compactMap { block in
      if case .chart(let chart) = block { chart } else { nil }
    }
  }
}
