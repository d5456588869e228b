// SPDX-License-Identifier: Apache-2.0
package import FieldModel

/// What a mapping file says of a person's own files: which of their columns is which of ours, and
/// what their words mean.
package struct Mapping: Sendable {
  /// The zone of the clocks that were read; nil for this machine's.
  package var zone: ZoneRules?

  /// What is said of each table.
  package var tables: [IntakeTable: TableMapping] = [:]

  /// The mapping that changes nothing.
  package init() {}

  /// What is said of a table.
  package subscript(table: IntakeTable) -> TableMapping {
    tables[table] ?? TableMapping()
  }
}

/// What a mapping file says of one table.
package struct TableMapping: Sendable {
  /// Which columns that are no fields are kept as attributes.
  package enum Attributes: Hashable, Sendable {
    /// Every one.
    case all

    /// These, by the file's names.
    case only([String])
  }

  /// What an attribute's values should look like; they are kept as typed either way.
  package enum Check: Hashable, Sendable {
    /// Values of a kind.
    case kind(AnswerKind)

    /// One of these.
    case oneOf([String])
  }

  /// The file's column by the name of ours.
  ///
  /// Without an entry, a column of the same name is ours.
  package var columns: [String: String] = [:]

  /// One value for every row, by the name of our column.
  package var constants: [String: String] = [:]

  /// What the file's words mean, by the name of our column: `["Yes, at once": "yes"]`.
  package var values: [String: [String: String]] = [:]

  /// Words that mean that there is no value, and why.
  package var missing: [String: AbsentReason] = [:]

  /// The order in which the file writes dates.
  package var order = DayOrder.iso

  /// Which further columns are kept.
  package var attributes = Attributes.all

  /// What further columns should hold, by the file's names.
  package var checks: [String: Check] = [:]

  /// The first and last day that dates should lie between.
  package var period: ClosedRange<CalendarDate>?

  /// For observations with one row a visit: where an interaction's answer stands, by its code.
  package var wide: [String: WideColumn] = [:]

  /// Whether rows of one visit and interaction are moments of their own, numbered in the order of
  /// the file; else the second is refused where it says something else than the first.
  package var numbersRepeats = false

  /// The mapping that changes nothing.
  package init() {}
}

/// Where the answers to one interaction stand, in a file with one row a visit.
package struct WideColumn: Hashable, Sendable {
  /// The file's column.
  package var column: String

  /// What its words mean; nil for what is said of all answers.
  package var values: [String: String]?

  /// Words that mean that there is no value, and why; nil for those of the table.
  package var missing: [String: AbsentReason]?

  /// A column of which nothing is said that is not said of all.
  package init(_ column: String) {
    self.column = column
  }
}
