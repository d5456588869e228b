// SPDX-License-Identifier: Apache-2.0

/// The names of a file's columns.
package struct CSVHeader: Sendable {
  /// The names in the file's order, without blanks around them; none is empty, none comes twice.
  package let names: [String]

  /// Names the columns by a first row.
  ///
  /// - Throws: ``CSVFault`` where a name is missing or comes twice.
  package init(_ record: CSVRecord) throws(CSVFault) {
    var names: [String] = []
    var taken: Set<[UInt8]> = []
    for cell in 0..<record.count {
      let name = record[cell].trimmed
      let place = record.place(of: cell)
      guard !name.isEmpty else {
        throw CSVFault(.emptyName, row: record.row, place: place, cell: cell)
      }
      guard taken.insert(Array(name.utf8)).inserted else {
        throw CSVFault(.duplicateName(name), row: record.row, place: place, cell: cell)
      }
      names.append(name)
    }
    self.names = names
  }

  /// The place of a column among the cells, from 0; look it up once, not once a row.
  package func cell(of name: String) -> Int? {
    names.firstIndex(where: name.isSameBytes)
  }

  /// The place of a column that has to be there.
  ///
  /// - Throws: ``CSVFault`` that names the column and the nearest one that is there.
  package func require(_ name: String) throws(CSVFault) -> Int {
    if let cell = cell(of: name) {
      return cell
    }
    let nearest = NearestName.of(name, among: names)
    throw CSVFault(.missingColumn(name, nearest: nearest), row: 1, place: TextPlace())
  }
}

/// One row with the names of its columns.
package struct CSVRow: Sendable {
  /// The names of the columns.
  package let header: CSVHeader

  /// The cells: as many as there are names.
  package let record: CSVRecord

  /// The row as a spreadsheet numbers it: the first row after the header is row 2.
  package var row: Int {
    record.row
  }

  /// The line on which the row begins, from 1.
  package var line: Int {
    record.place(of: 0).line
  }

  /// The text of a cell by its place, from 0.
  package subscript(cell: Int) -> String {
    record[cell]
  }

  /// The text of a column; nil where there is no such column.
  package subscript(name: String) -> String? {
    header.cell(of: name).map { record[$0] }
  }
}

/// A CSV file with a header row, read row by row in constant memory.
///
/// Every row has as many cells as the header: a shorter one may have lost a delimiter anywhere, so
/// it is refused like a longer one. Empty lines are passed over, except where the file has one
/// column and an empty line is an empty cell.
package struct CSVReader {
  /// A row, or why it could not be read.
  package enum Result: Sendable {
    /// A row that could be read.
    case row(CSVRow)

    /// A row that could not. Reading goes on after it where that is possible.
    case refused(CSVFault)
  }

  /// The names of the columns.
  package let header: CSVHeader

  private var records: CSVRecords

  /// Reads the header of a file.
  ///
  /// - Parameters:
  ///   - source: The file's bytes.
  ///   - delimiter: The byte between cells; nil to find it out from the header.
  /// - Throws: ``CSVFault`` where there is no header to go by; what the source throws.
  package init(_ source: ByteSource, delimiter: UInt8? = nil) throws {
    records = try CSVRecords(source, delimiter: delimiter)
    switch try records.next() {
    case nil: throw CSVFault(.emptyFile, row: 1, place: TextPlace())
    case .refused(let fault)?: throw fault
    case .record(let record)?: header = try CSVHeader(record)
    }
  }

  /// The next row; nil after the last.
  ///
  /// - Throws: What the source throws.
  package mutating func next() throws -> Result? {
    while let result = try records.next() {
      switch result {
      case .refused(let fault):
        return .refused(fault.named(by: header))
      case .record(let record) where record.count == header.names.count:
        return .row(CSVRow(header: header, record: record))
      case .record(let record) where !record.isBlank:
        let reason = CSVFault.Reason.cellCount(record.count, header: header.names.count)
        return .refused(CSVFault(reason, row: record.row, place: record.place(of: 0)))
      case .record:
        continue
      }
    }
    return nil
  }
}
