// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// How a hub stands.
package struct HubStatus: Hashable, Sendable {
  /// The stores that enrolled, the one seen last first.
  package let replicas: [ReplicaStatus]

  /// How many people are invited.
  package let people: Int

  /// How many records there are.
  package let records: Int

  /// How many changes the log holds.
  package let changes: Int

  /// How many of them were refused.
  package let quarantined: Int

  /// The log's last place.
  package let seq: Int64

  /// The size of the file, in bytes, what waits in its write-ahead log left out.
  package let databaseBytes: Int64
}

/// How one store stands with the hub.
package struct ReplicaStatus: Hashable, Sendable {
  /// The store.
  package let replica: ReplicaID

  /// Its owner.
  package let person: Person

  /// What its owner calls the machine.
  package let device: String

  /// How many of its changes the hub holds.
  package let changes: UInt64

  /// How many it had not sent yet when it last said hello.
  package let waiting: UInt64

  /// How many of its changes were refused.
  package let quarantined: Int

  /// When it was last seen, in milliseconds since 1970.
  package let seenAt: Int64
}
