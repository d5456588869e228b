// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import FoundationEssentials
import GRDB
import Glibc
package import Replication

extension SQLiteHubStore {
  /// Copies the store into a file while it serves, checks the copy whole, and only then calls
  /// archived what the copy holds: from then on, laptops may forget it.
  ///
  /// - Parameter path: The file; one that exists is replaced once the copy is whole.
  /// - Returns: What the copy holds.
  /// - Throws: ``HubStoreError/unsound(_:)`` where the copy is not sound,
  ///   ``HubStoreError/unfit(_:)`` where it cannot be written, ``HubStoreError/full``, or what
  ///   SQLite says; then nothing is called archived.
  package func backUp(to path: String) async throws -> BackupReport {
    let partial = path + ".partial-" + Base32.text(surroundings.random(5))
    defer { unlink(partial) }
    try BackupFile.make(partial, called: path)
    try await pool.writeWithoutTransaction { database in
      try database.execute(sql: "VACUUM INTO ?", arguments: [partial])
    }
    let report = try BackupFile.inspect(partial, called: path)
    try BackupFile.sync(partial)
    guard rename(partial, path) == 0 else {
      throw HubStoreError.unfit("The backup cannot be put in place at \(path).")
    }
    try BackupFile.syncFolder(of: path)
    try await archive(report)
    return report
  }

  private func archive(_ report: BackupReport) async throws {
    let occasion = occasion()
    try await pool.write { database in
      var ledger = ledger(on: database, occasion)
      try ledger.archive(report.ends, on: report.timeline)
      let time = (0..<8).map { UInt8(truncatingIfNeeded: occasion.now >> Int64(56 - 8 * $0)) }
      try database.run("INSERT OR REPLACE INTO meta VALUES ('archived_at', ?)", time.blob)
    }
  }

  /// Puts a backup in the place of a hub's store, which is kept beside it, and begins a timeline.
  ///
  /// - Parameters:
  ///   - path: The backup; it is copied and stays as it is.
  ///   - folder: The hub's folder, which nobody may be using.
  ///   - surroundings: The clock and the source of the timeline's name.
  /// - Returns: What the backup holds, and where the replaced file is now, if there was one.
  /// - Throws: ``HubStoreError/busy(folder:)`` while the hub serves, ``HubStoreError/unsound(_:)``
  ///   where the backup is not sound, or what the system says; then nothing was replaced.
  package static func restore(
    from path: String,
    in folder: String,
    surroundings: Surroundings = .system
  ) throws -> (report: BackupReport, replaced: String?) {
    try FileManager.default.createDirectory(
      atPath: folder,
      withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700]
    )
    let lock = try FolderLock(folder, .alone)
    defer { lock.unlock() }
    let suffix = Base32.text(surroundings.random(5))
    let (current, next) = (folder + "/hub.sqlite", folder + "/hub.sqlite.next-" + suffix)
    defer { unlink(next) }
    try BackupFile.copy(path, to: next)
    // A file that was in use when its machine stopped has its last commits in the log beside it.
    defer { unlink(next + "-wal") }
    if access(path + "-wal", F_OK) == 0 { try BackupFile.copy(path + "-wal", to: next + "-wal") }
    let report = try BackupFile.inspect(next, called: path)
    try BackupFile.beginTimeline(in: next, surroundings)
    try BackupFile.sync(next)
    let replaced = try BackupFile.setAside(current, as: "\(current).replaced-\(suffix)")
    guard rename(next, current) == 0 else {
      throw HubStoreError.unfit("The backup cannot be put in place at \(current).")
    }
    try BackupFile.syncFolder(of: current)
    return (report, replaced)
  }
}

/// What a backup holds.
package struct BackupReport: Hashable, Sendable {
  /// The hub's timeline when it was made.
  package let timeline: HubTimeline

  /// How far it holds each replica's journal.
  package let ends: [ReplicaID: JournalEnd]

  /// How many changes it holds.
  package let changes: Int

  /// How many records it holds; those erased left out.
  package let records: Int

  /// Its size in bytes.
  package let bytes: Int64
}
