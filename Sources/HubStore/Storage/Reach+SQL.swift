// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FoundationEssentials
import GRDB
import Replication

extension Reach {
  /// What a person may read, as conditions on the table `record`; a record that fits any of them is
  /// theirs to read.
  ///
  /// The conditions exclude each other, and each is served by the table's own order or by an index
  /// that ends in it.
  private var conditions: [(sql: String, arguments: StatementArguments)] {
    let definitions = "owner IS NULL"
    let number = "SELECT number FROM name WHERE name = ?"
    let kind = Array(RecordKind.assignment.rawValue.utf8).blob
    let conditions: [(sql: String, arguments: StatementArguments)] =
      switch role {
      case .coordinator: [("TRUE", [])]
      case .shopper: [(definitions, []), ("owner = (\(number))", [person.blob])]
      case .viewer:
        // An assignment names a shopper.
        [("\(definitions) AND kind IS NOT (\(number))", [kind]), ("release > 0", [])]
      }
    guard case .programs(let programs) = grant else { return conditions }
    let marks = databaseQuestionMarks(count: programs.count)
    let blobs = programs.sorted().map(\.blob)
    return conditions.map {
      (
        "\($0.sql) AND program IN (SELECT number FROM name WHERE name IN (\(marks)))",
        $0.arguments + StatementArguments(blobs)
      )
    }
  }

  /// The readable records after a place in the log, in order of the log.
  ///
  /// - Parameters:
  ///   - seq: The place.
  ///   - count: The most records to read.
  /// - Returns: A query for `id`, `seq`, `release`, `erased`, `state`, `first`, and its arguments.
  func query(after seq: Int64, count: Int) -> (sql: String, arguments: StatementArguments) {
    let conditions = conditions
    let parts = conditions.map {
      "SELECT id, seq, release, erased, state, first FROM record WHERE seq > ? AND \($0.sql)"
    }
    let arguments = conditions.reduce(StatementArguments()) { $0 + [seq] + $1.arguments }
    let sql = parts.joined(separator: " UNION ALL ") + " ORDER BY seq LIMIT ?"
    return (sql, arguments + [count])
  }
}
