// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB

extension LocalStore {
  /// The steps from an empty file to today's tables.
  ///
  /// A step that was ever released never changes.
  static func migrator(replica: ReplicaID) -> DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 journal, shadows and views") { database in
      try database.execute(sql: tables)
      try MetaKey.replica.write(replica.bytes, in: database)
    }
    migrator.registerMigration("2 several names, what is set aside, bundles") { database in
      try database.execute(sql: names)
      // The first 16 bytes after the version of a cursor are the hub's timeline.
      let cursor = try MetaKey.cursor.read(in: database) ?? []
      try MetaKey.epoch.write(cursor.count == 73 ? Array(cursor[1..<17]) : [], in: database)
    }
    migrator.registerMigration("3 records that no pull has shown") { database in
      try database.execute(sql: unshown)
    }
    migrator.registerMigration("4 records in the order in which they came") { database in
      try database.execute(sql: arrivals)
      try database.makeRecordIndexes()
    }
    return migrator
  }

  private static let tables = """
    CREATE TABLE meta (
      key TEXT PRIMARY KEY,
      value BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- This replica's own changes, as written. state: 0 waits, 1 acknowledged, 2 refused.
    CREATE TABLE journal (
      replica BLOB NOT NULL,
      counter INTEGER NOT NULL,
      record BLOB NOT NULL,
      bytes BLOB NOT NULL,
      hash BLOB NOT NULL,
      state INTEGER NOT NULL DEFAULT 0,
      entered_at INTEGER NOT NULL,
      code TEXT,
      detail TEXT,
      PRIMARY KEY (replica, counter)
    ) STRICT;
    CREATE INDEX journal_record ON journal (record);
    CREATE INDEX journal_waiting ON journal (state) WHERE state <> 1;

    -- shadow: the hub's last state. view: the same with waiting changes replayed; null where
    -- none wait. The other columns repeat what the view says, for finding records.
    CREATE TABLE record (
      id BLOB PRIMARY KEY,
      kind TEXT NOT NULL,
      program BLOB NOT NULL,
      owner BLOB,
      parent BLOB,
      code TEXT NOT NULL DEFAULT '',
      state TEXT NOT NULL DEFAULT '',
      deleted INTEGER NOT NULL DEFAULT 0,
      conflicts INTEGER NOT NULL DEFAULT 0,
      shadow BLOB,
      view BLOB
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX record_kind ON record (kind, program, code, id);
    CREATE INDEX record_parent ON record (parent) WHERE parent IS NOT NULL;
    CREATE INDEX record_conflict ON record (id) WHERE conflicts > 0;

    -- Other people's changes that a record's state does not tell whole, for histories.
    CREATE TABLE past (
      replica BLOB NOT NULL,
      counter INTEGER NOT NULL,
      record BLOB NOT NULL,
      bytes BLOB NOT NULL,
      PRIMARY KEY (replica, counter)
    ) STRICT;
    CREATE INDEX past_record ON past (record);

    -- Who stands behind a replica.
    CREATE TABLE card (
      replica BLOB PRIMARY KEY,
      person BLOB NOT NULL,
      device TEXT NOT NULL,
      name TEXT NOT NULL,
      role TEXT NOT NULL,
      pseudonym TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- What the hub signed for.
    CREATE TABLE receipt (
      replica BLOB NOT NULL,
      counter INTEGER NOT NULL,
      head BLOB NOT NULL,
      receipt BLOB NOT NULL,
      PRIMARY KEY (replica, counter)
    ) STRICT, WITHOUT ROWID;
    """

  private static let unshown = """
    CREATE INDEX record_unshown ON record (id) WHERE shadow IS NULL AND legacy IS NULL;
    """

  /// Rows of half a kilobyte make a tree by name deep, and a record that comes then has to be put
  /// between others; where rows stand as they came, it goes to the end.
  private static let arrivals = """
    ALTER TABLE record RENAME TO record_3;
    CREATE TABLE record (
      id BLOB NOT NULL,
      kind TEXT NOT NULL,
      program BLOB NOT NULL,
      owner BLOB,
      parent BLOB,
      code TEXT NOT NULL DEFAULT '',
      state TEXT NOT NULL DEFAULT '',
      deleted INTEGER NOT NULL DEFAULT 0,
      conflicts INTEGER NOT NULL DEFAULT 0,
      shadow BLOB,
      view BLOB,
      legacy BLOB
    ) STRICT;
    INSERT INTO record
      SELECT id, kind, program, owner, parent, code, state, deleted, conflicts, shadow, view, legacy
      FROM record_3 ORDER BY id;
    DROP TABLE record_3;
    CREATE UNIQUE INDEX record_id ON record (id);
    CREATE INDEX record_conflict ON record (id) WHERE conflicts > 0;
    CREATE INDEX record_aside ON record (id) WHERE legacy IS NOT NULL;
    CREATE INDEX record_unshown ON record (id) WHERE shadow IS NULL AND legacy IS NULL;
    """

  private static let names = """
    -- The store's names, the oldest first; it writes under the last. The journal of a name is whole
    -- after the counter pruned, whose hash is kept.
    CREATE TABLE incarnation (
      place INTEGER PRIMARY KEY,
      replica BLOB NOT NULL UNIQUE,
      acknowledged INTEGER NOT NULL DEFAULT 0,
      head BLOB NOT NULL DEFAULT (zeroblob(32)),
      receipt BLOB NOT NULL DEFAULT (zeroblob(0)),
      pruned INTEGER NOT NULL DEFAULT 0,
      pruned_hash BLOB NOT NULL DEFAULT (zeroblob(32))
    ) STRICT;
    INSERT INTO incarnation (replica, acknowledged, head, receipt)
      SELECT value, COALESCE(counter, 0), COALESCE(hash, zeroblob(32)),
        COALESCE(
          (SELECT receipt.receipt FROM receipt
            WHERE receipt.replica = last.replica AND receipt.counter = last.counter
              AND receipt.head = last.hash),
          zeroblob(0)
        )
      FROM meta LEFT JOIN (
        SELECT replica, counter, hash FROM journal WHERE state <> 0
        ORDER BY counter DESC LIMIT 1
      ) AS last ON last.replica = meta.value
      WHERE key = 'replica';
    DELETE FROM meta WHERE key = 'replica';
    DROP TABLE receipt;

    -- Why the store took a new name, for people.
    CREATE TABLE incarnation_note (
      at INTEGER NOT NULL,
      old BLOB NOT NULL,
      counter INTEGER NOT NULL,
      new BLOB NOT NULL,
      cause TEXT NOT NULL,
      rewritten INTEGER NOT NULL
    ) STRICT;

    -- legacy: what the hub sent before the store began to pull anew, until that is over.
    ALTER TABLE record ADD COLUMN legacy BLOB;
    CREATE INDEX record_aside ON record (id) WHERE legacy IS NOT NULL;

    -- Other stores' unsent work, to be carried to the hub: sealed files as they came. detail says
    -- why the hub did not take one.
    CREATE TABLE bundle (
      digest BLOB PRIMARY KEY,
      bytes BLOB NOT NULL,
      author TEXT NOT NULL,
      device TEXT NOT NULL,
      changes INTEGER NOT NULL,
      detail TEXT
    ) STRICT;
    """
}

/// The single values that a store keeps.
enum MetaKey: String {
  /// Before there were several: the store's name.
  case replica
  /// The hub's timeline as the store knows it.
  case epoch
  /// What the store is doing about what it had from the hub.
  case mode
  /// The store's own identity and place, compared with its witness.
  case store
  case file
  case machine
  /// Where the last pull ended.
  case cursor
  /// The hub's address.
  case hub
  /// The bearer token: a secret.
  case token
  /// Who enrolled the store.
  case person
  case personName = "person_name"
  case role, pseudonym
  /// What the owner calls the machine.
  case device
  /// What typed shopper names are hidden with: a secret.
  case pseudonymKey = "pseudonym_key"
  /// The certificate authority's file for the hub.
  case caFile = "ca_file"
  /// How the last rounds went.
  case lastRoundAt = "last_round_at"
  case lastError = "last_error"
  case failures
  case nextAttemptAt = "next_attempt_at"

  func read(in database: Database) throws -> [UInt8]? {
    let sql = "SELECT value FROM meta WHERE key = ?"
    return try Data.fetchOne(database.cachedStatement(sql: sql), arguments: [rawValue])
      .map(Array.init)
  }

  func readText(in database: Database) throws -> String? {
    try read(in: database).map { String(decoding: $0, as: UTF8.self) }
  }

  func write(_ bytes: [UInt8]?, in database: Database) throws {
    guard let bytes else {
      return try database.execute(sql: "DELETE FROM meta WHERE key = ?", arguments: [rawValue])
    }
    try database.execute(
      sql: """
        INSERT INTO meta (key, value) VALUES (?, ?)
        ON CONFLICT (key) DO UPDATE SET value = excluded.value
        """,
      arguments: [rawValue, Data(bytes)]
    )
  }

  func writeText(_ text: String?, in database: Database) throws {
    try write(text.map { Array($0.utf8) }, in: database)
  }
}
