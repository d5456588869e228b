// SPDX-License-Identifier: Apache-2.0

/// One row of cells, before any header gives them names.
package struct CSVRecord: Sendable {
  /// The cells' bytes without quotes, one cell after the other.
  fileprivate(set) var bytes: [UInt8] = []

  /// Where each cell ends in `bytes`.
  fileprivate(set) var ends: [Int] = []

  /// Where each cell begins in the text, its quote included.
  fileprivate(set) var places: [TextPlace] = []

  /// The row as a spreadsheet numbers it, from 1.
  package let row: Int

  fileprivate init(row: Int) {
    self.row = row
  }

  /// How many cells the row has: at least one.
  package var count: Int {
    ends.count
  }

  /// A cell's text, byte for byte.
  package subscript(cell: Int) -> String {
    String(decoding: bytes[(cell == 0 ? 0 : ends[cell - 1])..<ends[cell]], as: UTF8.self)
  }

  /// Where a cell begins.
  package func place(of cell: Int) -> TextPlace {
    places[cell]
  }

  /// Whether the row is an empty line.
  var isBlank: Bool {
    ends == [0]
  }

  /// The cell and the place of a byte, counted as the cell was written.
  fileprivate func place(ofByte offset: Int, wasQuoted: [Bool]) -> (cell: Int, place: TextPlace) {
    let cell = ends.firstIndex { offset < $0 } ?? ends.count - 1
    var place = places[cell]
    place.column += wasQuoted[cell] ? 1 : 0
    var previous: UInt8 = 0
    for byte in bytes[(cell == 0 ? 0 : ends[cell - 1])..<offset] {
      place.pass(byte, after: previous)
      place.column += byte == Byte.quote ? 1 : 0
      previous = byte
    }
    return (cell, place)
  }
}

/// The rows of a CSV text, one at a time: RFC 4180, and besides LF or CR for CRLF, a byte order
/// mark, and `;` or a tab for the comma.
package struct CSVRecords {
  /// A row, or why it could not be read.
  package enum Result: Sendable {
    /// A row that could be read.
    case record(CSVRecord)

    /// A row that could not; the ones after it may be.
    case refused(CSVFault)
  }

  /// The byte between cells.
  package let delimiter: UInt8

  private let recordBytesMaximum: Int
  private var bytes: PlacedBytes
  private var rows = 0
  private var isOver = false

  /// Rows from a source.
  ///
  /// - Parameters:
  ///   - source: The text's bytes.
  ///   - delimiter: The byte between cells; nil to find out from the first row whether it is a
  ///     comma, a semicolon or a tab.
  ///   - recordBytesMaximum: A row of more bytes ends the reading: a forgotten quote must not
  ///     fill the memory.
  /// - Throws: ``CSVFault`` where the text is UTF-16; what the source throws.
  package init(
    _ source: ByteSource,
    delimiter: UInt8? = nil,
    recordBytesMaximum: Int = 16 << 20
  ) throws {
    self.recordBytesMaximum = recordBytesMaximum
    bytes = PlacedBytes(source)
    let start = try bytes.lookAhead(2)
    guard !start.elementsEqual([0xFF, 0xFE]), !start.elementsEqual([0xFE, 0xFF]) else {
      throw CSVFault(.utf16, row: 1, place: TextPlace())
    }
    try bytes.skipByteOrderMark()
    let firstRow = try bytes.lookAhead(65_536)
    self.delimiter = delimiter ?? CSVRecords.delimiter(of: firstRow)
  }

  /// The next row; nil after the last.
  ///
  /// A line break at the end of the text begins no row; an empty line before it is a row of one
  /// empty cell.
  ///
  /// - Throws: What the source throws.
  package mutating func next() throws -> Result? {
    guard !isOver, try bytes.peek() != nil else { return nil }
    rows += 1
    do {
      return .record(try record())
    } catch let fault as CSVFault {
      isOver = !fault.isOfOneRow
      return .refused(fault)
    }
  }

  private mutating func record() throws -> CSVRecord {
    var record = CSVRecord(row: rows)
    var wasQuoted: [Bool] = []
    var isLast = false
    while !isLast {
      record.places.append(bytes.place)
      let isQuoted = try bytes.peek() == Byte.quote
      wasQuoted.append(isQuoted)
      if isQuoted {
        try readQuoted(into: &record)
      }
      isLast = try readRest(into: &record, isQuoted: isQuoted)
      record.ends.append(record.bytes.count)
    }
    if let offset = firstInvalidUTF8(in: record.bytes) {
      let (cell, place) = record.place(ofByte: offset, wasQuoted: wasQuoted)
      throw CSVFault(.invalidUTF8(record.bytes[offset]), row: rows, place: place, cell: cell)
    }
    return record
  }

  /// Reads from an opening quote past the closing one.
  private mutating func readQuoted(into record: inout CSVRecord) throws {
    let opened = bytes.place
    bytes.skip()
    while let byte = try bytes.peek() {
      bytes.skip()
      if byte == Byte.quote {
        guard try bytes.peek() == Byte.quote else { return }
        bytes.skip()
      }
      try append(byte, to: &record, since: opened)
    }
    let fault = CSVFault.Reason.unterminatedQuote(lastLine: bytes.place.line)
    throw CSVFault(fault, row: rows, place: opened)
  }

  /// Reads up to and past the cell's end; whether it is the row's last.
  private mutating func readRest(into record: inout CSVRecord, isQuoted: Bool) throws -> Bool {
    let began = record.places[record.places.count - 1]
    while let byte = try bytes.peek() {
      if byte == delimiter {
        bytes.skip()
        return false
      }
      if byte == Byte.lineFeed || byte == Byte.carriageReturn {
        try bytes.skipLineBreak(byte)
        return true
      }
      guard !isQuoted, byte != Byte.quote else {
        let reason: CSVFault.Reason =
          isQuoted ? .textAfterQuote(opened: began) : .quoteInUnquotedCell
        let fault = CSVFault(reason, row: rows, place: bytes.place, cell: record.ends.count)
        try bytes.skipLine()
        throw fault
      }
      bytes.skip()
      try append(byte, to: &record, since: began)
    }
    return true
  }

  private func append(
    _ byte: UInt8,
    to record: inout CSVRecord,
    since began: TextPlace
  ) throws(CSVFault) {
    guard record.bytes.count < recordBytesMaximum else {
      let reason = CSVFault.Reason.rowTooLong(bytesMaximum: recordBytesMaximum)
      throw CSVFault(reason, row: rows, place: began)
    }
    record.bytes.append(byte)
  }

  /// The likeliest delimiter of a first row: the one that it has most of, outside quotes.
  private static func delimiter(of start: ArraySlice<UInt8>) -> UInt8 {
    var counts: [UInt8: Int] = [:]
    var isInQuotes = false
    for byte in start {
      if byte == Byte.quote {
        isInQuotes.toggle()
      } else if !isInQuotes {
        guard byte != Byte.lineFeed, byte != Byte.carriageReturn else { break }
        counts[byte, default: 0] += 1
      }
    }
    let most = max(counts[Byte.semicolon] ?? 0, counts[Byte.tab] ?? 0)
    guard most > counts[Byte.comma] ?? 0 else { return Byte.comma }
    return counts[Byte.semicolon] == most ? Byte.semicolon : Byte.tab
  }
}
