// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// How a hub stands.
package struct HubStatus: Hashable, Sendable {
  /// The stores that enrolled, the one seen last first.
  package let replicas: [ReplicaStatus]

  /// How many timelines the hub has had: more than one after it was restored.
  package let generation: UInt64

  /// How many people are invited.
  package let people: Int

  /// How many records there are; those erased left out.
  package let records: Int

  /// How many records were erased.
  package let erased: Int

  /// How many changes the log holds.
  package let changes: Int

  /// How many of them were refused, and not said again since.
  package let quarantined: Int

  /// How many offered states wait for somebody to judge them.
  package let offers: Int

  /// How many changes came under a name under which the hub holds another: of copied stores.
  package let forks: Int

  /// The log's last place.
  package let seq: Int64

  /// When the last verified backup was made, in milliseconds since 1970; nil where none was.
  package let archivedAt: Int64?

  /// The size of the file, in bytes, what waits in its write-ahead log left out.
  package let databaseBytes: Int64
}

/// How one store stands with the hub.
package struct ReplicaStatus: Hashable, Sendable {
  /// The store, by one of its names.
  package let replica: ReplicaID

  /// The name under which the store enrolled.
  package let store: ReplicaID

  /// Its owner.
  package let person: Person

  /// What its owner calls the machine.
  package let device: String

  /// How many of its changes the hub holds.
  package let changes: UInt64

  /// How many it had not sent yet when it last said hello.
  package let waiting: UInt64

  /// The last counter that a verified backup holds.
  package let archived: UInt64

  /// How many of its changes were refused, and not said again since.
  package let quarantined: Int

  /// How often another change came under a name under which the hub holds one.
  package let forks: Int

  /// Whether its token is no longer taken.
  package let isRetired: Bool

  /// When it was last seen, in milliseconds since 1970.
  package let seenAt: Int64
}
