// SPDX-License-Identifier: Apache-2.0

import Crypto
import GRDB
import Glibc

/// The file formats of a dataset.
///
/// xlsx and SPSS .sav join here, each with its ``TableFormat``.
package enum DatasetFormat: String, CaseIterable, Sendable {
  /// A CSV file for each table.
  case csv
  /// A JSON Lines file for each table.
  case jsonl
  /// One SQLite file.
  case sqlite
}

/// A folder that receives a dataset: its tables, `codebook.csv` and `manifest.json`.
///
/// An older dataset stays as it is until ``commit(_:)`` has all new bytes on the disk. The manifest
/// goes first and comes last: a folder with a manifest is whole.
package final class DatasetFolder {
  private let path: String
  private let lock: FolderLock
  private let formats: [any TableFormat]
  private let writers: [String: any TableWriter]

  /// Opens a folder for writing, creating it where it is missing.
  ///
  /// - Parameters:
  ///   - path: The folder.
  ///   - format: The file format of the tables.
  ///   - tables: The tables, in the order in which the manifest lists them.
  ///   - views: `CREATE VIEW` statements for SQLite.
  ///   - csv: Options of CSV.
  /// - Throws: ``ExportError``, also where another program is writing into the folder.
  package init(
    _ path: String,
    format: DatasetFormat,
    tables: [TableSchema],
    views: [String] = [],
    csv: CSVOptions = CSVOptions()
  ) throws {
    self.path = path
    lock = try FolderLock(path)
    do {
      let codebook = CSVFormat(folder: path, options: csv)
      let main: any TableFormat =
        switch format {
        case .csv: CSVFormat(folder: path, options: csv)
        case .jsonl: JSONLinesFormat(folder: path)
        case .sqlite: try SQLiteFormat(folder: path, views: views)
        }
      writers = try Dictionary(uniqueKeysWithValues: tables.map { ($0.name, try main.open($0)) })
      formats = [main, codebook]
      let books = try (format == .sqlite ? formats : [codebook]).map {
        try $0.open(Codebook.schema)
      }
      for row in Codebook.rows(of: tables) { for book in books { try book.write(row) } }
    } catch {
      throw DatasetFolder.exportError(error, path)
    }
  }

  /// Adds a row to a table.
  ///
  /// - Precondition: The table is one of those the folder was opened with, and the row has one cell
  ///   for each of its columns.
  package func write(_ row: [Cell], to table: TableSchema) throws {
    guard let writer = writers[table.name] else { preconditionFailure("no table \(table.name)") }
    do { try writer.write(row) } catch { throw DatasetFolder.exportError(error, path) }
  }

  /// Completes the files, adds them to the manifest and puts the dataset in the older one's place.
  ///
  /// Files that only the older manifest lists are removed: they would pass for this dataset's.
  ///
  /// - Returns: The manifest as it was written.
  package func commit(_ manifest: Manifest) throws -> Manifest {
    var manifest = manifest
    do {
      manifest.files = try formats.flatMap { try $0.finish() }
      let sums = manifest.files.map { "\($0.sha256)  \($0.name)\n" }.joined()
      manifest.dataSHA256 = SHA256.hash(data: Array(sums.utf8)).hexadecimal
      let names = manifest.files.map(\.name)
      let stale = Manifest.fileNames(in: path).filter { !names.contains($0) && !$0.contains("/") }
      let file = try PartialFile(Manifest.fileName, in: path)
      let json = try manifest.json()
      try file.append { $0 += json }
      _ = try file.finish()
      unlink("\(path)/\(Manifest.fileName)")
      for format in formats { try format.publish() }
      try file.publish()
      for name in stale { unlink("\(path)/\(name)") }
      try lock.sync()
    } catch {
      throw DatasetFolder.exportError(error, path)
    }
    return manifest
  }

  private static func exportError(_ error: any Error, _ path: String) -> any Error {
    guard let error = error as? DatabaseError else { return error }
    return ExportError.database(
      path: "\(path)/\(SQLiteFormat.fileName)",
      reason: error.message ?? "\(error.resultCode)"
    )
  }
}

/// The right to write into a folder, held until it is released or the program ends.
private final class FolderLock {
  private let path: String
  private let descriptor: CInt

  init(_ path: String) throws {
    self.path = path
    guard FolderLock.make(path) else { throw ExportError.system(path, "created") }
    descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw ExportError.system(path, "opened") }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw ExportError.folderInUse(path: path)
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Makes the folder and those it lies in; errno says why it could not.
  private static func make(_ path: String) -> Bool {
    if mkdir(path, 0o777) == 0 || errno == EEXIST { return true }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
      return false
    }
    return make(String(path[..<slash])) && (mkdir(path, 0o777) == 0 || errno == EEXIST)
  }

  /// Brings the folder's names to the disk.
  func sync() throws {
    guard fsync(descriptor) == 0 else { throw ExportError.system(path, "brought to the disk") }
  }
}
