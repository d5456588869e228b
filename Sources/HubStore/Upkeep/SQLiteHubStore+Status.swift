// SPDX-License-Identifier: Apache-2.0

import FieldModel
import GRDB

extension SQLiteHubStore {
  package func status() async throws -> HubStatus {
    try await pool.read { database in
      let rows = try database.rows(
        """
        SELECT person.*, replica.id AS replica, device, counter, last, seen_at,
          (SELECT count(*) FROM quarantine WHERE quarantine.replica = replica.id) AS quarantined
        FROM replica JOIN person ON person.id = replica.person ORDER BY seen_at DESC, replica.id
        """
      )
      return HubStatus(
        replicas: try rows.map(ReplicaStatus.init),
        people: Int(try database.number("SELECT count(*) FROM person")),
        records: Int(try database.number("SELECT count(*) FROM record")),
        changes: Int(try database.number("SELECT count(*) FROM log WHERE replica IS NOT NULL")),
        quarantined: Int(try database.number("SELECT count(*) FROM quarantine")),
        seq: try database.number("SELECT max(seq) FROM log"),
        databaseBytes: try database.number("PRAGMA page_count")
          * database.number("PRAGMA page_size")
      )
    }
  }
}

extension ReplicaStatus {
  fileprivate init(_ row: Row) throws(DamagedStore) {
    let (counter, last) = (row.number("counter"), row.number("last"))
    self.init(
      replica: try row.identifier("replica"),
      person: try Person(row),
      device: row["device"],
      changes: UInt64(counter),
      waiting: UInt64(max(0, last - counter)),
      quarantined: row["quarantined"],
      seenAt: row["seen_at"]
    )
  }
}
