// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncProtocol

/// What one transaction has done to the log and to records so far.
///
/// Log entries are kept at once; each touched record is kept once, at the end.
struct Posting {
  /// A record as the transaction has left it so far; nil where there is none.
  private struct Held {
    var record: HubRecord?
    private var isTouched = false

    /// Returns whether it was touched for the first time.
    mutating func touch() -> Bool {
      defer { isTouched = true }
      return !isTouched
    }

    /// Writes in place: a copy would make every write to a record a copy of all of it.
    mutating func write(
      at seq: Int64,
      orElse blank: @autoclosure () -> HubRecord,
      _ body: (inout HubRecord) -> Void
    ) -> Bool {
      var written = record.take() ?? blank()
      body(&written)
      written.seq = seq
      record = written
      return touch()
    }
  }

  private(set) var log: LogEnd
  /// What was asked of the storage, records that it does not have among it: most of what a push
  /// brings.
  private var held: [Held] = []
  private var places: [RecordID: Int] = [:]
  /// What is to be kept, or looked at again, in the order in which it was first touched.
  private(set) var touched: [RecordID] = []
  var visitsToLookAt: Set<RecordID> = []
  var rejections: [Rejection] = []
  var newChanges = 0
  /// Whether any change or offer waits for its cause: mostly not, which saves looking.
  var hasWaiting: Bool

  /// A transaction that has done nothing yet, and may come by so many records.
  init(log: LogEnd, hasWaiting: Bool, expecting count: Int = 0) {
    self.log = log
    self.hasWaiting = hasWaiting
    held.reserveCapacity(count)
    places.reserveCapacity(count)
    touched.reserveCapacity(count)
  }

  /// The next entry of the log.
  mutating func entry(
    _ content: LogContent,
    of record: RecordID,
    at now: Int64,
    isFirst: Bool
  ) -> LogEntry {
    let seq = log.seq + 1
    let chain = LogChain.next(after: log.chain, seq: seq, record: record, content: content)
    log = LogEnd(seq: seq, chain: chain)
    return LogEntry(
      seq: seq,
      record: record,
      content: content,
      chain: chain,
      at: now,
      isFirst: isFirst
    )
  }

  /// What the transaction holds of a record: nil where it has not asked, else what it was told.
  subscript(id: RecordID) -> HubRecord?? {
    places[id].map { held[$0].record }
  }

  /// Notes what the storage has of a record.
  mutating func note(_ record: HubRecord?, as id: RecordID) {
    held[place(of: id)].record = record
  }

  /// Has what waits for a record looked at again, though the record stays as it is.
  mutating func wake(_ id: RecordID) {
    if held[place(of: id)].touch() { touched.append(id) }
  }

  /// Writes a record by the log's last entry.
  ///
  /// - Parameters:
  ///   - header: The record's header.
  ///   - blank: What to begin with where there is none.
  ///   - body: What the entry makes of it.
  mutating func write(
    _ header: RecordHeader,
    orElse blank: @autoclosure () -> HubRecord,
    _ body: (inout HubRecord) -> Void
  ) {
    let isFirst = held[place(of: header.id)].write(at: log.seq, orElse: blank(), body)
    if isFirst { touched.append(header.id) }
    if let visit = Release.visit(concernedBy: header) { visitsToLookAt.insert(visit) }
  }

  private mutating func place(of id: RecordID) -> Int {
    if let known = places[id] { return known }
    places[id] = held.count
    held.append(Held())
    return held.count - 1
  }
}

extension HubLedger {
  /// Begins a transaction that writes to the log.
  func posting(expecting count: Int = 0) throws -> Posting {
    Posting(
      log: try storage.logEnd(),
      hasWaiting: try storage.hasWaiting(),
      expecting: count
    )
  }

  /// Adds an entry to the log.
  mutating func append(
    _ content: LogContent,
    of record: RecordID,
    isFirst: Bool = false,
    in posting: inout Posting
  ) throws {
    let entry = posting.entry(content, of: record, at: occasion.now, isFirst: isFirst)
    try storage.append(entry)
  }

  /// The record as this transaction has left it so far.
  func load(_ id: RecordID, in posting: inout Posting) throws -> HubRecord? {
    if let known = posting[id] { return known }
    let record = try storage.record(id)
    posting.note(record, as: id)
    return record
  }

  /// A record to which nothing has been written.
  func blank(_ header: RecordHeader) -> HubRecord {
    HubRecord(
      record: Record(header: header),
      seq: 0,
      release: .never,
      isNew: true,
      bytesCount: 0
    )
  }

  /// Lets changes and offers that waited take effect, and keeps what everything came to.
  mutating func finish(_ posting: inout Posting) throws {
    try settleWaiting(&posting)
    for id in posting.touched {
      guard var record = try load(id, in: &posting) else { continue }
      if record.isNew {
        record.release = try inheritedRelease(of: record.header, in: &posting)
      }
      try storage.keep(record)
    }
    for visit in posting.visitsToLookAt.sorted() {
      try settleRelease(of: visit, in: &posting)
    }
  }
}
