// SPDX-License-Identifier: Apache-2.0

/// Takes the rows of one table, one by one, in constant memory.
package protocol TableWriter: AnyObject {
  /// The table that is written.
  var schema: TableSchema { get }

  /// Adds a row.
  ///
  /// - Parameter row: One cell for each column, in the schema's order.
  /// - Throws: ``ExportError`` when the disk refuses.
  func write(_ row: [Cell]) throws
}

/// One file format: the place where a further one (xlsx, SPSS .sav) is plugged in.
///
/// A format writes beside the final names (see ``PartialFile``); nothing that stood in the folder
/// changes before ``publish()``.
package protocol TableFormat: AnyObject {
  /// Opens one more table.
  func open(_ schema: TableSchema) throws -> any TableWriter

  /// Completes every file and brings it to the disk, still under its temporary name.
  func finish() throws -> [WrittenFile]

  /// Gives every finished file its final name, replacing an older one.
  func publish() throws
}

/// A finished file, as the manifest lists it.
package struct WrittenFile: Codable, Sendable {
  /// Name inside the dataset's folder.
  package var name: String
  /// Rows in the file, header lines not counted.
  package var rows: Int
  /// Rows of each table, where the file holds several.
  package var tables: [String: Int]?
  /// Size in bytes.
  package var bytes: Int
  /// SHA-256 of the file's bytes, 64 lower-case hexadecimal digits.
  package var sha256: String
  /// Cells that got an apostrophe so that no spreadsheet runs them; absent where none can.
  package var neutralisedCells: Int?

  enum CodingKeys: String, CodingKey {
    case name, rows, tables, bytes, sha256
    case neutralisedCells = "neutralised_cells"
  }
}
