// SPDX-License-Identifier: Apache-2.0

/// A report on one page that needs nothing else: no network, no script, no other file.
package struct Page: Sendable {
  /// What the page is called.
  package let title: String

  /// The language of its text, as HTML names it.
  package let language: String

  /// What the figures rest on, below the title: program, waves, visits, when it was drawn.
  package let basis: [String]

  /// The page's parts, in order.
  package let sections: [Section]

  /// A report on one page.
  package init(title: String, language: String = "en", basis: [String], sections: [Section]) {
    self.title = title
    self.language = language
    self.basis = basis
    self.sections = sections
  }

  /// A part of a page.
  package struct Section: Sendable {
    /// Its heading, such as one of the three questions.
    package let heading: String
    /// What it says and shows.
    package let blocks: [Block]

    /// A part of a page.
    package init(_ heading: String, _ blocks: [Block]) {
      self.heading = heading
      self.blocks = blocks
    }
  }

  /// A thing said or shown.
  package enum Block: Sendable {
    /// A heading below the section's.
    case heading(String)
    /// A paragraph.
    case text(String)
    /// Something that the reader must not miss, such as conflicts that nobody has settled.
    case warning(String)
    /// Sentences of equal rank.
    case list([String])
    /// A picture with its title, its reading, and its figures in a table to be opened.
    case chart(any Chart)
    /// Figures.
    case table(Table)
  }
}
