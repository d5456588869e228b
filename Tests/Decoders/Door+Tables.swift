// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Intake
import SyncProtocol

extension Door {
  static func cells(_ bytes: [UInt8]) throws(BrokenPromise) -> Reading {
    guard let read = rows(of: bytes, chunkBytes: 65_536) else {
      try promise(rows(of: bytes, chunkBytes: 1) == nil, "Small chunks read as another table.")
      return .refused
    }
    let inChunks = rows(of: bytes, chunkBytes: 1)
    try promise(inChunks?.map(\.account) == read.map(\.account), "Small chunks read as other rows.")
    let taken = read.compactMap(\.cells)
    let text = taken.map { row in row.map(quoted).joined(separator: ",") + "\r\n" }.joined()
    let again = rows(of: Array(text.utf8), chunkBytes: 65_536)
    try promise(
      again?.map(\.account) == taken.map { RowRead(cells: $0, fault: nil).account },
      "Rows that are written again read as others."
    )
    return .read(read.map(\.account).joined(separator: "\n"))
  }

  static func table(_ table: IntakeTable, _ bytes: [UInt8]) throws(BrokenPromise) -> Reading {
    do {
      let source = ByteSource(bytes: bytes)
      let context = context
      var rows = try TableImport(table, file: "f.csv", source: source, context: context)
      return .read(try account { try rows.next() })
    } catch let broken as BrokenPromise {
      throw broken
    } catch {
      return .refused
    }
  }

  static func lines(_ bytes: [UInt8]) throws(BrokenPromise) -> Reading {
    do {
      let source = ByteSource(bytes: bytes, chunkBytes: 7)
      var lines = try JSONLines(source)
      var written: [String] = []
      while let line = try lines.next() {
        guard case .object(let object, _) = line else { continue }
        let text = JSONValue.object(object).account
        let again = try kept { () throws(JSONFault) in try JSONParser.value(of: Array(text.utf8)) }
        try promise(again.account.utf8.elementsEqual(text.utf8), "An object does not come back.")
        written.append(text)
      }
      let named = ByteSource(bytes: bytes)
      var drafts = try ObservationLines(file: "f.jsonl", source: named, context: context)
      return .read((written + [try account { try drafts.next() }]).joined(separator: "\n"))
    } catch let broken as BrokenPromise {
      throw broken
    } catch {
      return .refused
    }
  }

  /// What rows come to: what import takes, the schema admits and the wire carries unchanged.
  private static func account(_ next: () throws -> RowIntake?) throws -> String {
    var lines: [String] = []
    while let row = try next() {
      lines += row.findings.map { "\($0.line) \($0.effect.rawValue) \($0.column ?? "-")" }
      for draft in row.drafts {
        lines.append("\(draft.kind.rawValue) \(draft.key.map(\.debugDescription))")
        for put in draft.puts {
          try promise(
            FieldSchema.objection(to: put, in: draft.kind) == nil,
            "What the import took is not admitted: \(put.path)."
          )
          let carried = ValueCodec.value(from: ValueCodec.bytes(of: put.value))
          try promise(carried == put.value, "What the import took is not carried: \(put.path).")
          lines.append("\(put.path.text.debugDescription) \(put.value.account)")
        }
      }
    }
    return lines.joined(separator: "\n")
  }

  /// A clock that stands still, in UTC, and a bank with an interaction of every kind.
  static let context: IntakeContext = {
    let now = LocalTime(milliseconds: 1_769_954_400_000, offsetSeconds: 3_600)
    var context = IntakeContext(now: now, zone: .utc)
    context.forms = Dictionary(
      uniqueKeysWithValues: AnswerKind.allCases.map { ($0.rawValue, AnswerForm($0)) }
    )
    return context
  }()
}

/// A row of a table, or why it could not be read.
private struct RowRead {
  let cells: [String]?
  let fault: CSVFault?

  var account: String {
    cells.map { $0.map(\.debugDescription).joined(separator: ",") }
      ?? fault.map { "refused \($0.row) \($0.place)" } ?? ""
  }
}

/// The rows of a table, its header the first; nil where it has no header.
private func rows(of bytes: [UInt8], chunkBytes: Int) -> [RowRead]? {
  guard var reader = try? CSVReader(ByteSource(bytes: bytes, chunkBytes: chunkBytes)) else {
    return nil
  }
  var rows = [RowRead(cells: reader.header.names, fault: nil)]
  while let result = try? reader.next() {
    switch result {
    case .row(let row):
      let cells = (0..<row.record.count).map { row.record[$0] }
      rows.append(RowRead(cells: cells, fault: nil))
    case .refused(let fault): rows.append(RowRead(cells: nil, fault: fault))
    }
  }
  return rows
}

private func quoted(_ cell: String) -> String {
  let escaped = cell.utf8.flatMap { $0 == UInt8(ascii: "\"") ? [$0, $0] : [$0] }
  return "\"" + String(decoding: escaped, as: UTF8.self) + "\""
}

extension JSONValue {
  /// The value as JSON, written in one way.
  fileprivate var account: String {
    switch self {
    case .null: "null"
    case .boolean(let value): String(value)
    case .number(let digits): digits
    case .text(let text): JSONValue.quoted(text)
    case .array(let values): "[" + values.map(\.account).joined(separator: ",") + "]"
    case .object(let object):
      "{"
        + object.members.map { JSONValue.quoted($0.name) + ":" + $0.value.account }
        .joined(separator: ",") + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 32: result += "\\u00" + [UInt8(scalar.value)].account
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
