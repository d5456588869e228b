// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FoundationEssentials
import GRDB
import Glibc
import Replication

/// A store's file that nobody serves: made, checked and put in place.
enum BackupFile {
  /// Makes an empty file that only its owner may read.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - name: What it is called where it cannot be made; its path where there is none.
  /// - Throws: ``HubStoreError/unfit(_:)``.
  static func make(_ path: String, called name: String? = nil) throws(HubStoreError) {
    let file = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      let reason = String(cString: strerror(errno))
      throw .unfit("The file \(name ?? path) cannot be made: \(reason).")
    }
    Glibc.close(file)
  }

  /// Copies a file to one that only its owner may read.
  ///
  /// - Throws: ``HubStoreError/unsound(_:)`` where it cannot be read, ``HubStoreError/unfit(_:)``
  ///   where the copy cannot be written.
  static func copy(_ path: String, to copy: String) throws {
    let source = open(path, O_RDONLY | O_CLOEXEC)
    guard source >= 0 else {
      let reason = String(cString: strerror(errno))
      throw HubStoreError.unsound("The file \(path) cannot be read: \(reason).")
    }
    defer { Glibc.close(source) }
    try make(copy)
    let target = open(copy, O_WRONLY | O_CLOEXEC)
    defer { Glibc.close(target) }
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while case let count = read(source, &buffer, buffer.count), count != 0 {
      guard count > 0, write(target, buffer, count) == count else {
        throw HubStoreError.unfit("The file \(path) cannot be copied to \(copy).")
      }
    }
  }

  /// Opens a file, checks it whole, and says what it holds.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - name: What it is called where something is wrong with it.
  /// - Returns: What it holds.
  /// - Throws: ``HubStoreError/unsound(_:)`` where it is not sound.
  static func inspect(_ path: String, called name: String) throws -> BackupReport {
    try opened(path, called: name) { queue in
      let migrator = HubSchema.migrator
      if try queue.read(migrator.hasBeenSuperseded) { throw HubStoreError.newerFile(path: name) }
      try migrator.migrate(queue)
      return try queue.read { database in
        let findings = try HubCheck.findings(in: database)
        if let first = findings.first {
          throw HubStoreError.unsound("The file \(name) is not sound: \(first)")
        }
        return try report(on: database)
      }
    }
  }

  /// Begins a timeline in a file.
  static func beginTimeline(in path: String, _ surroundings: Surroundings) throws {
    try opened(path, called: path) { queue in
      try queue.write { database in
        let storage = SQLiteHubStorage(database: database, now: surroundings.now())
        let generation = try storage.timeline().generation
        try storage.keep(
          HubTimeline(epoch: surroundings.random(16), generation: generation + 1)
        )
      }
    }
  }

  /// Moves a store's file aside, with what belongs to it.
  ///
  /// - Returns: Where it is now; nil where there was none.
  static func setAside(_ path: String, as aside: String) throws -> String? {
    guard access(path, F_OK) == 0 else { return nil }
    // A log left beside another file would be taken for that file's own.
    for suffix in ["-wal", "-shm"] where access(path + suffix, F_OK) == 0 {
      guard rename(path + suffix, aside + suffix) == 0 else {
        throw HubStoreError.unfit("The file \(path)\(suffix) cannot be moved.")
      }
    }
    guard link(path, aside) == 0 else {
      throw HubStoreError.unfit("The file \(path) cannot be kept as \(aside).")
    }
    return aside
  }

  /// Waits until a file's content is on disk.
  static func sync(_ path: String) throws(HubStoreError) {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    defer { Glibc.close(file) }
    guard file >= 0, fsync(file) == 0 else {
      throw .unfit("The file \(path) cannot be brought to disk.")
    }
  }

  /// Waits until a folder's names are on disk.
  static func syncFolder(of path: String) throws(HubStoreError) {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    try sync(folder)
  }

  private static func opened<Result>(
    _ path: String,
    called name: String,
    _ body: (DatabaseQueue) throws -> Result
  ) throws -> Result {
    do {
      let queue = try DatabaseQueue(path: path)
      let result = try body(queue)
      try queue.inDatabase { _ = try $0.checkpoint(.truncate) }
      try queue.close()
      return result
    } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB {
      throw HubStoreError.unsound("The file \(name) is no hub's store.")
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
      throw HubStoreError.unsound("The file \(name) cannot be read: it is damaged.")
    }
  }

  private static func report(on database: Database) throws -> BackupReport {
    let storage = SQLiteHubStorage(database: database, now: 0)
    var ends: [ReplicaID: JournalEnd] = [:]
    for row in try database.rows("SELECT id, counter, head FROM replica") {
      let counter = UInt64(row.number("counter"))
      ends[try row.identifier("id")] = JournalEnd(counter: counter, head: try row.hash("head"))
    }
    return BackupReport(
      timeline: try storage.timeline(),
      ends: ends,
      changes: Int(try database.number("SELECT count(*) FROM log WHERE replica IS NOT NULL")),
      records: Int(try database.number("SELECT count(*) FROM record WHERE erased = 0")),
      bytes: try database.number("PRAGMA page_count") * database.number("PRAGMA page_size")
    )
  }
}
