// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import SyncProtocol

/// What a hub must keep: people, their changes in commit order, and each record's latest state.
///
/// Every method is one transaction: when it returns, what it did is on disk; when it throws,
/// nothing was done. Errors are ``HubStoreError`` for what the caller got wrong, and the storage's
/// own for the rest.
package protocol HubStore: Sendable {
  /// What tells this hub from every other.
  var identity: HubIdentity { get }

  /// Makes a one-time code for a person.
  ///
  /// A name and role that the hub knows mean the same person, who gets another device.
  ///
  /// - Parameters:
  ///   - invitation: Whom to invite to what.
  ///   - inviter: The coordinator who invites; nil for the hub's operator, who may invite anybody.
  /// - Returns: The code, which is told only here.
  /// - Throws: ``HubStoreError/invalid(_:)`` or ``HubStoreError/forbidden(_:)``.
  func invite(_ invitation: Invitation, by inviter: Session?) async throws -> IssuedCode

  /// Turns a one-time code into a token for a replica.
  func enrol(code: String, replica: ReplicaID, device: String) async throws -> Enrolment

  /// Whose token this is; nil for nobody's.
  func session(token: String) async throws -> Session?

  /// Notes that a replica was seen, and says how far the hub holds its journal.
  func greet(_ greeting: Greeting, by session: Session) async throws -> JournalEnd

  /// Takes a contiguous run of the session's replica's journal, whole or not at all.
  ///
  /// Changes that the hub holds already are verified and passed over; changes that it refuses are
  /// quarantined, with their counters used up.
  func push(_ batch: Batch, by session: Session) async throws -> PushOutcome

  /// What the person may read that has changed since a cursor, each record once.
  func pull(
    since cursor: [UInt8],
    recordsMaximum: Int,
    by session: Session
  ) async throws -> PullOutcome

  /// Everything that is wrong with what the store holds, in sentences; none where all is well.
  func check() async throws -> [String]

  /// Replicas, what waits on them, quarantine and sizes.
  func status() async throws -> HubStatus
}

/// What tells a hub from every other, and its secrets.
package struct HubIdentity: Sendable {
  /// 16 bytes: the hub's timeline; another after it was restored.
  package let epoch: [UInt8]

  /// Signs receipts; never leaves the hub.
  package let receiptKey: [UInt8]

  /// Hides typed shopper names in datasets; told to coordinators.
  package let pseudonymKey: [UInt8]
}

/// Somebody with a token, on the store that it was given to.
package struct Session: Hashable, Sendable {
  /// The person.
  package let person: Person

  /// The store.
  package let replica: ReplicaID

  /// The programs that the person takes part in.
  package let grant: Grant
}

/// The programs that a person takes part in.
package enum Grant: Hashable, Sendable {
  /// All there are and will be.
  case everything

  /// These.
  case programs(Set<RecordID>)

  /// Whether a program is among them.
  package func covers(_ program: RecordID) -> Bool {
    switch self {
    case .everything: true
    case .programs(let programs): programs.contains(program)
    }
  }
}

/// Where a store says that it stands.
package struct Greeting: Hashable, Sendable {
  /// The store.
  package let replica: ReplicaID

  /// What its owner calls the machine.
  package let device: String

  /// The last counter in its journal.
  package let last: UInt64

  /// Where a store says that it stands.
  package init(replica: ReplicaID, device: String, last: UInt64) {
    self.replica = replica
    self.device = device
    self.last = last
  }
}

/// How far the hub holds a replica's journal.
package struct JournalEnd: Hashable, Sendable {
  /// The last counter; 0 for none.
  package let counter: UInt64

  /// The hash of that change.
  package let head: ChangeHash
}

/// A contiguous run of a replica's journal, as its author wrote it.
package struct Batch: Hashable, Sendable {
  /// The timeline that the sender believes the hub to be on.
  package let epoch: [UInt8]

  /// The replica.
  package let replica: ReplicaID

  /// The changes' bytes, in order of counter.
  package let changes: [[UInt8]]

  /// A run of a replica's journal.
  package init(epoch: [UInt8], replica: ReplicaID, changes: [[UInt8]]) {
    self.epoch = epoch
    self.replica = replica
    self.changes = changes
  }
}

/// What came of a push; all of it is on disk.
package struct PushOutcome: Hashable, Sendable {
  /// How far the hub now holds the journal.
  package let end: JournalEnd

  /// The refused changes of the batch, those that it had sent before included.
  package let rejections: [Rejection]

  /// How many changes the hub had not seen before.
  package let newChanges: Int
}

/// A page of what has changed.
package struct PullOutcome: Hashable, Sendable {
  /// Record states, in commit order.
  package let records: [[UInt8]]

  /// Changes to these records that their states do not tell whole, as their authors wrote them.
  package let past: [[UInt8]]

  /// Records that the person may no longer read.
  package let gone: [RecordID]

  /// Who stands behind the replicas that wrote these records.
  package let cards: [ReplicaCard]

  /// Where the page ends.
  package let cursor: [UInt8]

  /// Whether there is more behind it.
  package let more: Bool

  /// Whether the cursor was void and the page is one from the beginning.
  package let restarted: Bool

  /// Whether the page says nothing new.
  package var isEmpty: Bool { records.isEmpty && gone.isEmpty && !restarted }
}
