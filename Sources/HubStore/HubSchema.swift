// SPDX-License-Identifier: Apache-2.0

import GRDB

/// The tables of a hub.
///
/// Identifiers, hashes and messages are BLOBs; times are milliseconds since 1970.
enum HubSchema {
  /// The steps from an empty file to this program's tables.
  ///
  /// A step that was released is never changed.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { try $0.execute(sql: people + changes + quarantine) }
    return migrator
  }

  private static let people = """
    CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE person (
      id BLOB PRIMARY KEY,
      name TEXT NOT NULL,
      role TEXT NOT NULL,
      pseudonym TEXT NOT NULL UNIQUE,
      everything INTEGER NOT NULL,  -- 1: takes part in all programs
      UNIQUE (name, role)
    ) STRICT;
    CREATE TABLE membership (
      person BLOB NOT NULL REFERENCES person,
      program BLOB NOT NULL,
      PRIMARY KEY (person, program)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE invitation (
      code_hash BLOB PRIMARY KEY,
      person BLOB NOT NULL REFERENCES person,
      expires_at INTEGER NOT NULL,
      used_at INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE replica (
      id BLOB PRIMARY KEY,
      person BLOB NOT NULL REFERENCES person,
      device TEXT NOT NULL,
      counter INTEGER NOT NULL,  -- the last change that the hub holds
      head BLOB NOT NULL,        -- that change's hash
      last INTEGER NOT NULL,     -- the last change that the replica said to have
      seen_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX replica_person ON replica (person);
    CREATE TABLE token (
      hash BLOB PRIMARY KEY,
      replica BLOB NOT NULL REFERENCES replica,
      issued_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    """

  private static let changes = """
    CREATE TABLE record (
      id BLOB PRIMARY KEY,
      kind TEXT NOT NULL,
      program BLOB NOT NULL,
      owner BLOB,
      parent BLOB,
      seq INTEGER NOT NULL,       -- its last entry in the log
      release INTEGER NOT NULL,   -- 0: never released to viewers, 1: released, 2: withdrawn
      state BLOB NOT NULL
    ) STRICT;
    CREATE INDEX record_seq ON record (seq);
    CREATE INDEX record_owner_seq ON record (owner, seq);
    CREATE INDEX record_parent ON record (parent) WHERE parent IS NOT NULL;
    CREATE INDEX record_release ON record (seq) WHERE release > 0;
    CREATE TABLE log (
      seq INTEGER PRIMARY KEY,    -- commit order, from 1 without gaps
      record BLOB NOT NULL,
      replica BLOB,               -- these four are NULL where a release touched the record
      counter INTEGER,
      bytes BLOB,
      hash BLOB,
      chain BLOB NOT NULL,        -- SHA-256 of the chain before, seq, record and hash
      received_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX log_record ON log (record) WHERE replica IS NOT NULL;
    CREATE UNIQUE INDEX log_dot ON log (replica, counter) WHERE replica IS NOT NULL;

    """

  private static let quarantine = """
    CREATE TABLE quarantine (
      replica BLOB NOT NULL,
      counter INTEGER NOT NULL,
      code TEXT NOT NULL,
      detail TEXT NOT NULL,
      PRIMARY KEY (replica, counter)
    ) STRICT, WITHOUT ROWID;

    """
}
