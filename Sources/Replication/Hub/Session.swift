// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Somebody with a token, on the store that it was given to.
package struct Session: Hashable, Sendable {
  /// The person.
  package let person: Person

  /// The store, by the name under which it enrolled.
  package let replica: ReplicaID

  /// The programs that the person takes part in.
  package let grant: Grant

  /// The programs that the person no longer takes part in, in order of name.
  package let revoked: [RecordID]

  /// Somebody with a token.
  package init(person: Person, replica: ReplicaID, grant: Grant, revoked: [RecordID] = []) {
    self.person = person
    self.replica = replica
    self.grant = grant
    self.revoked = revoked
  }
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
  /// The store, under one of its names.
  package let replica: ReplicaID

  /// What its owner calls the machine.
  package let device: String

  /// The last counter in its journal.
  package let last: UInt64

  /// The hub's timeline as the store knows it; empty at first.
  package let epoch: [UInt8]

  /// The last counter that the hub acknowledged, with the hash of that change.
  package let acknowledged: JournalEnd

  /// The hub's signature for just that; empty where there is none.
  package let receipt: [UInt8]

  /// Where a store says that it stands.
  package init(
    replica: ReplicaID,
    device: String,
    last: UInt64,
    epoch: [UInt8] = [],
    acknowledged: JournalEnd = JournalEnd(),
    receipt: [UInt8] = []
  ) {
    self.replica = replica
    self.device = device
    self.last = last
    self.epoch = epoch
    self.acknowledged = acknowledged
    self.receipt = receipt
  }
}

/// A contiguous run of a replica's journal, as its author wrote it.
package struct Batch: Hashable, Sendable {
  /// The timeline that the sender believes the hub to be on.
  package let epoch: [UInt8]

  /// The replica.
  package let replica: ReplicaID

  /// The changes' bytes, in order of counter.
  package let changes: [[UInt8]]

  /// The counter of the first; nil from a sender of version 1, which does not say.
  package let first: UInt64?

  /// The hash of the last; nil from a sender of version 1, which does not say.
  package let head: ChangeHash?

  /// Whether to quarantine what has a causal gap; else nothing of the batch is taken.
  package let settles: Bool

  /// A run of a replica's journal.
  package init(
    epoch: [UInt8],
    replica: ReplicaID,
    changes: [[UInt8]],
    first: UInt64? = nil,
    head: ChangeHash? = nil,
    settles: Bool = false
  ) {
    self.epoch = epoch
    self.replica = replica
    self.changes = changes
    self.first = first
    self.head = head
    self.settles = settles
  }
}
