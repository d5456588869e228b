// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import SyncProtocol

extension HubLedger {
  /// Takes records as a store last had them, after the hub was restored, by joining them.
  ///
  /// A state could be forged. A coordinator's is joined; a shopper's is where the record is their
  /// own and tells nothing but writes of their own stores. Any other is kept in quarantine.
  ///
  /// - Throws: ``HubRefusal/otherEpoch``.
  package mutating func offer(
    _ states: [[UInt8]],
    epoch: [UInt8],
    by session: Session
  ) throws -> OfferOutcome {
    guard try epoch == storage.timeline().epoch else { throw HubRefusal.otherEpoch }
    var outcome = OfferOutcome()
    var posting = try posting()
    var offered: [(record: Record, bytes: [UInt8])] = []
    for bytes in states {
      do {
        offered.append((try RecordCodec.record(from: bytes), bytes))
      } catch {
        let refusal = Refusal(.malformed, error.description)
        outcome.refusals.append(OfferRefusal(record: .unreadable, refusal))
      }
    }
    // Visits first: what belongs to a visit is joined after it.
    let visits = offered.filter { $0.record.header.parent == nil }
    let parts = offered.filter { $0.record.header.parent != nil }
    for (record, bytes) in visits + parts {
      try take(record, bytes, by: session, &outcome, in: &posting)
    }
    try finish(&posting)
    return outcome
  }

  private mutating func take(
    _ record: Record,
    _ bytes: [UInt8],
    by session: Session,
    _ outcome: inout OfferOutcome,
    in posting: inout Posting
  ) throws {
    let header = record.header
    let known = try load(header.id, in: &posting)
    if let known, !known.isErased, record.context.isCovered(by: known.record.context) { return }
    var refusal = try distrust(record, known, session)
    if refusal == nil { refusal = try join(record, bytes, in: &posting) }
    guard let refusal else {
      outcome.merged += 1
      return
    }
    outcome.refusals.append(OfferRefusal(record: header.id, refusal))
    guard refusal.code != .erased else { return }
    posting.hasWaiting = true
    try storage.keep(
      RefusedOffer(
        hash: ChangeCodec.hash(of: bytes),
        bytes: bytes,
        record: header.id,
        parent: header.parent,
        person: session.person.id,
        code: refusal.code.rawValue,
        detail: refusal.detail,
        at: occasion.now
      )
    )
  }

  /// Joins a state, or says why not.
  mutating func join(
    _ state: Record,
    _ bytes: [UInt8],
    in posting: inout Posting
  ) throws -> Refusal? {
    let header = state.header
    let known = try load(header.id, in: &posting)
    let parent = try header.parent.flatMap { try load($0, in: &posting) }
    if let refusal = Admission.refusal(ofOffered: header, known: known, parent: parent) {
      return refusal
    }
    var record = known ?? blank(header)
    do {
      record.record = try record.record.joined(with: state)
    } catch {
      return Refusal(.forbidden, error.description)
    }
    record.bytesCount = RecordCodec.bytes(of: record.record).count
    guard record.bytesCount <= HubLimits.stateBytesMaximum else {
      return Refusal(.tooLarge, "The record would grow to more than 4 MiB.")
    }
    let content = LogContent.offer(bytes: bytes, hash: ChangeCodec.hash(of: bytes))
    try append(content, of: header.id, in: &posting)
    posting.write(header, orElse: record) { $0 = record }
    return nil
  }

  /// Why somebody's word about a record is not enough; nil where it is.
  private func distrust(
    _ record: Record,
    _ known: HubRecord?,
    _ session: Session
  ) throws -> Refusal? {
    let header = record.header
    guard session.grant.covers(header.scope.program) else {
      return Refusal(.forbidden, "You take no part in this program: ask a coordinator to sync.")
    }
    switch session.person.role {
    case .coordinator: return nil
    case .viewer: return Refusal(.forbidden, "A viewer reads and does not write.")
    case .shopper: break
    }
    guard header.scope.owner == session.person.id, header.kind != .review,
      !RecordKind.definitions.contains(header.kind)
    else { return Refusal(.forbidden, "The record is not yours: a coordinator's sync brings it.") }
    for dot in record.context.entries where known?.record.context.contains(dot) != true {
      guard try storage.replica(dot.replica)?.person == session.person.id else {
        return Refusal(
          .forbidden,
          "Others wrote in it too: a coordinator's sync brings it, or the hub's operator takes it."
        )
      }
    }
    return nil
  }
}

/// What came of an offer; all of it is on disk.
package struct OfferOutcome: Hashable, Sendable {
  /// How many states told the hub something.
  package fileprivate(set) var merged = 0

  /// What was not joined.
  package fileprivate(set) var refusals: [OfferRefusal] = []
}

/// An offered state that was not joined.
package struct OfferRefusal: Hashable, Sendable {
  /// The record; ``RecordID/unreadable`` where the state is none.
  package let record: RecordID

  /// Why.
  package let refusal: Refusal

  init(record: RecordID, _ refusal: Refusal) {
    self.record = record
    self.refusal = refusal
  }
}
