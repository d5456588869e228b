// SPDX-License-Identifier: Apache-2.0

/// Something in a file that a person should look at: where it is, what it is, what may be meant.
package struct Finding: Hashable, Sendable {
  /// What became of it.
  package enum Effect: String, CaseIterable, Sendable {
    /// The row, or all that could not be read after it, was not taken.
    case refused

    /// The value was taken as the text that was typed; its typed field stays empty.
    case keptAsTyped = "kept_as_typed"

    /// The value was taken, but may be wrong.
    case kept
  }

  /// The file as the person named it.
  package let file: String

  /// The line, from 1.
  package let line: Int

  /// The row as a spreadsheet numbers it (the header is row 1); nil where the file has no rows.
  package let row: Int?

  /// The column or key, as the file calls it; nil where it is about the whole row.
  package let column: String?

  /// What was typed; nil where it is about the whole row.
  package let value: String?

  /// What is wrong, continuing a sentence: `is not a time of day`.
  package let problem: String

  /// What may have been meant, written so that it could be typed instead; nil where nobody knows.
  package let suggestion: String?

  /// What to do, as a sentence; nil where the problem says it.
  package let advice: String?

  /// What became of it.
  package let effect: Effect

  /// Something found at a place.
  package init(
    file: String,
    line: Int,
    row: Int? = nil,
    column: String? = nil,
    value: String? = nil,
    problem: String,
    suggestion: String? = nil,
    advice: String? = nil,
    effect: Effect
  ) {
    self.file = file
    self.line = line
    self.row = row
    self.column = column
    self.value = value
    self.problem = problem
    self.suggestion = suggestion
    self.advice = advice
    self.effect = effect
  }
}

extension Finding: CustomStringConvertible {
  /// One line for a person: place, value, what is wrong, what became of it, what may be meant.
  package var description: String {
    let place = row.map { "row \($0)" } ?? "line \(line)"
    let within = column.map { ", column \($0)" } ?? ""
    let shown = value.map { "“\($0)” " } ?? ""
    let end =
      switch effect {
      case .refused: "; not taken."
      case .keptAsTyped: "; kept as typed."
      case .kept: "; kept."
      }
    let question = suggestion.map { " Did you mean “\($0)”?" } ?? ""
    let hint = advice.map { " \($0)" } ?? ""
    return "\(file), \(place)\(within): \(shown)\(problem)\(end)\(question)\(hint)"
  }
}

/// What one row or line came to.
package struct RowIntake: Sendable {
  /// The row as a spreadsheet numbers it; nil where the file has no rows.
  package var row: Int?

  /// What it says, ready to be written; empty where it was refused or says nothing.
  package var drafts: [Draft] = []

  /// What a person should look at.
  package var findings: [Finding] = []

  /// Values that the mapping declares to mean that there is none, such as `-99`, and that became
  /// no value of a record.
  package var declaredMissing = 0

  /// Whether the row was not taken.
  package var isRefused: Bool {
    findings.contains { $0.effect == .refused }
  }
}

/// What came of the files that were taken in.
package struct IntakeReport: Sendable {
  /// What came of one table.
  package struct Count: Hashable, Sendable {
    /// Rows that were taken.
    package var taken = 0

    /// Rows that were not.
    package var refused = 0

    /// Values that were kept as typed because they could not be read.
    package var keptAsTyped = 0

    /// Values that the mapping declares to mean that there is none.
    package var declaredMissing = 0
  }

  /// The counts by table.
  package private(set) var counts: [IntakeTable: Count] = [:]

  /// All that a person should look at, in the order of the files.
  package private(set) var findings: [Finding] = []

  /// A report of nothing yet.
  package init() {}

  /// Whether any row was not taken.
  package var hasRefusals: Bool {
    counts.values.contains { $0.refused > 0 }
  }

  /// Adds what a row came to.
  package mutating func add(_ row: RowIntake, of table: IntakeTable) {
    var count = counts[table, default: Count()]
    count.taken += row.isRefused ? 0 : 1
    count.refused += row.isRefused ? 1 : 0
    count.keptAsTyped += row.findings.filter { $0.effect == .keptAsTyped }.count
    count.declaredMissing += row.declaredMissing
    counts[table] = count
    findings += row.findings
  }
}
