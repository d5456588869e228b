// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FoundationEssentials
import GRDB
import Replication
import RowAccess
import SyncProtocol

/// A hub's storage within one transaction on its SQLite file.
struct SQLiteHubStorage: HubStorage {
  let database: Database

  /// The time of the transaction, in milliseconds since 1970.
  let now: Int64

  /// The statements that run for each change of a push.
  let finding = ReusedStatement(
    "SELECT seq, release, erased, state, first FROM record WHERE id = ?"
  )
  let adding = ReusedStatement(
    """
    INSERT INTO record (seq, id, kind, program, owner, parent, beside, release, first, state)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """
  )
  private let logging = ReusedStatement(
    """
    INSERT INTO log (seq, record, replica, counter, bytes, hash, chain, received_at, kind, again)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """
  )

  /// The numbers of names that this transaction has met.
  var numbers = KnownNumbers()

  /// The last change that this transaction has added to the log, and its place.
  private var written: (dot: Dot, seq: Int64)?

  init(database: Database, now: Int64) {
    self.database = database
    self.now = now
  }

  // MARK: Timeline

  func timeline() throws -> HubTimeline {
    guard let row = try database.row("SELECT value FROM meta WHERE name = 'epoch'") else {
      throw DamagedStore("The hub has no timeline.")
    }
    let generation = try database.row("SELECT value FROM meta WHERE name = 'generation'")
    return HubTimeline(
      epoch: row.bytes("value"),
      generation: generation?.bytes("value").reduce(0) { $0 << 8 | UInt64($1) } ?? 1
    )
  }

  func keep(_ timeline: HubTimeline) throws {
    let generation = (0..<8).map {
      UInt8(truncatingIfNeeded: timeline.generation >> UInt64(56 - 8 * $0))
    }
    for (name, value) in [("epoch", timeline.epoch), ("generation", generation)] {
      try database.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", name, value.blob)
    }
  }

  // MARK: Replicas

  func replica(_ id: ReplicaID) throws -> HubReplica? {
    let row = try database.row("SELECT * FROM replica WHERE id = ?", id.blob)
    return try row.map { try HubReplica($0) }
  }

  func keep(_ replica: HubReplica) throws {
    try database.run(
      """
      INSERT INTO replica (id, person, device, counter, head, last, seen_at, store, archived)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET device = excluded.device, counter = excluded.counter,
        head = excluded.head, last = excluded.last, seen_at = excluded.seen_at,
        archived = excluded.archived
      """,
      replica.id.blob,
      replica.person.blob,
      replica.device,
      Int64(replica.end.counter),
      replica.end.head.bytes.blob,
      Int64(clamping: replica.last),
      replica.seenAt,
      replica.store.blob,
      Int64(replica.archived)
    )
  }

  func card(of replica: ReplicaID) throws -> ReplicaCard? {
    try card("replica.id = ?", replica.blob)
  }

  func card(of person: PersonID) throws -> ReplicaCard? {
    try card("replica.person = ?", person.blob)
  }

  private func card(
    _ condition: String,
    _ argument: any DatabaseValueConvertible
  ) throws -> ReplicaCard? {
    let row = try database.row(
      """
      SELECT person.*, replica.id AS replica, device FROM replica
      JOIN person ON person.id = replica.person WHERE \(condition) LIMIT 1
      """,
      argument
    )
    return try row.map {
      ReplicaCard(
        replica: try $0.identifier("replica"),
        device: $0["device"],
        person: try Person($0)
      )
    }
  }

  func author(of replica: ReplicaID) throws -> Session? {
    let row = try database.row(
      """
      SELECT person.*, store FROM replica JOIN person ON person.id = replica.person
      WHERE replica.id = ?
      """,
      replica.blob
    )
    return try row.map { try database.session($0, replica: $0.identifier("store")) }
  }

  // MARK: Log

  func logEnd() throws -> LogEnd {
    let row = try database.row("SELECT seq, chain FROM log ORDER BY seq DESC LIMIT 1")
    return LogEnd(seq: row?.number("seq") ?? 0, chain: row?.bytes("chain") ?? LogChain.origin)
  }

  func chain(at seq: Int64) throws -> [UInt8]? {
    try database.row("SELECT chain FROM log WHERE seq = ?", seq)?.bytes("chain")
  }

  mutating func append(_ entry: LogEntry) throws {
    let content = entry.content
    let dot: Dot? = if case .change(let dot, _, _) = content { dot } else { nil }
    if let dot { try place(dot, at: entry.seq) }
    try logging.on(database).run {
      $0.number(entry.seq)
      $0.name(entry.record)
      $0.name(dot?.replica)
      $0.number(dot.map { Int64($0.counter) })
      $0.bytes(content.bytes)
      $0.bytes(content.hash?.bytes)
      $0.bytes(entry.chain)
      $0.number(entry.at)
      $0.number(content.kind.rawValue)
      $0.number(entry.isFirst ? 0 : 1)
    }
  }

  /// Has a change found at its place, which mostly is the one after its replica's last change.
  private mutating func place(_ dot: Dot, at seq: Int64) throws {
    let isNext = written.map { last in
      last.seq + 1 == seq && last.dot.replica == dot.replica
        && last.dot.counter + 1 == dot.counter
    }
    written = (dot, seq)
    guard isNext != true else { return }
    try database.run(
      "INSERT INTO run VALUES (?, ?, ?)",
      dot.replica.blob,
      Int64(dot.counter),
      seq
    )
  }

  func hashes(
    of replica: ReplicaID,
    from counter: UInt64,
    maximum: Int
  ) throws -> [ChangeHash] {
    var hashes: [ChangeHash] = []
    var next = Int64(clamping: counter)
    while hashes.count < maximum, let seq = try place(of: replica, next) {
      let rows = try database.rows(
        """
        SELECT hash FROM log WHERE seq >= ?1 AND seq < ?1 + ?2 AND replica = ?3
          AND counter - seq = ?4 - ?1 ORDER BY seq
        """,
        seq,
        maximum - hashes.count,
        replica.blob,
        next
      )
      guard !rows.isEmpty else { break }
      hashes += try rows.map { try $0.hash("hash") }
      next += Int64(rows.count)
    }
    return hashes
  }

  func change(_ dot: Dot) throws -> [UInt8]? {
    let row = try database.row(
      """
      SELECT bytes FROM log WHERE seq = \(DotPlace.sql("?1", "?2"))
        AND replica = ?1 AND counter = ?2 AND bytes IS NOT NULL
      """,
      dot.replica.blob,
      Int64(dot.counter)
    )
    return row?.bytes("bytes")
  }

  /// Where the log would have a replica's change, if it had it.
  private func place(of replica: ReplicaID, _ counter: Int64) throws -> Int64? {
    try database.row("SELECT \(DotPlace.sql("?1", "?2")) AS seq", replica.blob, counter)?["seq"]
  }

  func isWrittenOnce(_ record: RecordID) throws -> Bool {
    try !database.exists("SELECT 1 FROM log WHERE record = ? AND again = 1 LIMIT 1") {
      $0.name(record)
    }
  }

  func changes(to record: RecordID) throws -> [LoggedChange] {
    let rows = try database.rows(
      """
      SELECT bytes FROM log
      WHERE seq IN (
          SELECT seq FROM log WHERE record = ?1 AND again = 1
          UNION ALL SELECT first FROM record WHERE id = ?1
        )
        AND replica IS NOT NULL AND bytes IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM quarantine
          WHERE quarantine.replica = log.replica AND quarantine.counter = log.counter
        )
      ORDER BY seq
      """,
      record.blob
    )
    return try rows.map { row in
      let bytes = row.bytes("bytes")
      return LoggedChange(change: try ChangeCodec.change(from: bytes), bytes: bytes)
    }
  }
}

/// Where the log has a change, as SQL.
enum DotPlace {
  /// The place that the table `run` gives for a replica and a counter.
  ///
  /// Both are SQL themselves; NULL where it has none. Whether the change is there is for the log to
  /// say.
  static func sql(_ replica: String, _ counter: String) -> String {
    """
    (SELECT run.seq + \(counter) - run.first FROM run
      WHERE run.replica = \(replica) AND run.first <= \(counter) ORDER BY run.first DESC LIMIT 1)
    """
  }
}

extension HubReplica {
  /// Reads a row of the table `replica`.
  fileprivate init(_ row: Row) throws(DamagedStore) {
    self.init(
      id: try row.identifier("id"),
      person: try row.identifier("person"),
      store: try row.identifier("store"),
      device: row["device"],
      end: JournalEnd(counter: UInt64(row.number("counter")), head: try row.hash("head")),
      last: UInt64(row.number("last")),
      archived: UInt64(row.number("archived")),
      seenAt: row["seen_at"]
    )
  }
}
