// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import Replication
import RowAccess
import SyncProtocol

/// What a laptop's store is made of, as one transaction's view of its SQLite file.
///
/// A copy means the same file: what one writes, all read.
struct SQLiteReplicaStorage {
  let database: Database
  let tail: JournalTail

  init(_ database: Database, tail: JournalTail = JournalTail()) {
    self.database = database
    self.tail = tail
  }
}

/// What one transaction remembers of the store: where its journal ends, once something was written
/// to it, and whose it is.
final class JournalTail {
  /// Where the next change stands; nil where nothing was written.
  var next: JournalPosition?

  /// The store's owner, once somebody has asked.
  var owner: Person?
}

extension SQLiteReplicaStorage: ReplicaStorage {
  func owner() throws -> Person? {
    if let owner = tail.owner { return owner }
    tail.owner = try StoreReader(database: database).enrolment()?.card.person
    return tail.owner
  }

  func device() throws -> String {
    try MetaKey.device.readText(in: database) ?? ""
  }

  func keep(_ card: ReplicaCard) throws {
    try run(
      """
      INSERT INTO card (replica, person, device, name, role, pseudonym) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (replica) DO UPDATE SET person = excluded.person, device = excluded.device,
        name = excluded.name, role = excluded.role, pseudonym = excluded.pseudonym
      """,
      [
        Data(card.replica.bytes), Data(card.person.id.bytes), card.device, card.person.name,
        card.person.role.rawValue, card.person.pseudonym,
      ]
    )
  }

  func timeline() throws -> Timeline {
    Timeline(
      epoch: try MetaKey.epoch.read(in: database) ?? [],
      cursor: try MetaKey.cursor.read(in: database) ?? [],
      mode: try MetaKey.mode.readText(in: database).flatMap(Standing.Mode.init) ?? .settled
    )
  }

  func keep(_ timeline: Timeline) throws {
    try MetaKey.epoch.write(timeline.epoch, in: database)
    try MetaKey.cursor.write(timeline.cursor, in: database)
    try MetaKey.mode.writeText(timeline.mode.rawValue, in: database)
  }
}

// MARK: Names

extension SQLiteReplicaStorage {
  func incarnations() throws -> [Incarnation] {
    let sql = """
      SELECT incarnation.*,
        (SELECT MAX(counter) FROM journal WHERE journal.replica = incarnation.replica) AS last
      FROM incarnation ORDER BY place
      """
    return try Row.fetchAll(database.cachedStatement(sql: sql)).map { row in
      let pruned = UInt64(row["pruned"] as Int64)
      return Incarnation(
        replica: try identifier(row["replica"]),
        acknowledged: UInt64(row["acknowledged"] as Int64),
        head: try hash(row["head"]),
        receipt: Array(row["receipt"] as Data),
        pruned: pruned,
        last: max(pruned, UInt64((row["last"] as Int64?) ?? 0))
      )
    }
  }

  func nextPosition() throws -> JournalPosition {
    if let next = tail.next { return next }
    let present = try row(
      "SELECT replica, pruned, pruned_hash FROM incarnation ORDER BY place DESC LIMIT 1"
    )
    guard let present else { throw ReplicaError.damaged("it has no name") }
    let replica: ReplicaID = try identifier(present[0])
    let last = try row(
      "SELECT counter, hash FROM journal WHERE replica = ? ORDER BY counter DESC LIMIT 1",
      [Data(replica.bytes)]
    )
    let pruned = present[1] as Int64
    guard let last, (last[0] as Int64) > pruned else {
      return JournalPosition(
        dot: Dot(replica, UInt64(pruned) + 1),
        previous: try hash(present[2])
      )
    }
    return JournalPosition(
      dot: Dot(replica, UInt64(last[0] as Int64) + 1),
      previous: try hash(last[1])
    )
  }

  func begin(_ replica: ReplicaID) throws {
    try run("INSERT INTO incarnation (replica) VALUES (?)", [Data(replica.bytes)])
    tail.next = JournalPosition(dot: Dot(replica, 1), previous: .none)
  }

  func keep(_ incarnation: Incarnation) throws {
    try run(
      "UPDATE incarnation SET acknowledged = ?, head = ?, receipt = ? WHERE replica = ?",
      [
        Int64(incarnation.acknowledged), Data(incarnation.head.bytes), Data(incarnation.receipt),
        Data(incarnation.replica.bytes),
      ]
    )
  }

  func forget(_ replica: ReplicaID) throws {
    try run("DELETE FROM incarnation WHERE replica = ?", [Data(replica.bytes)])
  }

  func keep(_ note: IncarnationNote) throws {
    try run(
      """
      INSERT INTO incarnation_note (old, counter, new, cause, at, rewritten)
      VALUES (?, ?, ?, ?, ?, ?)
      """,
      [
        Data(note.old.bytes), Int64(note.counter), Data(note.new.bytes), note.cause.rawValue,
        note.at, note.rewritten,
      ]
    )
  }
}

// MARK: SQL

extension SQLiteReplicaStorage {
  func run(_ sql: String, _ arguments: StatementArguments = []) throws {
    try database.cachedStatement(sql: sql).execute(arguments: arguments)
  }

  func row(_ sql: String, _ arguments: StatementArguments = []) throws -> Row? {
    try Row.fetchOne(database.cachedStatement(sql: sql), arguments: arguments)
  }

  func rows(_ sql: String, _ arguments: StatementArguments = []) throws -> [Row] {
    try Row.fetchAll(database.cachedStatement(sql: sql), arguments: arguments)
  }

  func identifier<ID: Identifier>(_ bytes: Data) throws -> ID {
    guard let id = ID(bytes: bytes) else {
      throw ReplicaError.damaged("a name in it is not 16 bytes")
    }
    return id
  }

  func hash(_ bytes: Data) throws -> ChangeHash {
    guard let hash = ChangeHash(bytes: Array(bytes)) else {
      throw ReplicaError.damaged("a hash in it is not 32 bytes")
    }
    return hash
  }
}
