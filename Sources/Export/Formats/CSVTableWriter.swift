// SPDX-License-Identifier: Apache-2.0

/// How CSV is written.
package struct CSVOptions: Sendable {
  /// Whether text stays as it is even where a spreadsheet would run it (see ``FormulaGuard``).
  package var raw: Bool
  /// Whether the file begins with a byte-order mark, without which Excel misreads UTF-8.
  package var excel: Bool

  /// Options; without any, text is neutralised and there is no byte-order mark.
  package init(raw: Bool = false, excel: Bool = false) {
    self.raw = raw
    self.excel = excel
  }
}

/// Writes one table as CSV: RFC 4180 with CRLF line ends, UTF-8, a header line always.
///
/// A cell is quoted where it holds a comma, a quotation mark or a line end. An empty cell is
/// nothing at all, an empty text is `""`. Text is kept byte for byte but for ``FormulaGuard``'s
/// apostrophe; numbers are never touched.
package final class CSVTableWriter: TableWriter {
  package let schema: TableSchema
  private let file: PartialFile
  private let options: CSVOptions
  private var rows = 0
  private var neutralisedCells = 0

  init(_ schema: TableSchema, in folder: String, options: CSVOptions) throws {
    self.schema = schema
    self.options = options
    file = try PartialFile("\(schema.name).csv", in: folder)
    try file.append { bytes in
      if options.excel { bytes += [0xEF, 0xBB, 0xBF] }
      appendLine(of: schema.columns.map { .text($0.name) }, to: &bytes)
    }
  }

  package func write(_ row: [Cell]) throws {
    precondition(row.count == schema.columns.count, "a row has one cell for each column")
    try file.append { appendLine(of: row, to: &$0) }
    rows += 1
  }

  func finish() throws -> WrittenFile {
    let (bytes, sha256) = try file.finish()
    return WrittenFile(
      name: file.name,
      rows: rows,
      bytes: bytes,
      sha256: sha256,
      neutralisedCells: options.raw ? nil : neutralisedCells
    )
  }

  func publish() throws { try file.publish() }

  private func appendLine(of row: [Cell], to bytes: inout [UInt8]) {
    let start = bytes.count
    for (index, cell) in row.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      append(cell, to: &bytes)
    }
    // Readers skip an empty line: the only cell of a one-column table must leave a trace.
    if bytes.count == start { bytes += "\"\"".utf8 }
    bytes += "\r\n".utf8
  }

  private func append(_ cell: Cell, to bytes: inout [UInt8]) {
    switch cell {
    case .text(let text) where !options.raw && FormulaGuard.isRisky(text):
      neutralisedCells += 1
      CSVTableWriter.append("'" + text, to: &bytes)
    case .text(let text): CSVTableWriter.append(text, to: &bytes)
    default: bytes += cell.literal.utf8
    }
  }

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    let quote = UInt8(ascii: "\"")
    let needsQuotes = text.utf8.contains { byte in
      byte == quote || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\r")
        || byte == UInt8(ascii: "\n")
    }
    guard needsQuotes || text.isEmpty else {
      bytes += text.utf8
      return
    }
    bytes.append(quote)
    for part in text.utf8.split(separator: quote, omittingEmptySubsequences: false).enumerated() {
      if part.offset > 0 { bytes += [quote, quote] }
      bytes += part.element
    }
    bytes.append(quote)
  }
}

/// A folder of CSV files, one a table.
package final class CSVFormat: TableFormat {
  private let folder: String
  private let options: CSVOptions
  private var writers: [CSVTableWriter] = []

  /// Prepares a folder that exists.
  package init(folder: String, options: CSVOptions) {
    self.folder = folder
    self.options = options
  }

  package func open(_ schema: TableSchema) throws -> any TableWriter {
    let writer = try CSVTableWriter(schema, in: folder, options: options)
    writers.append(writer)
    return writer
  }

  package func finish() throws -> [WrittenFile] { try writers.map { try $0.finish() } }

  package func publish() throws { for writer in writers { try writer.publish() } }
}
