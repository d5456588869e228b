// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FoundationEssentials
import GRDB
import Glibc
import SyncProtocol

/// A hub's store in one SQLite file, `hub.sqlite`, in a folder that only its owner may enter.
///
/// Several processes may open it at once: one serving hub, and others that invite or look.
package struct SQLiteHubStore: HubStore {
  package let identity: HubIdentity
  let pool: DatabasePool
  /// Where what is read in no time is read.
  let glance: Glance
  /// Where requests that write take their turns.
  let commits: GroupCommit
  private let lock: FolderLock
  private let serving: FolderLock?
  let surroundings: Surroundings

  /// The folder of a store's file.
  package let folder: String

  /// Opens the store of a folder, and makes it where there is none.
  ///
  /// - Parameters:
  ///   - folder: Made with mode 0700 where it is missing.
  ///   - creates: Whether to make the store where there is none.
  ///   - serves: Whether to serve laptops with it, as only one may at a time.
  ///   - patienceSeconds: How long to wait while another process writes.
  ///   - surroundings: The clock and the source of secrets.
  /// - Throws: ``HubStoreError/newerFile(path:)``, ``HubStoreError/noHub(folder:)``,
  ///   ``HubStoreError/busy(folder:)`` while it is restored, ``HubStoreError/served(folder:)``
  ///   where it is to serve and another one does, or what the system or SQLite says.
  package init(
    folder: String,
    creates: Bool = true,
    serves: Bool = false,
    patienceSeconds: Double = 30,
    surroundings: Surroundings = .system
  ) throws {
    let path = folder + "/hub.sqlite"
    if creates {
      try FileManager.default.createDirectory(
        atPath: folder,
        withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700]
      )
      // SQLite gives its -wal and -shm files the mode of the database's file.
      let file = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
      if file >= 0 { Glibc.close(file) }
    } else if !FileManager.default.fileExists(atPath: path) {
      throw HubStoreError.noHub(folder: folder)
    }
    lock = try FolderLock(folder, .shared)
    serving = try serves ? FolderLock(folder, .serving) : nil
    var configuration = Configuration()
    configuration.busyMode = .timeout(patienceSeconds)
    configuration.label = "hub"
    // Fewer writes to the log beside the file, each of a whole page; a file that is there keeps the
    // size that it was made with.
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA page_size = 8192") }
    pool = try DatabasePool(path: path, configuration: configuration)
    // GRDB sets NORMAL while it opens a WAL database, under which a power cut loses commits.
    // The writer keeps the upper parts of its trees, and writes them back to the file more seldom.
    try pool.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA synchronous = FULL")
      try database.execute(sql: "PRAGMA cache_size = -4000")
      try database.execute(sql: "PRAGMA wal_autocheckpoint = 6000")
    }
    commits = GroupCommit(pool)
    let migrator = HubSchema.migrator
    if try pool.read(migrator.hasBeenSuperseded) {
      throw HubStoreError.newerFile(path: path)
    }
    try migrator.migrate(pool)
    glance = try Glance(path: path, patienceSeconds: patienceSeconds)
    identity = try pool.write { try SQLiteHubStore.identity(in: $0, surroundings) }
    self.folder = folder
    self.surroundings = surroundings
  }

  /// SQLite's `synchronous` as the writing connection has it: 2 is FULL.
  package func synchronousMode() throws -> Int64 {
    try pool.writeWithoutTransaction { try $0.number("PRAGMA synchronous") }
  }

  /// Brings what stands in the log beside the file into it, and ends all connections; the store
  /// may not be used afterwards.
  ///
  /// - Throws: What SQLite says where a connection cannot be ended.
  package func close() throws {
    // Else a plain copy of the file would lack it. While somebody else works with the file it
    // stays in the log, without waiting: whoever closes later brings it over.
    try? pool.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA busy_timeout = 0")
      _ = try database.checkpoint(.truncate)
    }
    try glance.close()
    try pool.close()
    serving?.unlock()
    lock.unlock()
  }

  private static func identity(
    in database: Database,
    _ surroundings: Surroundings
  ) throws -> HubIdentity {
    func value(_ name: String, bytes: Int) throws -> [UInt8] {
      if let row = try database.row("SELECT value FROM meta WHERE name = ?", name) {
        return row.bytes("value")
      }
      let drawn = surroundings.random(bytes)
      try database.run("INSERT INTO meta VALUES (?, ?)", name, drawn.blob)
      return drawn
    }
    _ = try value("epoch", bytes: 16)
    return HubIdentity(
      receiptKey: try value("receipt_key", bytes: 32),
      pseudonymKey: try value("pseudonym_key", bytes: 32)
    )
  }
}
