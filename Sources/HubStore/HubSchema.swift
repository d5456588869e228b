// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FoundationEssentials
import GRDB
import SyncProtocol

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
    migrator.registerMigration("2") { database in
      try database.execute(sql: names + evidence)
      try database.fillWaitingParents()
    }
    migrator.registerMigration("3") { try $0.execute(sql: beginnings) }
    migrator.registerMigration("4") { try $0.execute(sql: numbers + places) }
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

  /// Several names of one store, withdrawn rights, entries of more kinds, erased records.
  private static let names = """
    ALTER TABLE replica ADD COLUMN store BLOB;  -- the replica that the store's token was given to
    UPDATE replica SET store = id;
    ALTER TABLE replica ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE token ADD COLUMN retired_at INTEGER;
    ALTER TABLE membership ADD COLUMN revoked_at INTEGER;
    ALTER TABLE record ADD COLUMN erased INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE log ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;  -- see LogContent.Kind
    UPDATE log SET kind = 1 WHERE replica IS NULL;
    ALTER TABLE quarantine ADD COLUMN record BLOB;
    ALTER TABLE quarantine ADD COLUMN parent BLOB;
    ALTER TABLE quarantine ADD COLUMN requeued_replica BLOB;
    ALTER TABLE quarantine ADD COLUMN requeued_counter INTEGER;
    UPDATE quarantine SET record = (
      SELECT record FROM log
      WHERE log.replica = quarantine.replica AND log.counter = quarantine.counter
    );
    CREATE INDEX quarantine_record ON quarantine (record);
    CREATE INDEX quarantine_waiting_record ON quarantine (record) WHERE code = 'causal_gap';
    CREATE INDEX quarantine_waiting_parent ON quarantine (parent) WHERE code = 'causal_gap';

    """

  /// Most records are written once: a record names the entry with which it began, only later
  /// entries are found by their record, and until there are any its state is empty: it is what
  /// that entry makes of it.
  private static let beginnings = """
    ALTER TABLE log ADD COLUMN again INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE record ADD COLUMN first INTEGER;
    DROP INDEX log_record;
    CREATE INDEX log_record ON log (record) WHERE again = 1;

    """

  /// Records in the order of the log, so that what is new is added at the end and read from there;
  /// what thousands of them share is kept once, under a number.
  ///
  /// Names begin as their visit's does, so that a visit's records are found beside it; the few that
  /// do not have an index of their own.
  private static let numbers = """
    CREATE TABLE name (
      number INTEGER PRIMARY KEY,
      name BLOB NOT NULL UNIQUE   -- a kind's word, or 16 bytes of a program or an owner
    ) STRICT;
    INSERT INTO name (name)
      SELECT CAST(kind AS BLOB) FROM record UNION SELECT program FROM record
      UNION SELECT owner FROM record WHERE owner IS NOT NULL;
    ALTER TABLE record RENAME TO record_3;
    CREATE TABLE record (
      seq INTEGER PRIMARY KEY,    -- its last entry in the log
      id BLOB NOT NULL UNIQUE,
      kind INTEGER NOT NULL,
      program INTEGER NOT NULL,
      owner INTEGER,
      parent BLOB,
      beside INTEGER NOT NULL,    -- 1: its name begins as its parent's
      release INTEGER NOT NULL,   -- 0: never released to viewers, 1: released, 2: withdrawn
      erased INTEGER NOT NULL DEFAULT 0,
      first INTEGER,              -- the log's entry with which it began
      state BLOB NOT NULL         -- empty: what that entry makes of it
    ) STRICT;
    INSERT INTO record
      SELECT seq, id, (SELECT number FROM name WHERE name = CAST(kind AS BLOB)),
        (SELECT number FROM name WHERE name = program),
        (SELECT number FROM name WHERE name = owner), parent,
        parent IS NOT NULL AND substr(id, 1, 8) = substr(parent, 1, 8),
        release, erased, first, state
      FROM record_3 ORDER BY seq;
    DROP TABLE record_3;
    CREATE INDEX record_owner ON record (owner);
    CREATE INDEX record_astray ON record (parent) WHERE parent IS NOT NULL AND beside = 0;
    CREATE INDEX record_release ON record (seq) WHERE release > 0;

    """

  /// Where in the log a replica's changes stand.
  ///
  /// From a counter on they stand one after another, up to the next row: a push adds one row, where
  /// an index of the log would have one for each change.
  private static let places = """
    CREATE TABLE run (
      replica BLOB NOT NULL,
      first INTEGER NOT NULL,     -- the counter of the first change
      seq INTEGER NOT NULL,       -- its place
      PRIMARY KEY (replica, first)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO run SELECT replica, min(counter), min(seq) FROM log
      WHERE replica IS NOT NULL GROUP BY replica, seq - counter;
    DROP INDEX log_dot;

    """

  private static let evidence = """
    CREATE TABLE offer (
      hash BLOB PRIMARY KEY,
      record BLOB NOT NULL,
      parent BLOB,
      person BLOB NOT NULL,
      code TEXT NOT NULL,
      detail TEXT NOT NULL,
      received_at INTEGER NOT NULL,
      bytes BLOB NOT NULL
    ) STRICT;
    CREATE INDEX offer_record ON offer (record);
    CREATE INDEX offer_parent ON offer (parent) WHERE parent IS NOT NULL;
    CREATE TABLE fork (
      replica BLOB NOT NULL,
      counter INTEGER NOT NULL,
      hash BLOB NOT NULL,
      seen_at INTEGER NOT NULL,
      PRIMARY KEY (replica, counter, hash)
    ) STRICT, WITHOUT ROWID;

    """
}

extension Database {
  /// Notes of changes that wait which visit they belong to.
  fileprivate func fillWaitingParents() throws {
    let waiting = try rows(
      """
      SELECT log.replica, log.counter, bytes FROM quarantine JOIN log
        ON log.replica = quarantine.replica AND log.counter = quarantine.counter
      WHERE code = 'causal_gap'
      """
    )
    for row in waiting {
      guard let change = try? ChangeCodec.change(from: row.bytes("bytes")),
        let parent = change.header.parent
      else { continue }
      try run(
        "UPDATE quarantine SET parent = ? WHERE replica = ? AND counter = ?",
        parent.blob,
        row.bytes("replica").blob,
        row.number("counter")
      )
    }
  }
}
