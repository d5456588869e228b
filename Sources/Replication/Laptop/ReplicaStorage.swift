// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import SyncProtocol

/// What a laptop's store is made of: names, a journal, records, and where it stands with the hub.
///
/// Primitive on purpose: every rule is in ``Replica``, so that a file and a simulated disk keep
/// changes by the same rules. All calls between two commits are one transaction: the storage that
/// commits sees to it that either all of them happened or none.
package protocol ReplicaStorage {
  // MARK: Who

  /// The person who uses the store; nil before it was enrolled.
  func owner() throws -> Person?

  /// What the owner calls the machine; empty before the store was enrolled.
  func device() throws -> String

  /// Keeps who stands behind a replica, in place of what was known of it.
  mutating func keep(_ card: ReplicaCard) throws

  // MARK: Names

  /// The store's names, the oldest first; the last is the one that it writes under.
  ///
  /// ``Incarnation/last`` is the last counter in the journal, or what was pruned where it is empty.
  func incarnations() throws -> [Incarnation]

  /// Where the next change stands: under the present name, after the last one.
  func nextPosition() throws -> JournalPosition

  /// Takes a new name, under which nothing was written, as the present one.
  mutating func begin(_ replica: ReplicaID) throws

  /// Keeps acknowledged counter, head and receipt of a name.
  mutating func keep(_ incarnation: Incarnation) throws

  /// Forgets a name under which nothing was ever written.
  mutating func forget(_ replica: ReplicaID) throws

  /// Keeps, for people, why the store took a new name.
  mutating func keep(_ note: IncarnationNote) throws

  // MARK: Timeline

  /// Where the store stands with the hub.
  func timeline() throws -> Timeline

  /// Keeps where the store stands with the hub.
  mutating func keep(_ timeline: Timeline) throws

  // MARK: Journal

  /// Adds a change at the end of its replica's journal.
  mutating func append(_ change: KeptChange) throws

  /// The journal after a counter: at most so many changes and bytes, but at least one change.
  func entries(
    of replica: ReplicaID,
    after counter: UInt64,
    changesMaximum: Int,
    bytesMaximum: Int
  ) throws -> [JournalEntry]

  /// The changes of a name after a counter, in order; at most so many.
  func changes(
    of replica: ReplicaID,
    after counter: UInt64,
    maximum: Int
  ) throws -> [KeptChange]

  /// The store's own changes to a record that it still holds: of older names first, then in order.
  func changes(to record: RecordID) throws -> [KeptChange]

  /// Whether the hub has had a record that the store wrote: the journal still holds changes to it
  /// that the hub acknowledged, or refused because it was erased.
  func wasAtHub(_ record: RecordID) throws -> Bool

  /// The refused changes of a name after a counter, in order; not those said again.
  func refusedChanges(of replica: ReplicaID, after counter: UInt64) throws -> [KeptChange]

  /// The hash of a change; also of the last one that was pruned.
  ///
  /// Nil where the journal does not hold it.
  func hash(of dot: Dot) throws -> ChangeHash?

  /// Takes waiting and refused changes from the first to the last counter as acknowledged.
  ///
  /// What was said again stays so.
  mutating func acknowledge(
    of replica: ReplicaID,
    _ counters: ClosedRange<UInt64>
  ) throws

  /// Takes acknowledged changes after a counter as waiting again.
  mutating func unacknowledge(of replica: ReplicaID, after counter: UInt64) throws

  /// Takes one change as what became of it.
  mutating func mark(_ dot: Dot, as state: KeptChange.State) throws

  /// Removes the changes of a name after a counter: they were written again under another.
  mutating func removeChanges(of replica: ReplicaID, after counter: UInt64) throws

  /// Removes the acknowledged changes of a name up to a counter, and those refused because their
  /// record was erased, and notes that counter with its hash.
  ///
  /// Other refused ones stay, and those said again, for people.
  mutating func prune(_ replica: ReplicaID, through counter: UInt64, hash: ChangeHash) throws

  /// Keeps a change that a record's state does not tell whole, unless it is kept already.
  mutating func keep(_ past: PastChange) throws

  // MARK: Records

  /// What people see of a record; nil where the store has none.
  func record(_ id: RecordID) throws -> Record?

  /// All that the store keeps of a record; nil where it has none.
  func kept(_ id: RecordID) throws -> KeptRecord?

  /// Keeps all of a record, in place of what was kept.
  mutating func keep(_ record: KeptRecord) throws

  /// Keeps states as the hub sent them as all that the store has of their records, in order.
  mutating func keep(_ states: [PulledState]) throws

  /// Keeps what people see of a record, and leaves its other states as they are.
  mutating func keepView(_ view: Record) throws

  /// Forgets a record with its past; its changes in the journal stay.
  mutating func removeRecord(_ id: RecordID) throws

  /// The records that have something set aside, after this one in order of name; at most so many.
  func recordsAside(after record: RecordID?, maximum: Int) throws -> [RecordID]

  /// The records that the hub has not shown, neither now nor before, in order of name.
  func recordsUnshown() throws -> [RecordID]

  /// Sets aside the shadow of each record that has nothing set aside yet; what people see stays.
  mutating func setShadowsAside() throws
}

/// What a store keeps of a record.
package struct KeptRecord: Hashable, Sendable {
  /// The record's header.
  package let header: RecordHeader

  /// The last state that the hub sent; nil where it sent none on this timeline.
  package var shadow: Record?

  /// What the hub sent before the store began to pull anew, until that is over; nil for nothing.
  package var legacy: Record?

  /// What people see, where it is not just the shadow: with what is set aside, and with the
  /// store's own changes that the hub has not shown.
  package var view: Record?

  /// What a store keeps of a record.
  package init(
    header: RecordHeader,
    shadow: Record? = nil,
    legacy: Record? = nil,
    view: Record? = nil
  ) {
    self.header = header
    self.shadow = shadow
    self.legacy = legacy
    self.view = view
  }
}

/// One of the store's own changes, and what became of it.
package struct KeptChange: Hashable, Sendable {
  /// What became of a change at the hub.
  package enum State: Hashable, Sendable {
    /// The hub has not said that it holds it.
    case waiting
    /// The hub holds it.
    case acknowledged
    /// The hub holds it in quarantine, for a reason.
    case refused(code: String, detail: String)
    /// It was refused, and its content was said again in a later change.
    case requeued
  }

  /// The change.
  package let change: Change

  /// The change as it was written.
  package let bytes: [UInt8]

  /// The hash of the bytes.
  package let hash: ChangeHash

  /// What became of it.
  package var state: State

  /// A change, and what became of it.
  package init(change: Change, bytes: [UInt8], hash: ChangeHash, state: State = .waiting) {
    self.change = change
    self.bytes = bytes
    self.hash = hash
    self.state = state
  }
}

/// Where a store stands with the hub.
package struct Timeline: Hashable, Sendable {
  /// The hub's timeline; empty before the first round.
  package var epoch: [UInt8]

  /// Where the last pull ended; empty for the beginning.
  package var cursor: [UInt8]

  /// What the store is doing about what it had from the hub.
  package var mode: Standing.Mode

  /// Where a store stands; at first with no hub.
  package init(
    epoch: [UInt8] = [],
    cursor: [UInt8] = [],
    mode: Standing.Mode = .settled
  ) {
    self.epoch = epoch
    self.cursor = cursor
    self.mode = mode
  }
}

/// Why a store took a new name, for people.
package struct IncarnationNote: Hashable, Sendable {
  /// How it was found out that the store had been copied or restored.
  package enum Cause: String, CaseIterable, Sendable {
    /// The hub holds other changes under the name.
    case hub
    /// A pulled record names later changes of the store than it has itself.
    case page
    /// The journal ends before what this machine last wrote: an older copy was put in place.
    case restored
    /// The folder is not where it was written last: it was copied, or moved to another machine.
    case copied
  }

  /// The name that the store had.
  package let old: ReplicaID

  /// The last change that keeps the old name; 0 for none.
  package let counter: UInt64

  /// The name under which the store goes on.
  package let new: ReplicaID

  /// How it was found out.
  package let cause: Cause

  /// When, in milliseconds since 1970 by the laptop's clock.
  package let at: Int64

  /// How many changes were written again under the new name.
  package let rewritten: Int

  /// Why a store took a new name.
  package init(
    old: ReplicaID,
    counter: UInt64,
    new: ReplicaID,
    cause: Cause,
    at: Int64,
    rewritten: Int
  ) {
    self.old = old
    self.counter = counter
    self.new = new
    self.cause = cause
    self.at = at
    self.rewritten = rewritten
  }
}
