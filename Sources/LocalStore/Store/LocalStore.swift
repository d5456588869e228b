// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import RowAccess

/// A replica's store: one SQLite file that the command line and the daemon share.
///
/// It keeps the *journal* (this replica's own changes, contiguous and hash-chained), for every
/// record its *shadow* (the last state that the hub sent) and, where changes wait that the shadow
/// has not seen, its *view*: the shadow with those changes replayed. What people see is the view.
/// Hub state is never joined into it: a change that the hub refuses would stay for ever.
///
/// Every commit is on disk before it returns (`synchronous=FULL`). Writes begin as IMMEDIATE, so
/// that two processes take turns instead of failing.
package struct LocalStore: Sendable {
  /// The folder that holds the store.
  package let folder: String

  /// The clock and randomness of the program that opened it.
  package let surroundings: Surroundings

  let database: DatabaseQueue
  let witness: Witness?

  /// The name of the file within the folder.
  package static let fileName = "store.sqlite"

  /// Opens a store, and makes it where there is none: the folder with mode 0700.
  ///
  /// - Parameters:
  ///   - folder: The folder's path.
  ///   - surroundings: Clock and randomness; a new store draws its replica's name.
  ///   - witnesses: The folder where the machine keeps what it last wrote to its stores, apart from
  ///     them, so that a copy or an older state of a store is found out; nil to go without.
  /// - Throws: ``StoreError``.
  package init(folder: String, surroundings: Surroundings, witnesses: String? = nil) throws {
    self.folder = folder
    self.surroundings = surroundings
    witness = witnesses.map { Witness(folder: $0, store: folder + "/" + LocalStore.fileName) }
    let path = folder + "/" + LocalStore.fileName
    do {
      try LocalStore.makeFolder(folder)
      LocalStore.makeFile(path)
      database = try DatabaseQueue(path: path, configuration: LocalStore.configuration)
      try database.inDatabase(LocalStore.prepare)
      let migrator = LocalStore.migrator(replica: ReplicaID(bits: surroundings.random()))
      let steps = try database.inDatabase(LocalStore.steps)
      guard steps.allSatisfy(migrator.migrations.contains) else {
        throw StoreError.newerThanProgram(path: path)
      }
      if steps.count < migrator.migrations.count { try migrator.migrate(database) }
    } catch let error as StoreError {
      throw error
    } catch let error as DatabaseError
      where [.SQLITE_FULL, .SQLITE_IOERR].contains(error.resultCode)
    {
      throw StoreError.cannotWrite(reason: LocalStore.reason(of: error))
    } catch {
      throw StoreError.cannotOpen(path: folder, reason: LocalStore.reason(of: error))
    }
  }

  /// Reads from one consistent state of the store.
  ///
  /// - Parameter body: What to read; it must not keep the reader.
  /// - Returns: What the body returns.
  /// - Throws: ``StoreError``, and what the body throws.
  package func read<Value>(_ body: (StoreReader) throws -> Value) throws -> Value {
    try translated { try database.read { try body(StoreReader(database: $0)) } }
  }

  /// Writes in one transaction: all of it is on disk when this returns, or none of it happened.
  ///
  /// - Parameter body: What to write.
  /// - Returns: What the body returns.
  /// - Throws: ``StoreError``, and what the body throws.
  @discardableResult
  package func write<Value>(_ body: (StoreWriter) throws -> Value) throws -> Value {
    try translated {
      let tail = JournalTail()
      let (value, finding) = try database.write { database in
        let writer = StoreWriter(
          reader: StoreReader(database: database),
          surroundings: surroundings,
          tail: tail
        )
        let finding = try witness?.compare(with: writer)
        return (try body(writer), finding)
      }
      witness?.note(finding, tail)
      return value
    }
  }

  /// Closes the file, for a process that ends; what its log holds goes into it first.
  ///
  /// What cannot be done of that is done by whoever opens the store next.
  package func close() {
    try? database.close()
  }

  /// Checks the file with SQLite's own check.
  ///
  /// - Returns: What is wrong; empty where nothing is.
  package func integrityFindings() throws -> [String] {
    try translated {
      try database.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") }
        .filter { $0 != "ok" }
    }
  }

  /// How durably commits are written: 2 stands for FULL.
  package func synchronousLevel() throws -> Int? {
    try database.read { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
  }

  /// A number that changes whenever another process has written.
  package func dataVersion() throws -> Int {
    try database.read { try Int.fetchOne($0, sql: "PRAGMA data_version") ?? 0 }
  }

  private func translated<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch is RowDecodingError {
      throw StoreError.damaged("a row of it cannot be read, and verify says of what")
    } catch let error as DatabaseError {
      switch error.resultCode {
      case .SQLITE_CORRUPT, .SQLITE_NOTADB:
        throw StoreError.damaged(error.message ?? "SQLite cannot read it")
      case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_BUSY:
        throw StoreError.cannotWrite(reason: LocalStore.reason(of: error))
      default:
        throw error
      }
    }
  }

  /// Sets what each connection needs; a file that is in WAL mode stays as it is.
  ///
  /// GRDB would write to the file at each opening when told of WAL, and make commits less durable.
  private static func prepare(_ database: Database) throws {
    let mode = try database.first(
      "PRAGMA journal_mode = WAL",
      binding: { _ in },
      read: { $0.bytes(0) }
    )
    guard mode == Array("wal".utf8) else {
      throw DatabaseError(message: "its file system keeps no write-ahead log")
    }
    try database.execute(sql: "PRAGMA synchronous = FULL; PRAGMA cache_size = -16000")
  }

  /// The steps that the file's tables have been through; none where it is new.
  private static func steps(of database: Database) throws -> [String] {
    var steps: [String] = []
    do {
      try database.each("SELECT identifier FROM grdb_migrations", arguments: []) {
        steps.append(String(decoding: $0.bytes(0), as: UTF8.self))
        return true
      }
    } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
      // There is no such table yet.
    }
    return steps
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(30)
    configuration.foreignKeysEnabled = false
    // A page holds some thirty records; a file that is there keeps the size that it was made with.
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA page_size = 16384") }
    return configuration
  }

  private static func makeFolder(_ folder: String) throws {
    let manager = FileManager.default
    if manager.fileExists(atPath: folder) { return }
    do {
      try manager.createDirectory(
        atPath: folder,
        withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700]
      )
    } catch {
      // The system's own words say more than Foundation's.
      guard mkdir(folder, 0o700) != 0, errno != EEXIST else { return }
      throw StoreError.cannotOpen(path: folder, reason: String(cString: strerror(errno)))
    }
  }

  /// Makes the file for its owner's eyes only, whatever the folder allows: it holds a token.
  ///
  /// SQLite gives the files beside it the same mode.
  private static func makeFile(_ path: String) {
    let manager = FileManager.default
    if !manager.fileExists(atPath: path) {
      _ = manager.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
    }
  }

  private static func reason(of error: any Error) -> String {
    if let error = error as? DatabaseError {
      // Where there is no room for the index beside the file, SQLite says only that.
      let isFull =
        error.resultCode == .SQLITE_FULL || error.extendedResultCode == .SQLITE_IOERR_SHMSIZE
      if isFull { return "the disk is full" }
      return error.message ?? "SQLite says \(error.resultCode)"
    }
    return (error as NSError).localizedDescription
  }
}
