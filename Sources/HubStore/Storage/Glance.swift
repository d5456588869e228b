// SPDX-License-Identifier: Apache-2.0

import GRDB
import RowAccess

/// Reads that are over in no time, on the thread of whoever asks: to hand one to another thread and
/// its outcome back takes longer than to read it.
///
/// They have a connection of their own, so that none waits for somebody's long page.
struct Glance: Sendable {
  private let queue: DatabaseQueue

  /// Opens a file that exists.
  init(path: String, patienceSeconds: Double) throws {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(patienceSeconds)
    configuration.label = "hub glance"
    queue = try DatabaseQueue(path: path, configuration: configuration)
  }

  /// Runs a body on one state of the file.
  func read<Outcome>(_ body: (Database) throws -> Outcome) throws -> Outcome {
    try queue.unsafeRead { database in
      // GRDB's own transactions are compiled anew each time.
      try database.run("BEGIN") { _ in }
      defer { try? database.run("ROLLBACK") { _ in } }
      return try body(database)
    }
  }

  /// Ends the connection.
  func close() throws {
    try queue.close()
  }
}
