// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import FoundationEssentials

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
  /// The replica: the store's present name or an earlier one.
  package let replica: ReplicaID

  /// The last counter that the hub holds.
  package let counter: UInt64

  /// The hash of that change, compared with the journal.
  package let head: ChangeHash

  /// The hub's signature over epoch, replica, counter and head.
  package let receipt: [UInt8]

  /// The changes among them that the hub refused.
  package let rejections: [Rejection]

  /// Whether the hub held some of them before this round, so that a pull since then may have left
  /// them out: they may not be the owner's to read any more.
  package let wereHeld: Bool

  /// What the hub has committed to disk of a replica's journal.
  package init(
    replica: ReplicaID,
    counter: UInt64,
    head: ChangeHash,
    receipt: [UInt8],
    rejections: [Rejection],
    wereHeld: Bool = false
  ) {
    self.replica = replica
    self.counter = counter
    self.head = head
    self.receipt = receipt
    self.rejections = rejections
    self.wereHeld = wereHeld
  }
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

  /// A change that came with its record.
  package init(change: Change, bytes: [UInt8]) {
    self.change = change
    self.bytes = bytes
  }
}
