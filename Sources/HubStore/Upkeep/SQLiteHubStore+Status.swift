// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FoundationEssentials
import GRDB
import Replication

extension SQLiteHubStore {
  package func status() async throws -> HubStatus {
    let now = surroundings.now()
    return try await pool.read { database in
      let rows = try database.rows(
        """
        SELECT person.*, replica.id AS replica, store, device, counter, last, archived, seen_at,
          (SELECT count(*) FROM quarantine
            WHERE quarantine.replica = replica.id AND requeued_counter IS NULL) AS quarantined,
          (SELECT count(*) FROM fork WHERE fork.replica = replica.id) AS forks,
          (SELECT min(retired_at IS NOT NULL) FROM token
            JOIN replica AS enrolled ON enrolled.id = token.replica
            WHERE enrolled.store = replica.store) AS retired
        FROM replica JOIN person ON person.id = replica.person ORDER BY seen_at DESC, replica.id
        """
      )
      let timeline = try SQLiteHubStorage(database: database, now: now).timeline()
      return HubStatus(
        replicas: try rows.map(ReplicaStatus.init),
        generation: timeline.generation,
        people: Int(try database.number("SELECT count(*) FROM person")),
        records: Int(try database.number("SELECT count(*) FROM record WHERE erased = 0")),
        erased: Int(try database.number("SELECT count(*) FROM record WHERE erased = 1")),
        changes: Int(try database.number("SELECT count(*) FROM log WHERE replica IS NOT NULL")),
        quarantined: Int(
          try database.number("SELECT count(*) FROM quarantine WHERE requeued_counter IS NULL")
        ),
        offers: Int(try database.number("SELECT count(*) FROM offer")),
        forks: Int(try database.number("SELECT count(*) FROM fork")),
        seq: try database.number("SELECT max(seq) FROM log"),
        archivedAt: try database.archivedAt(),
        databaseBytes: try database.number("PRAGMA page_count")
          * database.number("PRAGMA page_size")
      )
    }
  }
}

extension Database {
  /// When the last verified backup was made, in milliseconds since 1970; nil where none was.
  fileprivate func archivedAt() throws -> Int64? {
    try row("SELECT value FROM meta WHERE name = 'archived_at'")
      .map { $0.bytes("value").reduce(0) { $0 << 8 | Int64($1) } }
  }
}

extension ReplicaStatus {
  fileprivate init(_ row: Row) throws(DamagedStore) {
    let (counter, last) = (row.number("counter"), row.number("last"))
    self.init(
      replica: try row.identifier("replica"),
      store: try row.identifier("store"),
      person: try Person(row),
      device: row["device"],
      changes: UInt64(counter),
      waiting: UInt64(max(0, last - counter)),
      archived: UInt64(row.number("archived")),
      quarantined: row["quarantined"],
      forks: row["forks"],
      isRetired: row.number("retired") == 1,
      seenAt: row["seen_at"]
    )
  }
}
