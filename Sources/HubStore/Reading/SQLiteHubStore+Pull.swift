// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FoundationEssentials
import GRDB
import SyncProtocol

extension SQLiteHubStore {
  package func pull(
    since cursor: [UInt8],
    recordsMaximum: Int,
    by session: Session
  ) async throws -> PullOutcome {
    let count = max(1, min(recordsMaximum, SyncLimits.recordsMaximum))
    return try await pool.read { database in
      let rights = PullCursor.rights(of: session)
      let start = try start(at: cursor, rights: rights, in: database)
      let rows = try Reach(of: session).records(after: start, count: count + 1, in: database)
      var page = Page(isForViewer: session.person.role == .viewer)
      var more = false
      while !more, let row = try rows.next() {
        more = try page.count == count || !page.take(row, in: database)
      }
      let seq = more ? page.seq : try database.number("SELECT max(seq) FROM log")
      let next = PullCursor(
        epoch: identity.epoch,
        seq: seq,
        chain: try database.chain(at: seq),
        rights: rights
      )
      return PullOutcome(
        records: page.states,
        past: page.past,
        gone: page.gone,
        cards: try database.cards(of: page.states, for: session),
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
}

/// A page as it fills: whole records, or that they are gone, in order of the log.
private struct Page {
  /// The most bytes of a page that has more than one record.
  private static let bytesMaximum = 4 << 20

  private let isForViewer: Bool
  private var bytes = 0
  private(set) var count = 0
  private(set) var seq: Int64 = 0
  private(set) var states: [[UInt8]] = []
  private(set) var past: [[UInt8]] = []
  private(set) var gone: [RecordID] = []

  init(isForViewer: Bool) { self.isForViewer = isForViewer }

  /// Takes a record; returns false, and does not, where the page would grow too large by it.
  mutating func take(_ row: Row, in database: Database) throws -> Bool {
    if isForViewer, row.number("release") == Release.withdrawn.rawValue {
      gone.append(try row.identifier("id"))
    } else {
      let state = row.bytes("state")
      let past = isForViewer ? [] : try database.past(of: try row.identifier("id"), state)
      bytes += past.reduce(state.count) { $0 + $1.count }
      guard count == 0 || bytes <= Page.bytesMaximum else { return false }
      states.append(state)
      self.past += past
    }
    count += 1
    seq = row.number("seq")
    return true
  }
}

extension Database {
  /// The log's chain hash at a place; none where the log has no such place.
  fileprivate func chain(at seq: Int64) throws -> [UInt8] {
    if seq == 0 { return CommitLog.origin }
    return try row("SELECT chain FROM log WHERE seq = ?", seq)?.bytes("chain") ?? []
  }

  /// The changes to a record that its state does not tell whole: those of which not everything is
  /// live, and those made on something, since a state does not say what its writers had seen.
  ///
  /// Refused changes are not among them; they are their author's to see. Of a very long history,
  /// the newest two megabytes.
  fileprivate func past(of id: RecordID, _ state: [UInt8]) throws -> [[UInt8]] {
    let all = try rows(
      """
      SELECT bytes FROM log WHERE record = ? AND replica IS NOT NULL
        AND NOT EXISTS (
          SELECT 1 FROM quarantine
          WHERE quarantine.replica = log.replica AND quarantine.counter = log.counter
        )
      ORDER BY seq
      """,
      id.blob
    ).map { $0.bytes("bytes") }
    guard all.count > 1 else { return [] }
    let record = try RecordCodec.record(from: state)
    let past = try all.filter { bytes in
      let change = try ChangeCodec.change(from: bytes)
      return !change.base.isEmpty
        || change.puts.contains { put in
          !record.siblings(of: put.path).all.contains { $0.dot == change.dot }
        }
    }
    var room = 2 << 20
    let newest = past.reversed().prefix {
      room -= $0.count
      return room >= 0
    }
    return newest.reversed()
  }

  /// Who wrote in these records, and who owns them.
  fileprivate func cards(of states: [[UInt8]], for reader: Session) throws -> [ReplicaCard] {
    var replicas: Set<ReplicaID> = []
    var owners: Set<PersonID> = []
    for state in states {
      let record = try RecordCodec.record(from: state)
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
