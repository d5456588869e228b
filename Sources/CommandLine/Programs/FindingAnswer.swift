// SPDX-License-Identifier: Apache-2.0

import Intake

/// Something found in a file, as scripts read it.
struct FindingAnswer: Encodable {
  let finding: Finding

  init(_ finding: Finding) {
    self.finding = finding
  }

  func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: FieldKey.self)
    try keys.encode(finding.file, forKey: "file")
    try keys.encode(finding.line, forKey: "line")
    try keys.encode(finding.row, forKey: "row")
    try keys.encode(finding.column, forKey: "column")
    try keys.encode(finding.value, forKey: "value")
    try keys.encode(finding.problem, forKey: "problem")
    try keys.encode(finding.suggestion, forKey: "suggestion")
    try keys.encode(finding.advice, forKey: "advice")
    try keys.encode(finding.effect.rawValue, forKey: "effect")
  }
}

/// What became of the rows of one table, as scripts read it.
struct RowCount: Encodable {
  let taken: Int
  let refused: Int
  let keptAsTyped: Int

  enum CodingKeys: String, CodingKey {
    case taken, refused
    case keptAsTyped = "kept_as_typed"
  }
}

extension IntakeReport {
  /// What became of the rows, by the name of the table.
  var rowCounts: [String: RowCount] {
    Dictionary(
      uniqueKeysWithValues: counts.map { table, count in
        let answer = RowCount(
          taken: count.taken,
          refused: count.refused,
          keptAsTyped: count.keptAsTyped
        )
        return (table.rawValue, answer)
      }
    )
  }
}
