// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import SyncProtocol

/// What a hub is made of: a log in commit order, each record's latest state, each replica's
/// journal's end, and what was refused.
///
/// Primitive on purpose: every rule is in ``HubLedger``, so that a file and a simulated disk keep
/// changes by the same rules. All calls between two commits are one transaction: the storage that
/// commits sees to it that either all of them happened or none.
package protocol HubStorage {
  // MARK: Timeline

  /// The hub's timeline.
  func timeline() throws -> HubTimeline

  /// Begins another timeline.
  mutating func keep(_ timeline: HubTimeline) throws

  // MARK: Replicas

  /// A replica that the hub knows; nil for any other.
  func replica(_ id: ReplicaID) throws -> HubReplica?

  /// Keeps a replica, in place of what was known of it.
  mutating func keep(_ replica: HubReplica) throws

  /// Who stands behind a replica; nil for one that the hub does not know.
  func card(of replica: ReplicaID) throws -> ReplicaCard?

  /// Who a person is, under any of their replicas; nil for one who has none.
  func card(of person: PersonID) throws -> ReplicaCard?

  /// The owner of a replica, with what they may do today; nil for a replica that is not known.
  func author(of replica: ReplicaID) throws -> Session?

  // MARK: Log

  /// The last entry's place and chain hash; 0 and ``LogChain/origin`` in an empty log.
  func logEnd() throws -> LogEnd

  /// The chain hash at a place from 1; nil where the log has no such place.
  func chain(at seq: Int64) throws -> [UInt8]?

  /// Adds an entry at the end.
  mutating func append(_ entry: LogEntry) throws

  /// The hashes of a replica's changes from a counter on, in order, at most so many.
  func hashes(of replica: ReplicaID, from counter: UInt64, maximum: Int) throws -> [ChangeHash]

  /// A change as the log holds it; nil where it does not, or where its content was erased.
  func change(_ dot: Dot) throws -> [UInt8]?

  /// Whether the log is known to say nothing of a record but the change with which it began.
  func isWrittenOnce(_ record: RecordID) throws -> Bool

  /// The changes to a record that are not in quarantine, in commit order.
  func changes(to record: RecordID) throws -> [LoggedChange]

  // MARK: Records

  /// A record; nil where there is none.
  func record(_ id: RecordID) throws -> HubRecord?

  /// Keeps a record, in place of what was kept.
  mutating func keep(_ record: HubRecord) throws

  /// The records whose parent is this one, in order of name.
  func children(of visit: RecordID) throws -> [HubChild]

  /// Gives a record a new place in the log, and says how it stands to viewers.
  mutating func move(_ id: RecordID, to seq: Int64, release: Release) throws

  /// Drops what a record and its changes say: states, bytes, refusals' words and offers.
  ///
  /// Names, hashes and the chain stay, and the record is known as erased.
  mutating func erase(_ id: RecordID, at seq: Int64) throws

  /// Walks the records of a reach after a place in the log, in order of the log, until a body says
  /// stop by returning false, or so many were walked.
  func walk(
    _ reach: Reach,
    after seq: Int64,
    maximum: Int,
    _ body: (PulledRecord) throws -> Bool
  ) throws

  // MARK: Quarantine

  /// A refused change; nil where the change was not refused.
  func refused(_ dot: Dot) throws -> RefusedChange?

  /// Keeps a refused change, in place of what was known of its refusal.
  mutating func keep(_ refused: RefusedChange) throws

  /// Forgets a refusal: the change has taken effect.
  mutating func release(_ dot: Dot) throws

  /// The changes that wait for their cause and that write this record or belong to it, in order of
  /// dot.
  func waitingChanges(for record: RecordID) throws -> [RefusedChange]

  /// Whether any change or offer waits for its cause.
  func hasWaiting() throws -> Bool

  /// Keeps an offer that was not joined.
  mutating func keep(_ offer: RefusedOffer) throws

  /// The offers in quarantine of this record or of one that belongs to it, in order of hash.
  func refusedOffers(for record: RecordID) throws -> [RefusedOffer]

  /// Forgets an offer: its state was joined, or says nothing new any more.
  mutating func removeOffer(_ hash: ChangeHash) throws

  /// Notes that somebody sent another change under a name that the hub holds.
  mutating func keep(_ fork: SeenFork) throws
}
