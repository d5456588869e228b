// SPDX-License-Identifier: Apache-2.0

/// Why a CSV file, or one row of it, cannot be read.
package struct CSVFault: Error, Hashable, Sendable {
  /// What is wrong.
  package enum Reason: Hashable, Sendable {
    /// The file has no header row.
    case emptyFile

    /// The file begins as UTF-16 does.
    case utf16

    /// A header cell has no name.
    case emptyName

    /// Two header cells have one name.
    case duplicateName(String)

    /// A column that is needed is not there; the nearest name that is, if any is near.
    case missingColumn(String, nearest: String?)

    /// A quoted cell never ends; the file's last line.
    case unterminatedQuote(lastLine: Int)

    /// Something other than a delimiter follows a closing quote; where the cell's quote opened.
    case textAfterQuote(opened: TextPlace)

    /// A cell that does not begin with a quote has one inside.
    case quoteInUnquotedCell

    /// The row has more or fewer cells than the header.
    case cellCount(Int, header: Int)

    /// A byte that is not UTF-8.
    case invalidUTF8(UInt8)

    /// A row of more bytes than this.
    case rowTooLong(bytesMaximum: Int)
  }

  /// What is wrong.
  package let reason: Reason

  /// The row as a spreadsheet numbers it: the header is row 1.
  package let row: Int

  /// Where in the text.
  package let place: TextPlace

  /// The cell, from 0, where the fault lies in one cell.
  package let cell: Int?

  /// The header's name of the cell's column, where it is known.
  package private(set) var column: String?

  /// A fault at a place.
  package init(_ reason: Reason, row: Int, place: TextPlace, cell: Int? = nil) {
    self.reason = reason
    self.row = row
    self.place = place
    self.cell = cell
  }

  /// The same fault with its column called by the header's name.
  func named(by header: CSVHeader) -> CSVFault {
    var fault = self
    fault.column = cell.flatMap { header.names.indices.contains($0) ? header.names[$0] : nil }
    return fault
  }

  /// Whether the rows after this one can still be read.
  package var isOfOneRow: Bool {
    switch reason {
    case .textAfterQuote, .quoteInUnquotedCell, .cellCount, .invalidUTF8: true
    case .emptyFile, .utf16, .emptyName, .duplicateName, .missingColumn, .unterminatedQuote,
      .rowTooLong:
      false
    }
  }

  /// What was found, without its place.
  package var problem: String {
    switch reason {
    case .emptyFile: "the file is empty"
    case .utf16: "the file is UTF-16, not UTF-8"
    case .emptyName: "a column has no name"
    case .duplicateName(let name): "two columns are called “\(name)”"
    case .missingColumn(let name, _): "there is no column “\(name)”"
    case .unterminatedQuote(let lastLine):
      "the quote that opens here is never closed (searched up to line \(lastLine))"
    case .textAfterQuote(let opened):
      "text follows the closing quote of a cell that opened at \(opened)"
    case .quoteInUnquotedCell: "there is a quote inside a cell that is not quoted"
    case .cellCount(let count, let header):
      "the row has \(count) \(count == 1 ? "cell" : "cells"), the header has \(header)"
    case .invalidUTF8(let byte): "the byte 0x\(String(byte, radix: 16)) is not UTF-8 text"
    case .rowTooLong(let maximum): "the row is longer than \(maximum) bytes"
    }
  }

  /// What to do about it.
  package var hint: String {
    switch reason {
    case .emptyFile: "The first row has to name the columns."
    case .utf16, .invalidUTF8: "Save the file as UTF-8."
    case .emptyName: "Name the column, or remove it."
    case .duplicateName: "Rename one of them."
    case .missingColumn(_, let nearest?): "Rename “\(nearest)”, or name it in a mapping file."
    case .missingColumn: "Add it, or name the file's own column in a mapping file."
    case .unterminatedQuote, .rowTooLong: "Close the quoted cell with a quote."
    case .textAfterQuote, .quoteInUnquotedCell:
      "Quote the whole cell and write each quote inside it twice."
    case .cellCount(let count, let header) where count > header:
      "Quote cells that contain the delimiter."
    case .cellCount: "Write an empty cell as two delimiters with nothing between them."
    }
  }
}

extension CSVFault: CustomStringConvertible {
  /// The place, what was found there, and what to do.
  package var description: String {
    let name = column.map { ", column “\($0)”" } ?? ""
    return "row \(row), \(place)\(name): \(problem). \(hint)"
  }
}
