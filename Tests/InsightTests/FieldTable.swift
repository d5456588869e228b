// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Insight
import TestSupport

/// A file of comma-separated values without quotes, as the field data are.
struct FieldTable {
  let rows: [Row]

  struct Row {
    fileprivate let columns: [String: Int]
    fileprivate let cells: [Substring]

    subscript(_ column: String) -> String { columns[column].map { String(cells[$0]) } ?? "" }

    /// The cell as a code; nil where it is empty.
    func label(_ column: String) -> Label? { self[column].isEmpty ? nil : Label(self[column]) }
  }

  init(_ bytes: [UInt8]) throws {
    var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    let header = lines.removeFirst().split(separator: ",", omittingEmptySubsequences: false)
    let columns = Dictionary(
      uniqueKeysWithValues: header.enumerated().map { (String($1), $0) }
    )
    rows = lines.map {
      Row(columns: columns, cells: $0.split(separator: ",", omittingEmptySubsequences: false))
    }
  }

  init(_ file: String) throws {
    try self.init(FieldData.read(file))
  }
}

extension InteractionBank {
  /// The bank of a file of the field data.
  init(_ file: String, and more: [BankEntry] = []) throws {
    let entries = try FieldTable(file).rows.compactMap { row -> BankEntry? in
      guard let kind = AnswerKind(rawValue: row["kind"]) else { return nil }
      var entry = BankEntry(Label(row["code"]), name: row["name"], kind: kind)
      entry.form = InteractionForm(typed: row["form"])
      entry.stage = row.label("stage")
      entry.process = row.label("process")
      entry.order = Int(row["order"]) ?? .max
      entry.better = Better(rawValue: row["better"]) ?? .higher
      if let low = Double(row["min"]), let high = Double(row["max"]) {
        entry.scale = AnswerScale(low, high)
      }
      entry.isWaiting = row["code"].hasPrefix("wait")
      return entry
    }
    self.init(entries + more)
  }
}
