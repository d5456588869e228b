// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import FoundationEssentials

/// Where a store stands before a round.
package struct Standing: Hashable, Sendable {
  /// The store's replica.
  package var replica: ReplicaID

  /// What the store's owner calls the machine.
  package var device: String

  /// The last of the replica's counters that the hub acknowledged; 0 for none.
  package var acknowledged: UInt64

  /// The hash of that change.
  package var head: ChangeHash

  /// The last counter in the journal; 0 for none.
  package var last: UInt64

  /// Where the last pull ended; empty for the beginning.
  package var cursor: [UInt8]

  /// Where a store stands.
  package init(
    replica: ReplicaID,
    device: String,
    acknowledged: UInt64,
    head: ChangeHash,
    last: UInt64,
    cursor: [UInt8]
  ) {
    self.replica = replica
    self.device = device
    self.acknowledged = acknowledged
    self.head = head
    self.last = last
    self.cursor = cursor
  }
}

/// One change in a journal.
package struct JournalEntry: Hashable, Sendable {
  /// The change's counter.
  package let counter: UInt64

  /// The change as its author wrote it.
  package let bytes: [UInt8]

  /// The hash of the bytes.
  package let hash: ChangeHash

  /// A change at its place in a journal.
  package init(counter: UInt64, bytes: [UInt8], hash: ChangeHash) {
    self.counter = counter
    self.bytes = bytes
    self.hash = hash
  }
}

/// Consecutive changes of a journal, with the hash of the change before them.
package struct JournalRun: Hashable, Sendable {
  /// The hash of the change before the first; ``ChangeHash/none`` at the beginning.
  package let previous: ChangeHash

  /// The changes, in order.
  package let entries: [JournalEntry]

  /// A run of a journal.
  package init(previous: ChangeHash, entries: [JournalEntry]) {
    self.previous = previous
    self.entries = entries
  }
}

/// A change that the hub holds in quarantine.
package struct Rejection: Hashable, Sendable {
  /// The change's counter.
  package let counter: UInt64

  /// The reason, as `Refusal.Code` spells it.
  package let code: String

  /// The reason, for people.
  package let detail: String

  /// A refused change.
  package init(counter: UInt64, code: String, detail: String) {
    self.counter = counter
    self.code = code
    self.detail = detail
  }
}

/// What the hub has committed to disk of a replica's journal.
package struct Acknowledgement: Hashable, Sendable {
  /// The last counter that the hub holds.
  package let counter: UInt64

  /// The hash of that change, compared with the journal.
  package let head: ChangeHash

  /// The hub's signature over epoch, replica, counter and head.
  package let receipt: [UInt8]

  /// The changes among them that the hub refused.
  package let rejections: [Rejection]
}

/// Who stands behind a replica.
package struct ReplicaCard: Hashable, Sendable {
  /// The replica.
  package let replica: ReplicaID

  /// What its owner calls the machine.
  package let device: String

  /// Its owner.
  package let person: Person

  /// Who stands behind a replica.
  package init(replica: ReplicaID, device: String, person: Person) {
    self.replica = replica
    self.device = device
    self.person = person
  }
}

/// A change that came with its record.
package struct PastChange: Hashable, Sendable {
  /// The change.
  package let change: Change

  /// The change as its author wrote it.
  package let bytes: [UInt8]
}

/// A page of what has changed at the hub.
package struct PulledPage: Hashable, Sendable {
  /// Whole records, at their latest state.
  package let records: [Record]

  /// Changes to these records that their states do not tell whole, as their authors wrote them:
  /// what a history shows beside the live values.
  package let past: [PastChange]

  /// Records that are no longer the person's to read.
  package let gone: [RecordID]

  /// Everybody who wrote in these records.
  package let cards: [ReplicaCard]

  /// Where the page ends; stored in one transaction with the records.
  package let cursor: [UInt8]

  /// Whether there is more behind it.
  package let more: Bool

  /// Whether the cursor was void and this page is one from the beginning.
  package let restarted: Bool
}

/// What came of a round.
package struct SyncReport: Hashable, Sendable {
  /// How many changes the hub acknowledged.
  package var pushed = 0

  /// How many records came.
  package var pulled = 0

  /// How many of the pushed changes the hub refused.
  package var rejected = 0

  /// A round in which nothing happened.
  package init() {}
}

/// What happened, for ``SyncSession/handle(_:)``.
package enum SyncEvent: Sendable {
  /// The round begins.
  case begin
  /// The hub answered a hello.
  case greeted(WireHelloResponse)
  /// The store read a run of its journal.
  case loaded(JournalRun)
  /// The hub answered a push.
  case pushed(WirePushResponse)
  /// The hub answered a pull.
  case pulled(WirePullResponse)
  /// The store has what it was told to keep, on disk.
  case stored
  /// The last action failed.
  case failed(SyncFailure)
}

/// What to do next.
package enum SyncAction: Sendable {
  /// Send a hello.
  case hello(WireHelloRequest)
  /// Read the journal after a counter: at most so many changes and bytes, but at least one change.
  case load(after: UInt64, changesMaximum: Int, bytesMaximum: Int)
  /// Send a push.
  case push(WirePushRequest)
  /// Keep an acknowledgement.
  case acknowledge(Acknowledgement)
  /// Send a pull.
  case pull(WirePullRequest)
  /// Keep a page, with its cursor, in one transaction.
  case accept(PulledPage)
  /// The round is complete.
  case finish(SyncReport)
  /// The round is over without being complete.
  case fail(SyncFailure)
}
