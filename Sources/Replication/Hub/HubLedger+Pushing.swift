// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import SyncProtocol

extension HubLedger {
  /// Takes a contiguous run of a replica's journal, whole or not at all.
  ///
  /// Changes that the hub holds already are compared and passed over; changes that it refuses are
  /// quarantined, with their counters used up.
  ///
  /// - Throws: ``HubRefusal``; after ``HubRefusal/forked(_:)``, ``note(_:)`` is still to be called.
  package mutating func push(_ opened: OpenedBatch, by session: Session) throws -> PushOutcome {
    let batch = opened.batch
    let known = try storage.replica(batch.replica)
    guard known?.person ?? session.person.id == session.person.id else {
      throw HubRefusal.foreignReplica
    }
    guard try batch.epoch == storage.timeline().epoch else { throw HubRefusal.otherEpoch }
    var replica = try known ?? enlist(batch.replica, device: "", by: session)
    let held = replica.end.counter
    var posting = try posting(expecting: opened.letters.count)
    for letter in opened.letters {
      if letter.entry.counter <= held {
        try compare(letter.entry, of: batch.replica, in: &posting)
      } else {
        try take(letter, into: &replica, of: batch, by: session, in: &posting)
      }
    }
    try finish(&posting)
    replica.last = max(replica.last, replica.end.counter)
    try storage.keep(replica)
    return PushOutcome(
      end: replica.end,
      receipt: try receipt(of: replica),
      archived: replica.archived,
      rejections: posting.rejections,
      newChanges: posting.newChanges
    )
  }

  /// The hub's signature under how far it holds a journal.
  func receipt(of replica: HubReplica) throws -> [UInt8] {
    Receipt.sign(
      epoch: try storage.timeline().epoch,
      replica: replica.id,
      counter: replica.end.counter,
      head: replica.end.head,
      key: key
    )
  }

  /// Compares a change that was sent again with what the hub holds, and tells again its refusal.
  private func compare(
    _ entry: JournalEntry,
    of replica: ReplicaID,
    in posting: inout Posting
  ) throws {
    let dot = Dot(replica, entry.counter)
    let isSame =
      try storage.hashes(of: replica, from: entry.counter, maximum: 1).first == entry.hash
    #if Mutants
    let isTaken = Mutant.isOn(.acknowledgesWithoutHead)
    guard isSame || isTaken else { throw HubRefusal.forked(SeenFork(dot: dot, hash: entry.hash)) }
    if Mutant.isOn(.tellsRefusalsOnce) { return }
    #else
    guard isSame else { throw HubRefusal.forked(SeenFork(dot: dot, hash: entry.hash)) }
    #endif
    if let refused = try storage.refused(dot) { posting.rejections.append(refused.rejection) }
  }

  private mutating func take(
    _ letter: OpenedBatch.Letter,
    into replica: inout HubReplica,
    of batch: Batch,
    by session: Session,
    in posting: inout Posting
  ) throws {
    let entry = letter.entry
    guard entry.counter == replica.end.counter + 1 else {
      throw HubRefusal.gap(expected: replica.end.counter + 1)
    }
    let dot = Dot(replica.id, entry.counter)
    switch letter.change {
    case .success(let change):
      try guardChain(change, after: replica.end)
      try judge(change, entry, flaw: letter.flaw, of: batch, by: session, in: &posting)
    case .failure(let problem):
      let content = LogContent.change(dot, bytes: entry.bytes, hash: entry.hash)
      try append(content, of: .unreadable, in: &posting)
      let refusal = Refusal(.malformed, problem.description)
      try quarantine(dot, of: nil, refusal, in: &posting)
    }
    replica.end = JournalEnd(counter: entry.counter, head: entry.hash)
    posting.newChanges += 1
  }

  private func guardChain(_ change: Change, after end: JournalEnd) throws {
    guard change.previous == end.head else {
      let dot = Dot(change.dot.replica, max(1, end.counter))
      throw HubRefusal.forked(SeenFork(dot: dot, hash: change.previous))
    }
  }

  /// Logs a change, and lets it take effect or quarantines it.
  private mutating func judge(
    _ change: Change,
    _ entry: JournalEntry,
    flaw: Refusal?,
    of batch: Batch,
    by session: Session,
    in posting: inout Posting
  ) throws {
    let refusal = try refusal(
      of: change,
      by: session,
      flaw: flaw,
      bytes: entry.bytes.count,
      in: &posting
    )
    if refusal?.code == .causalGap, !batch.settles, batch.head != nil {
      throw HubRefusal.causalGap(counter: entry.counter)
    }
    let bytes = refusal?.code == .erased ? nil : entry.bytes
    let content = LogContent.change(change.dot, bytes: bytes, hash: entry.hash)
    let isFirst = try refusal == nil && load(change.header.id, in: &posting) == nil
    try append(content, of: change.header.id, isFirst: isFirst, in: &posting)
    if let refusal {
      try quarantine(change.dot, of: change.header, refusal, in: &posting)
    } else {
      try effect(change, bytes: entry.bytes.count, isFirst: isFirst, in: &posting)
    }
  }

  /// Says why a change cannot take effect; nil where it can.
  func refusal(
    of change: Change,
    by session: Session,
    flaw: Refusal?,
    bytes: Int,
    in posting: inout Posting
  ) throws -> Refusal? {
    let known = try load(change.header.id, in: &posting)
    let parent = try change.header.parent.flatMap { try load($0, in: &posting) }
    let refusal = Admission.refusal(
      of: change,
      by: session,
      known: known,
      parent: parent,
      flaw: flaw
    )
    if let refusal, !refusal.code.countsAsSeen { return refusal }
    return try gap(of: change, isTaken: refusal == nil, in: known, in: posting)
      ?? refusal ?? Admission.excess(change, bytes: bytes, in: known)
  }

  /// A gap where the change was made on something unseen, or where an earlier change of its author
  /// to the record waits: a vector cannot say that the later one was seen without the earlier.
  private func gap(
    of change: Change,
    isTaken: Bool,
    in known: HubRecord?,
    in posting: Posting
  ) throws -> Refusal? {
    #if Mutants
    if Mutant.isOn(.takesGaps) { return nil }
    #endif
    let context = known?.record.context ?? VersionVector()
    if context.contains(change.dot) { return nil }
    var waits =
      try isTaken
      && change.base.entries.contains { dot in
        try !context.contains(dot) && !isRefused(dot, in: change.header.id)
      }
    if !waits, posting.hasWaiting {
      waits = try storage.waitingChanges(for: change.header.id).contains {
        $0.record == change.header.id && $0.dot.replica == change.dot.replica
          && $0.dot.counter < change.dot.counter
      }
    }
    return waits
      ? Refusal(.causalGap, "The change was made on something that the hub has not seen.") : nil
  }

  /// Whether a change was refused before there was a record that could have taken it as seen.
  private func isRefused(_ dot: Dot, in record: RecordID) throws -> Bool {
    guard let refused = try storage.refused(dot) else { return false }
    return refused.record == record && refused.code.countsAsSeen
  }

  /// Applies a change that was logged.
  ///
  /// - Parameters:
  ///   - change: The change.
  ///   - bytes: How many bytes it has.
  ///   - isFirst: Whether the log's last entry is this change, and its record begins with it.
  ///   - posting: The transaction.
  /// - Throws: What the storage throws.
  mutating func effect(
    _ change: Change,
    bytes: Int,
    isFirst: Bool = false,
    in posting: inout Posting
  ) throws {
    let seq = posting.log.seq
    guard !isFirst else {
      let begun = HubRecord(beginningWith: change, at: seq, bytesCount: bytes)
      return posting.write(change.header, orElse: begun) { _ in }
    }
    _ = try load(change.header.id, in: &posting)
    posting.write(change.header, orElse: blank(change.header)) { record in
      record.record.applyAdmitted(change)
      record.bytesCount += bytes
      if record.bytesCount > HubLimits.stateBytesMaximum {
        record.bytesCount = RecordCodec.bytes(of: record.record).count
      }
    }
  }

  mutating func quarantine(
    _ dot: Dot,
    of header: RecordHeader?,
    _ refusal: Refusal,
    in posting: inout Posting
  ) throws {
    let refused = RefusedChange(
      dot: dot,
      code: refusal.code,
      detail: refusal.detail,
      record: header?.id,
      parent: header?.parent
    )
    try storage.keep(refused)
    posting.rejections.append(refused.rejection)
    if refusal.code == .causalGap { posting.hasWaiting = true }
    if let header { _ = try disregard(dot, of: header, refusal, in: &posting) }
  }
}

extension Record {
  /// Lets a change take effect that the hub has admitted.
  ///
  /// What it was made on and this record does not name was refused, without effect.
  package mutating func applyAdmitted(_ change: Change) {
    for dot in change.base.entries where !context.contains(dot) {
      disregard(dot)
    }
    apply(change)
  }
}

extension RecordID {
  /// What stands for the record of a change that cannot be read.
  package static let unreadable = RecordID(bits: 0)
}

/// What came of a push; all of it is on disk.
package struct PushOutcome: Hashable, Sendable {
  /// How far the hub now holds the journal.
  package let end: JournalEnd

  /// The hub's signature under that.
  package let receipt: [UInt8]

  /// The last counter that a verified backup holds.
  package let archived: UInt64

  /// The refused changes of the batch, those that it had sent before included.
  package let rejections: [Rejection]

  /// How many changes the hub had not seen before.
  package let newChanges: Int
}
