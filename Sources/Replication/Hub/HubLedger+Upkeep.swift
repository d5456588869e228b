// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import SyncProtocol

extension HubLedger {
  /// Erases what a record and its changes say, a visit with all that belongs to it.
  ///
  /// Names, hashes and chains stay, so that what happened can be verified without what was said.
  ///
  /// - Parameters:
  ///   - id: The record.
  ///   - reason: For the log; at most 1,024 bytes of it are kept.
  /// - Returns: The erased records; none that were erased before.
  /// - Throws: ``HubRefusal/unknown(_:)``.
  package mutating func erase(_ id: RecordID, reason: String) throws -> [RecordID] {
    guard let record = try storage.record(id) else {
      throw HubRefusal.unknown("The hub has no record \(id).")
    }
    var erased = record.isErased ? [] : [id]
    if record.header.kind == .visit {
      erased += try storage.children(of: id).filter { !$0.isErased }.map(\.id)
    }
    let reason = String(decoding: reason.utf8.prefix(1_024), as: UTF8.self)
    var posting = try posting()
    for id in erased {
      try append(.erasure(reason: reason), of: id, in: &posting)
      try storage.erase(id, at: posting.log.seq)
    }
    return erased
  }

  /// Says again, as the hub, what a refused change said, now that today's rules admit it.
  ///
  /// The new change keeps author, time, values, what the author had seen and what newer programs
  /// added.
  ///
  /// - Parameters:
  ///   - name: The refused change.
  ///   - actor: The hub's own replica, drawn when the program started.
  /// - Returns: The new change's name.
  /// - Throws: ``HubRefusal/unknown(_:)``, or ``HubRefusal/invalid(_:)`` where it is still refused.
  package mutating func requeue(_ name: Dot, as actor: HubReplica) throws -> Dot {
    guard var refused = try storage.refused(name), refused.requeuedAs == nil else {
      throw HubRefusal.unknown("No change \(name) is in quarantine.")
    }
    guard let bytes = try storage.change(name), (try? ChangeCodec.change(from: bytes)) != nil,
      let author = try storage.author(of: name.replica)
    else { throw HubRefusal.invalid("Nothing of this change can be said again.") }
    var replica = try storage.replica(actor.id) ?? actor
    let dot = Dot(replica.id, replica.end.counter + 1)
    let position = JournalPosition(dot: dot, previous: replica.end.head)
    let written = try ChangeCodec.rewritten(bytes, at: position) { seen, _ in seen }
    let change = try ChangeCodec.change(from: written)
    var posting = try posting()
    let refusal = try refusal(
      of: change,
      by: author,
      flaw: WriteRule.flaw(in: change),
      bytes: written.count,
      in: &posting
    )
    if let refusal {
      throw HubRefusal.invalid("It is still refused: \(refusal.detail)")
    }
    let hash = ChangeCodec.hash(of: written)
    replica.end = JournalEnd(counter: change.dot.counter, head: hash)
    replica.last = change.dot.counter
    replica.seenAt = occasion.now
    try storage.keep(replica)
    let content = LogContent.change(change.dot, bytes: written, hash: hash)
    try append(content, of: change.header.id, in: &posting)
    refused.requeuedAs = change.dot
    try storage.keep(refused)
    try effect(change, bytes: written.count, in: &posting)
    try finish(&posting)
    return change.dot
  }

  /// Joins an offered state that the hub would not take by itself.
  ///
  /// - Parameter offer: An offer in quarantine.
  /// - Throws: ``HubRefusal/invalid(_:)`` where it cannot be joined.
  package mutating func requeue(_ offer: RefusedOffer) throws {
    let state = try RecordCodec.record(from: offer.bytes)
    var posting = try posting()
    if let refusal = try join(state, offer.bytes, in: &posting) {
      throw HubRefusal.invalid("It is still refused: \(refusal.detail)")
    }
    try storage.removeOffer(offer.hash)
    try finish(&posting)
  }

  /// Calls archived what a verified backup holds: from then on, laptops may forget it.
  ///
  /// - Parameters:
  ///   - ends: How far the backup holds each replica's journal.
  ///   - timeline: The timeline on which it was made.
  /// - Throws: ``HubRefusal/otherEpoch`` where the hub was restored meanwhile.
  package mutating func archive(
    _ ends: [ReplicaID: JournalEnd],
    on timeline: HubTimeline
  ) throws {
    guard try storage.timeline() == timeline else { throw HubRefusal.otherEpoch }
    for (id, end) in ends.sorted(by: { $0.key < $1.key }) {
      guard var replica = try storage.replica(id), replica.archived < end.counter else { continue }
      replica.archived = end.counter
      try storage.keep(replica)
    }
  }
}
