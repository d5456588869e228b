// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncProtocol

/// What one transaction has done to the log and to records so far.
///
/// Log entries are kept at once; each touched record is kept once, at the end.
struct Posting {
  private(set) var log: LogEnd
  var records: [RecordID: HubRecord] = [:]
  /// What the storage has no record of: most of what a push brings, asked for again and again.
  var absent: Set<RecordID> = []
  private(set) var touched: Set<RecordID> = []
  var visitsToLookAt: Set<RecordID> = []
  var rejections: [Rejection] = []
  var newChanges = 0
  /// Whether any change or offer waits for its cause: mostly not, which saves looking.
  var hasWaiting: Bool

  init(log: LogEnd, hasWaiting: Bool) {
    self.log = log
    self.hasWaiting = hasWaiting
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

  /// Has what waits for a record looked at again, though the record stays as it is.
  mutating func wake(_ id: RecordID) {
    touched.insert(id)
  }

  /// Keeps a record as it has become by the log's last entry.
  mutating func keep(_ record: HubRecord) {
    let id = record.record.header.id
    records[id] = record
    records[id]?.seq = log.seq
    touched.insert(id)
    if let visit = Release.visit(concernedBy: record.record.header) {
      visitsToLookAt.insert(visit)
    }
  }
}

extension HubLedger {
  /// Begins a transaction that writes to the log.
  func posting() throws -> Posting {
    Posting(log: try storage.logEnd(), hasWaiting: try storage.hasWaiting())
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
    if let record = posting.records[id] { return record }
    guard !posting.absent.contains(id) else { return nil }
    let record = try storage.record(id)
    if let record { posting.records[id] = record } else { posting.absent.insert(id) }
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
    for id in posting.touched.sorted() {
      guard var record = posting.records[id] else { continue }
      if record.isNew {
        record.release = try inheritedRelease(of: record.record.header, in: &posting)
      }
      try storage.keep(record)
    }
    for visit in posting.visitsToLookAt.sorted() {
      try settleRelease(of: visit, in: &posting)
    }
  }
}
