// SPDX-License-Identifier: Apache-2.0

import FieldModel
import GRDB
import SyncProtocol

extension SQLiteHubStore {
  /// The most bytes of states in a page that has more than one record.
  private static let pageBytesMaximum = 4 << 20

  package func pull(
    since cursor: [UInt8],
    recordsMaximum: Int,
    by session: Session
  ) async throws -> PullOutcome {
    let count = max(1, min(recordsMaximum, SyncLimits.recordsMaximum))
    return try await pool.read { database in
      let rights = PullCursor.rights(of: session)
      let start = try start(at: cursor, rights: rights, in: database)
      let found = try Reach(of: session).records(after: start, count: count + 1, in: database)
      let rows = SQLiteHubStore.page(found, count: count)
      let more = rows.count < found.count
      let seq =
        more ? rows.last?.number("seq") ?? start : try database.number("SELECT max(seq) FROM log")
      let isViewer = session.person.role == .viewer
      let gone = rows.filter {
        isViewer && $0.number("release") == Release.withdrawn.rawValue
      }
      let shown = rows.filter { row in !gone.contains { $0.number("seq") == row["seq"] } }
      let next = PullCursor(
        epoch: identity.epoch,
        seq: seq,
        chain: try database.chain(at: seq),
        rights: rights
      )
      return PullOutcome(
        records: shown.map { $0.bytes("state") },
        gone: try gone.map { try $0.identifier("id") },
        cards: try database.cards(of: shown, for: session),
        cursor: next.bytes,
        more: more,
        restarted: start == 0 && !cursor.isEmpty && PullCursor(cursor)?.seq != 0
      )
    }
  }

  /// The place in the log that a cursor means; 0 where it is void.
  private func start(
    at bytes: [UInt8],
    rights: [UInt8],
    in database: Database
  ) throws -> Int64 {
    guard let cursor = PullCursor(bytes), cursor.epoch == identity.epoch,
      cursor.rights == rights, try database.chain(at: cursor.seq) == cursor.chain
    else { return 0 }
    return cursor.seq
  }

  /// As many of the rows as fit a page; one at least.
  private static func page(_ rows: [Row], count: Int) -> [Row] {
    var bytes = 0
    return Array(
      rows.prefix(count).enumerated().prefix { place, row in
        bytes += row.bytes("state").count
        return place == 0 || bytes <= pageBytesMaximum
      }.map(\.element)
    )
  }
}

extension Database {
  /// The log's chain hash at a place; none where the log has no such place.
  fileprivate func chain(at seq: Int64) throws -> [UInt8] {
    if seq == 0 { return CommitLog.origin }
    return try row("SELECT chain FROM log WHERE seq = ?", seq)?.bytes("chain") ?? []
  }

  /// Who wrote in these records, and who owns them.
  fileprivate func cards(of rows: [Row], for reader: Session) throws -> [ReplicaCard] {
    var replicas: Set<ReplicaID> = []
    var owners: Set<PersonID> = []
    for row in rows {
      let record = try RecordCodec.record(from: row.bytes("state"))
      replicas.formUnion(record.context.entries.map(\.replica))
      if let owner = record.header.scope.owner { owners.insert(owner) }
    }
    var cards: [ReplicaCard] = []
    for replica in replicas.sorted() {
      cards += try self.cards("replica.id = ?", replica.blob)
    }
    for owner in owners.subtracting(cards.map(\.person.id)).sorted() {
      cards += try self.cards("replica.person = ? LIMIT 1", owner.blob)
    }
    return cards.map { $0.shown(to: reader.person) }
  }

  private func cards(
    _ condition: String,
    _ argument: any DatabaseValueConvertible
  ) throws -> [ReplicaCard] {
    let rows = try rows(
      """
      SELECT person.*, replica.id AS replica, device FROM replica
      JOIN person ON person.id = replica.person WHERE \(condition)
      """,
      argument
    )
    return try rows.map {
      ReplicaCard(
        replica: try $0.identifier("replica"),
        device: $0["device"],
        person: try Person($0)
      )
    }
  }
}

extension ReplicaCard {
  /// The card as a person may see it: coordinators see everybody, everybody sees coordinators and
  /// themselves, and of anybody else the pseudonym only.
  fileprivate func shown(to reader: Person) -> ReplicaCard {
    if reader.role == .coordinator || person.role == .coordinator || person.id == reader.id {
      return self
    }
    return ReplicaCard(
      replica: replica,
      device: "",
      person: Person(
        id: person.id,
        name: person.pseudonym,
        role: person.role,
        pseudonym: person.pseudonym
      )
    )
  }
}
