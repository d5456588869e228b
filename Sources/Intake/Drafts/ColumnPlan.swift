// SPDX-License-Identifier: Apache-2.0
import FieldModel

/// Where in a file's rows the fields of a table are.
struct ColumnPlan: Sendable {
  /// One of our columns and where its text comes from.
  struct Source: Sendable {
    /// The name of our column.
    let name: String

    /// What the file calls it.
    let column: String

    /// The cell; nil where every row has the same text.
    let cell: Int?

    /// The text that every row has; nil where it is in a cell.
    let constant: String?

    /// The field that it is; nil where it is none by itself.
    let field: FieldSpecification?
  }

  /// A column that is kept as an attribute.
  struct Attribute: Sendable {
    /// What the file calls it.
    let column: String

    /// The cell.
    let cell: Int
  }

  /// Our columns that the file has, in the schema's order.
  let sources: [Source]

  /// The further columns that are kept.
  let attributes: [Attribute]

  /// The columns that are interactions, where a row is a visit, called by their codes.
  let wide: [Source]

  /// Finds a table's columns by a header and a mapping.
  ///
  /// - Throws: ``CSVFault`` where a column that is needed, or that the mapping names, is missing.
  init(_ table: IntakeTable, header: CSVHeader, mapping: TableMapping) throws(CSVFault) {
    var sources: [Source] = []
    var used: Set<Int> = []
    let named = mapping.columns.values.map(\.self)
    for name in table.columns {
      let field = table.field(ofColumn: name)
      let column = mapping.columns[name] ?? name
      if let constant = mapping.constants[name] {
        sources.append(
          Source(name: name, column: name, cell: nil, constant: constant, field: field)
        )
        continue
      }
      // A file's own column is ours by its name only where the mapping makes nothing else of it.
      let isMapped = mapping.columns[name] != nil
      guard isMapped || !named.contains(where: name.isSameBytes) else { continue }
      guard let cell = isMapped ? try header.require(column) : header.cell(of: column) else {
        continue
      }
      used.insert(cell)
      sources.append(
        Source(name: name, column: column, cell: cell, constant: nil, field: field)
      )
    }
    var wide: [Source] = []
    for (interaction, answers) in mapping.wide.sorted(by: { $0.key < $1.key }) {
      let cell = try header.require(answers.column)
      used.insert(cell)
      wide.append(
        Source(name: interaction, column: answers.column, cell: cell, constant: nil, field: nil)
      )
    }
    let perCell = wide.isEmpty ? [] : ["interaction", "value"]
    for name in table.required where !perCell.contains(name) {
      guard sources.contains(where: { $0.name == name }) else {
        _ = try header.require(name)
        continue
      }
    }
    self.sources = sources
    self.wide = wide
    attributes = try ColumnPlan.attributes(header, mapping, used: used, isWide: !wide.isEmpty)
  }

  private static func attributes(
    _ header: CSVHeader,
    _ mapping: TableMapping,
    used: Set<Int>,
    isWide: Bool
  ) throws(CSVFault) -> [Attribute] {
    var attributes: [Attribute] = []
    switch mapping.attributes {
    case .all where isWide:
      break  // What a row says besides its interactions belongs to the visit, not to each answer.
    case .all:
      for (cell, name) in header.names.enumerated() where !used.contains(cell) {
        attributes.append(Attribute(column: name, cell: cell))
      }
    case .only(let names):
      for name in names {
        attributes.append(Attribute(column: name, cell: try header.require(name)))
      }
    }
    for column in mapping.checks.keys.sorted() {
      _ = try header.require(column)
    }
    return attributes
  }
}
