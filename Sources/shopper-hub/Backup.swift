// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import HubStore
import Replication

/// Copies what the hub holds, while it serves.
struct Backup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Copy the hub into a file and verify the copy; works while the hub serves.",
    discussion: """
      The copy is made beside FILE, checked whole, brought to disk and then put in FILE's place. \
      Only then do laptops learn that they may forget what it holds: keep the file somewhere else \
      than on the hub's disk. It holds everything that the hub does; only its owner may read it.
      """
  )

  @OptionGroup var options: DataOptions

  @Argument(help: "The file; one that exists is replaced.", completion: .file())
  var file: String

  @Flag(help: "Answer with one JSON document.")
  var json = false

  func run() async throws {
    try await reportingFailure {
      let store = try options.store(creates: false)
      let report = try await copy(store)
      try store.close()
      if json { return try TextOutput.json(BackupAnswer(report, file: file)) }
      TextOutput.line(
        "Backed up and verified: \(TextOutput.count(report.changes, "change")), "
          + "\(TextOutput.count(report.records, "record")), "
          + "\(report.bytes / 1_024) KiB in \(file)."
      )
    }
  }

  private func copy(_ store: SQLiteHubStore) async throws -> BackupReport {
    do {
      return try await store.backUp(to: file)
    } catch let error as HubStoreError {
      guard case .unsound = error else { throw error }
      // The copy was just made: it is the hub's own file that is not sound.
      throw Failure(.failed, "\(error) Run shopper-hub check; no backup was made.")
    }
  }
}

/// Puts a backup in the hub's place.
struct Restore: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Put a backup in the hub's place; the hub must not be serving.",
    discussion: """
      The backup is checked first, and the file that it replaces is kept beside it. What laptops \
      have and the backup has not comes back when each has synced once.
      """
  )

  @OptionGroup var options: DataOptions

  @Argument(help: "A file that shopper-hub backup made.", completion: .file())
  var file: String

  @Flag(help: "Answer with one JSON document.")
  var json = false

  func run() async throws {
    try await reportingFailure {
      let folder = try options.folder()
      let (report, replaced) = try SQLiteHubStore.restore(from: file, in: folder)
      if json { return try TextOutput.json(BackupAnswer(report, file: file, replaced: replaced)) }
      TextOutput.line(
        "Restored: \(TextOutput.count(report.changes, "change")), "
          + "\(TextOutput.count(report.records, "record")) from \(file)."
      )
      if let replaced { TextOutput.line("The replaced file is kept: \(replaced).") }
      TextOutput.line(
        "Start the hub again. Each laptop brings back what is missing with its next sync; "
          + "invite again whoever was invited since the backup was made."
      )
    }
  }
}

/// What a backup holds, for programs.
private struct BackupAnswer: Encodable {
  let file: String
  let changes: Int
  let records: Int
  let bytes: Int64
  let replaced: String?

  init(_ report: BackupReport, file: String, replaced: String? = nil) {
    self.file = file
    changes = report.changes
    records = report.records
    bytes = report.bytes
    self.replaced = replaced
  }
}
