// SPDX-License-Identifier: Apache-2.0

import GRDB
import RowAccess

/// Numbers under numbers in a file without a name, which goes with its last use: what a long task
/// has to remember beside its work, in constant memory.
package final class Notebook {
  private let queue: DatabaseQueue

  /// An empty notebook.
  ///
  /// - Throws: What SQLite says.
  package init() throws {
    // SQLite makes a file of its own where the path is empty, and unlinks it at once.
    queue = try DatabaseQueue(path: "")
    try queue.inDatabase { database in
      try database.execute(
        sql: """
          PRAGMA journal_mode = OFF;
          PRAGMA synchronous = OFF;
          CREATE TABLE note (name INTEGER PRIMARY KEY, content INTEGER NOT NULL);
          """
      )
    }
  }

  /// Notes a number under a name that has none; returns what stands there already.
  ///
  /// - Throws: What SQLite says.
  package func note(_ content: Int, under name: Int) throws -> Int? {
    try queue.inDatabase { database in
      let earlier = try database.first(
        "SELECT content FROM note WHERE name = ?",
        binding: { $0.number(Int64(name)) },
        read: { Int($0.number(0)) }
      )
      if let earlier { return earlier }
      try database.run("INSERT INTO note VALUES (?, ?)") {
        $0.number(Int64(name))
        $0.number(Int64(content))
      }
      return nil
    }
  }
}
