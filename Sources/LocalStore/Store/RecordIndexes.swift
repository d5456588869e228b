// SPDX-License-Identifier: Apache-2.0

import GRDB
import RowAccess
import SyncProtocol

extension Database {
  /// Makes the indexes by which records are found otherwise than by name, where they are missing.
  func makeRecordIndexes() throws {
    try execute(
      sql: """
        CREATE INDEX IF NOT EXISTS record_kind ON record (kind, program, code, id, deleted);
        CREATE INDEX IF NOT EXISTS record_parent ON record (parent) WHERE parent IS NOT NULL;
        """
    )
  }

  /// Keeps a page, and sees to those indexes: of a store that is filled from nothing they are made
  /// at the end of its first pull, all at once.
  ///
  /// Until then records are found without them, only more slowly. Where that pull is broken off, it
  /// goes on in a later round, whose end makes them. The log beside the file is brought into it at
  /// that end too, where otherwise each part would write the same pages again.
  func fillingIndexes<Value>(for page: PulledPage, _ keep: () throws -> Value) throws -> Value {
    if page.more, try !exists("SELECT 1 FROM record LIMIT 1", binding: { _ in }) {
      try execute(
        sql: """
          DROP INDEX IF EXISTS record_kind;
          DROP INDEX IF EXISTS record_parent;
          PRAGMA wal_autocheckpoint = 20000
          """
      )
    }
    let value = try keep()
    if !page.more {
      try makeRecordIndexes()
      try execute(sql: "PRAGMA wal_autocheckpoint = 1000")
    }
    return value
  }
}
