// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// A hub's timeline: another after it was restored.
package struct HubTimeline: Hashable, Sendable {
  /// 16 bytes, drawn at random.
  package var epoch: [UInt8]

  /// How many timelines there were, from 1.
  package var generation: UInt64

  /// A timeline.
  package init(epoch: [UInt8], generation: UInt64) {
    self.epoch = epoch
    self.generation = generation
  }
}

/// How far the hub holds a replica's journal.
package struct JournalEnd: Hashable, Sendable {
  /// The last counter; 0 for none.
  package let counter: UInt64

  /// The hash of that change; ``ChangeHash/none`` at 0.
  package let head: ChangeHash

  /// How far a journal is held; at first not at all.
  package init(counter: UInt64 = 0, head: ChangeHash = .none) {
    self.counter = counter
    self.head = head
  }
}

/// A replica as the hub knows it.
package struct HubReplica: Hashable, Sendable {
  /// Its name.
  package let id: ReplicaID

  /// Its owner.
  package let person: PersonID

  /// The replica that the store's token was given to; the same for all names of one store.
  package let store: ReplicaID

  /// What its owner calls the machine.
  package var device: String

  /// How far the hub holds its journal.
  package var end: JournalEnd

  /// The last counter that it said to have.
  package var last: UInt64

  /// The last counter that a verified backup holds.
  package var archived: UInt64

  /// When it was last seen, in milliseconds since 1970.
  package var seenAt: Int64

  /// A replica as the hub knows it.
  package init(
    id: ReplicaID,
    person: PersonID,
    store: ReplicaID,
    device: String,
    end: JournalEnd = JournalEnd(),
    last: UInt64 = 0,
    archived: UInt64 = 0,
    seenAt: Int64
  ) {
    self.id = id
    self.person = person
    self.store = store
    self.device = device
    self.end = end
    self.last = last
    self.archived = archived
    self.seenAt = seenAt
  }
}
