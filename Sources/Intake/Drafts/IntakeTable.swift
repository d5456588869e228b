// SPDX-License-Identifier: Apache-2.0
package import FieldModel

/// A table that people have as a CSV file.
package enum IntakeTable: String, CaseIterable, Sendable {
  /// Visits, a row each.
  case visits
  /// Observations, a row each, or by a mapping a row a visit.
  case observations
  /// Attempts at visits, a row each.
  case attempts
  /// A program's places.
  case locations
  /// A program's interaction bank.
  case interactions
  /// A program's assignments.
  case assignments

  /// The kind of record that a row describes.
  package var kind: RecordKind {
    switch self {
    case .visits: .visit
    case .observations: .observation
    case .attempts: .attempt
    case .locations: .location
    case .interactions: .interaction
    case .assignments: .assignment
    }
  }

  /// The names of the columns that are read as fields; any further column is an attribute.
  package var columns: [String] {
    let fields = FieldSchema.fields(of: kind).map(\.path.text)
    return switch self {
    case .visits: ["visit_id"] + fields.filter { $0 != "code" }
    case .observations: ["visit_id", "absent_reason"] + fields
    case .attempts:
      ["visit_id", "attempt"] + fields.filter { $0 != "visit_code" && $0 != "number" }
    case .locations, .interactions, .assignments: fields
    }
  }

  /// The columns without which a row says nothing.
  package var required: [String] {
    switch self {
    case .visits: ["visit_id", "location"]
    case .observations: ["visit_id", "interaction", "value"]
    case .attempts: ["visit_id", "attempt"]
    case .locations: ["code"]
    case .interactions: ["code", "kind"]
    case .assignments: ["shopper", "location"]
    }
  }

  /// The columns that name the record.
  var keyColumns: [String] {
    switch self {
    case .visits: ["visit_id"]
    case .observations: ["visit_id", "interaction"]
    case .attempts: ["visit_id", "attempt"]
    case .locations, .interactions: ["code"]
    case .assignments: ["shopper", "location", "scenario", "wave"]
    }
  }

  /// Whether a row is of no use where this column cannot be read: what names the record, and what
  /// kind of answer an interaction asks for.
  func mustBeReadable(_ column: String) -> Bool {
    keyColumns.contains(column) || (self == .interactions && column == "kind")
      || (self == .observations && column == "occurrence")
  }

  /// The field that a column is read as; nil for columns that are none.
  func field(ofColumn column: String) -> FieldSpecification? {
    let path: FieldPath =
      switch (self, column) {
      case (.visits, "visit_id"): "code"
      case (.attempts, "visit_id"): "visit_code"
      case (.attempts, "attempt"): "number"
      default: FieldPath(column)
      }
    return columns.contains(column) ? FieldSchema.specification(of: path, in: kind) : nil
  }
}
