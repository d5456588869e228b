// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Intake

/// Looks for every value that was typed on a form in the dataset.
struct KeptValues {
  /// A value that was typed and is not in the dataset.
  struct Lost: Hashable, CustomStringConvertible {
    let file: String
    let row: Int
    let column: String
    let value: String

    var description: String { "\(file), row \(row), \(column): \u{201c}\(value)\u{201d}" }
  }

  /// Values that stand in the dataset byte for byte.
  private(set) var asTyped = 0

  /// Days that stand in the dataset as days, and are as typed when the form's order writes them.
  private(set) var asDays = 0

  /// Values that could not be read, stand in the dataset as typed, and were not reported.
  private(set) var unreported: [Lost] = []

  /// Values that are nowhere.
  private(set) var lost: [Lost] = []

  private let findings: Set<String>
  private let order = DayOrder("d/m/y") ?? .iso

  /// Compares the forms of a folder with a dataset, row by row.
  ///
  /// - Parameters:
  ///   - folder: The forms.
  ///   - visits: The codes of the visits that were played.
  ///   - dataset: The dataset.
  ///   - findings: What was reported.
  /// - Throws: What stands in the way of reading.
  init(
    of folder: String,
    visits: Set<String>,
    in dataset: PulledDataset,
    findings: [Finding]
  ) throws {
    self.findings = Set(
      findings.map { KeptValues.place($0.file, $0.row ?? 0, $0.column ?? "") }
    )
    for form in KeptValues.forms {
      try compare(form, of: folder, visits, with: form.table(dataset))
    }
  }

  private static func place(_ file: String, _ row: Int, _ column: String) -> String {
    "\(file)\0\(row)\0\(column)"
  }

  private struct Form {
    let file: String
    /// The columns that name a row, in the file and in the dataset.
    let key: [(String, String)]
    /// Where in the dataset a column is to be found: as read, or as typed.
    let columns: [(typed: String, places: [String])]
    let table: (PulledDataset) -> PulledTable
  }

  private static var forms: [Form] {
    [
      Form(
        file: "visits.csv",
        key: [("visit_id", "visit_code")],
        columns: [
          ("clinic_id", ["location"]), ("scenario", ["scenario"]), ("wave", ["wave"]),
          ("date_raw", ["date_raw", "date"]), ("time_in_raw", ["time_in_raw", "time_in"]),
          ("time_out_raw", ["time_out_raw", "time_out"]),
        ] + (FieldMapping.atStart + FieldMapping.atFinish).map { ($0, ["attribute_\($0)"]) },
        table: \.visits
      ),
      Form(
        file: "attempts.csv",
        key: [("visit_id", "visit_code"), ("attempt", "number")],
        columns: [
          ("date_raw", ["date_raw", "date"]), ("reason_text", ["reason"]),
        ] + FieldMapping.ofAttempt.map { ($0, ["attribute_\($0)"]) },
        table: \.attempts
      ),
      Form(
        file: "observations.csv",
        key: [("visit_id", "visit_code"), ("interaction", "interaction")],
        columns: [("value", ["value", "value_raw"])],
        table: \.observations
      ),
    ]
  }

  private mutating func compare(
    _ form: Form,
    of folder: String,
    _ visits: Set<String>,
    with pulled: PulledTable
  ) throws {
    let typed = try PulledTable(path: "\(folder)/\(form.file)")
    let keys = try KeptValues.keys(form.key.map(\.0), of: typed)
    let played = try typed.column("visit_id").map(visits.contains)
    let rows = Dictionary(
      zip(try KeptValues.keys(form.key.map(\.1), of: pulled), pulled.rows.indices)
    ) { first, _ in first }
    for (name, places) in form.columns {
      let values = try typed.column(name)
      let columns = try places.map(pulled.columnIfAny)
      for (place, value) in values.enumerated() where played[place] && !value.isEmpty {
        let found = rows[keys[place]].map { row in columns.map { $0[row] } } ?? []
        let lost = Lost(file: form.file, row: place + 2, column: name, value: value)
        note(lost, among: found, typedFirst: places.count > 1)
      }
    }
  }

  private mutating func note(_ value: Lost, among found: [String], typedFirst: Bool) {
    let bytes = Array(value.value.utf8)
    if let place = found.firstIndex(where: { Array($0.utf8) == bytes }) {
      asTyped += 1
      let wasUnreadable = typedFirst && place == 0 && value.column != "value"
      let here = KeptValues.place(value.file, value.row, value.column)
      if wasUnreadable, !findings.contains(here) {
        unreported.append(value)
      }
    } else if found.contains(where: { CalendarDate($0).map(order.text) == value.value }) {
      asDays += 1
    } else {
      lost.append(value)
    }
  }

  private static func keys(_ names: [String], of table: PulledTable) throws -> [String] {
    let columns = try names.map(table.column)
    return table.rows.indices.map { row in columns.map { $0[row] }.joined(separator: "\0") }
  }
}
