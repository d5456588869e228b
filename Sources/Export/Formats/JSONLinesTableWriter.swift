// SPDX-License-Identifier: Apache-2.0

/// Writes one table as JSON Lines: one object a line, keys in column order, every key always there.
///
/// An empty cell is `null`. Decimals are JSON numbers with their exact digits. Text is kept code
/// point for code point and escaped only where JSON demands it; it is never neutralised.
package final class JSONLinesTableWriter: TableWriter {
  package let schema: TableSchema
  private let file: PartialFile
  private let keys: [[UInt8]]
  private var rows = 0

  init(_ schema: TableSchema, in folder: String) throws {
    self.schema = schema
    file = try PartialFile("\(schema.name).jsonl", in: folder)
    keys = schema.columns.enumerated().map { index, column in
      var key = Array((index == 0 ? "{" : ",").utf8)
      JSONText.append(column.name, to: &key)
      return key + [UInt8(ascii: ":")]
    }
  }

  package func write(_ row: [Cell]) throws {
    precondition(row.count == schema.columns.count, "a row has one cell for each column")
    try file.append { bytes in
      for (key, cell) in zip(keys, row) {
        bytes += key
        append(cell, to: &bytes)
      }
      bytes += "}\n".utf8
    }
    rows += 1
  }

  func finish() throws -> WrittenFile {
    let (bytes, sha256) = try file.finish()
    return WrittenFile(name: file.name, rows: rows, bytes: bytes, sha256: sha256)
  }

  func publish() throws { try file.publish() }

  private func append(_ cell: Cell, to bytes: inout [UInt8]) {
    switch cell {
    case .empty: bytes += "null".utf8
    case .text(let text): JSONText.append(text, to: &bytes)
    default: bytes += cell.literal.utf8
    }
  }
}

/// Text as JSON writes it.
enum JSONText {
  /// Appends a JSON string: only quotation mark, backslash and control characters are escaped.
  static func append(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "\n"): bytes += "\\n".utf8
      case UInt8(ascii: "\r"): bytes += "\\r".utf8
      case UInt8(ascii: "\t"): bytes += "\\t".utf8
      case 0..<0x20: bytes += "\\u00\(byte < 0x10 ? "0" : "")\(String(byte, radix: 16))".utf8
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}

/// A folder of JSON Lines files, one a table.
package final class JSONLinesFormat: TableFormat {
  private let folder: String
  private var writers: [JSONLinesTableWriter] = []

  /// Prepares a folder that exists.
  package init(folder: String) { self.folder = folder }

  package func open(_ schema: TableSchema) throws -> any TableWriter {
    let writer = try JSONLinesTableWriter(schema, in: folder)
    writers.append(writer)
    return writer
  }

  package func finish() throws -> [WrittenFile] { try writers.map { try $0.finish() } }

  package func publish() throws { for writer in writers { try writer.publish() } }
}
