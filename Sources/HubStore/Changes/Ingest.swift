// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FoundationEssentials
import GRDB
import SyncProtocol

/// One push within its transaction: takes the changes one by one, then writes each touched record
/// once.
struct Ingest {
  private struct Entry {
    var record: Record
    var isNew: Bool
    var seq: Int64
    var bytesEstimate: Int
  }

  private let database: Database
  private let session: Session
  private var log: CommitLog
  private var entries: [RecordID: Entry] = [:]
  private var touched: Set<RecordID> = []
  private var visitsToLookAt: Set<RecordID> = []
  private let resentUpTo: UInt64
  private(set) var end: JournalEnd
  private(set) var rejections: [Rejection] = []
  private(set) var newChanges = 0

  /// Begins to take changes of the session's replica.
  init(_ database: Database, _ session: Session, receivedAt: Int64) throws {
    self.database = database
    self.session = session
    log = try CommitLog(database, receivedAt: receivedAt)
    end = try database.journalEnd(of: session.replica)
    resentUpTo = end.counter
  }

  /// Takes a change.
  ///
  /// - Throws: ``HubStoreError`` where the change does not continue the journal.
  mutating func take(_ entry: JournalEntry, _ change: Change) throws {
    guard change.dot.replica == session.replica else { throw HubStoreError.foreignReplica }
    if entry.counter <= resentUpTo {
      return try verify(entry)
    }
    guard entry.counter == end.counter + 1 else {
      throw HubStoreError.gap(expected: end.counter + 1)
    }
    guard change.previous == end.head else {
      throw HubStoreError.forked(counter: end.counter)
    }
    try log.append(entry, of: change)
    end = JournalEnd(counter: entry.counter, head: entry.hash)
    newChanges += 1
    if let refusal = try effect(of: change, bytes: entry.bytes.count) {
      try quarantine(change, refusal)
    }
  }

  /// Writes what the changes came to.
  mutating func finish() throws {
    for id in touched.sorted() {
      try store(id)
    }
    for visit in visitsToLookAt.sorted() {
      try Release.settle(visit, in: database, log: &log)
    }
    try database.run(
      "UPDATE replica SET counter = ?, head = ?, last = max(last, ?) WHERE id = ?",
      Int64(end.counter),
      end.head.bytes.blob,
      Int64(end.counter),
      session.replica.blob
    )
  }

  /// Compares a change that was sent again with what the hub holds.
  private mutating func verify(_ entry: JournalEntry) throws {
    let dot = (session.replica.blob, Int64(entry.counter))
    let row = try database.row(
      "SELECT hash FROM log WHERE replica = ? AND counter = ?",
      dot.0,
      dot.1
    )
    guard let row, try row.hash("hash") == entry.hash else {
      throw HubStoreError.forked(counter: entry.counter)
    }
    let refused = try database.row(
      "SELECT code, detail FROM quarantine WHERE replica = ? AND counter = ?",
      dot.0,
      dot.1
    )
    if let refused {
      rejections.append(
        Rejection(counter: entry.counter, code: refused["code"], detail: refused["detail"])
      )
    }
  }

  /// Applies a change, or says why not.
  private mutating func effect(of change: Change, bytes: Int) throws -> Refusal? {
    let id = change.header.id
    let known = try load(id)
    let parent = try change.header.parent.flatMap { try load($0)?.record.header }
    let refusal = Admission.refusal(
      of: change,
      by: session,
      known: known?.record,
      parent: parent
    )
    if let refusal { return refusal }
    var entry =
      known
      ?? Entry(record: Record(header: change.header), isNew: true, seq: 0, bytesEstimate: 0)
    if entry.record.apply(change) == .causalGap {
      return Refusal(.causalGap, "The change was made on something that the hub has not seen.")
    }
    entry.bytesEstimate += bytes
    if entry.bytesEstimate > Admission.stateBytesMaximum {
      entry.bytesEstimate = RecordCodec.bytes(of: entry.record).count
      guard entry.bytesEstimate <= Admission.stateBytesMaximum else {
        return Refusal(.tooLarge, "The record would grow to more than 4 MiB: use another record.")
      }
    }
    keep(entry, id)
    if let visit = Release.visit(concernedBy: change) {
      visitsToLookAt.insert(visit)
    }
    return nil
  }

  private mutating func quarantine(_ change: Change, _ refusal: Refusal) throws {
    try database.run(
      "INSERT INTO quarantine VALUES (?, ?, ?, ?)",
      change.dot.replica.blob,
      Int64(change.dot.counter),
      refusal.code.rawValue,
      refusal.detail
    )
    rejections.append(
      Rejection(
        counter: change.dot.counter,
        code: refusal.code.rawValue,
        detail: refusal.detail
      )
    )
    guard refusal.countsAsSeen else { return }
    let known = try load(change.header.id)
    guard known != nil || refusal.makesRecord else { return }
    var entry =
      known
      ?? Entry(record: Record(header: change.header), isNew: true, seq: 0, bytesEstimate: 0)
    entry.record.disregard(change.dot)
    keep(entry, change.header.id)
  }

  private mutating func keep(_ entry: Entry, _ id: RecordID) {
    entries[id] = entry
    entries[id]?.seq = log.seq
    touched.insert(id)
  }

  /// The record as this batch has left it so far.
  private mutating func load(_ id: RecordID) throws -> Entry? {
    if let entry = entries[id] { return entry }
    guard let row = try database.row("SELECT seq, state FROM record WHERE id = ?", id.blob) else {
      return nil
    }
    let state = row.bytes("state")
    let entry = Entry(
      record: try RecordCodec.record(from: state),
      isNew: false,
      seq: row["seq"],
      bytesEstimate: state.count
    )
    entries[id] = entry
    return entry
  }

  private func store(_ id: RecordID) throws {
    guard let entry = entries[id] else { return }
    let state = RecordCodec.bytes(of: entry.record).blob
    guard entry.isNew else {
      return try database.run(
        "UPDATE record SET seq = ?, state = ? WHERE id = ?",
        entry.seq,
        state,
        id.blob
      )
    }
    let header = entry.record.header
    try database.run(
      "INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      id.blob,
      header.kind.rawValue,
      header.scope.program.blob,
      header.scope.owner?.blob,
      header.parent?.blob,
      entry.seq,
      try Release.inherited(by: header, in: database),
      state
    )
  }
}
