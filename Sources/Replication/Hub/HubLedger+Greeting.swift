// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import SyncProtocol

extension HubLedger {
  /// Notes that a replica was seen, and says how far the hub holds its journal.
  ///
  /// A replica that the hub does not know is taken as one more of the session's person. A genuine
  /// receipt for what the hub does not hold proves that it was restored, and begins a timeline.
  ///
  /// - Throws: ``HubRefusal/takenReplica`` for another person's replica.
  package mutating func greet(_ greeting: Greeting, by session: Session) throws -> Welcome {
    guard greeting.device.utf8.count <= Code.bytesMaximum else {
      throw HubRefusal.invalid("A device's name has at most \(Code.bytesMaximum) bytes.")
    }
    var replica = try enlist(greeting.replica, device: greeting.device, by: session)
    if try provesRestore(greeting) { try beginTimeline() }
    replica.last = greeting.last
    replica.seenAt = occasion.now
    if !greeting.device.isEmpty { replica.device = greeting.device }
    try storage.keep(replica)
    return Welcome(
      epoch: try storage.timeline().epoch,
      end: replica.end,
      archived: replica.archived,
      revoked: session.revoked
    )
  }

  /// The hashes of a replica's changes from a counter on, that at 0 being ``ChangeHash/none``.
  ///
  /// At most `SyncLimits.hashesMaximum`, and none of changes after the last counter.
  package func hashes(
    of replica: ReplicaID,
    from counter: UInt64,
    through last: UInt64
  ) throws -> [ChangeHash] {
    guard counter <= last else { return [] }
    let count = min(UInt64(SyncLimits.hashesMaximum), last - counter + 1)
    guard counter == 0 else {
      return try storage.hashes(of: replica, from: counter, maximum: Int(count))
    }
    return try [.none] + storage.hashes(of: replica, from: 1, maximum: Int(count) - 1)
  }

  /// The replica of this name, which is the session's person's; taken up where it is new.
  ///
  /// - Throws: ``HubRefusal/takenReplica`` for another person's replica.
  mutating func enlist(
    _ id: ReplicaID,
    device: String,
    by session: Session
  ) throws -> HubReplica {
    if let known = try storage.replica(id) {
      guard known.person == session.person.id else { throw HubRefusal.takenReplica }
      return known
    }
    let replica = HubReplica(
      id: id,
      person: session.person.id,
      store: session.replica,
      device: device,
      seenAt: occasion.now
    )
    try storage.keep(replica)
    return replica
  }

  /// Whether a store shows the hub's own signature for a change that the hub does not hold.
  private func provesRestore(_ greeting: Greeting) throws -> Bool {
    #if Mutants
    if Mutant.isOn(.ignoresReceipts) { return false }
    #endif
    let (counter, head) = (greeting.acknowledged.counter, greeting.acknowledged.head)
    guard counter > 0, try greeting.epoch == storage.timeline().epoch,
      Receipt.isGenuine(
        greeting.receipt,
        epoch: greeting.epoch,
        replica: greeting.replica,
        counter: counter,
        head: head,
        key: key
      )
    else { return false }
    return try storage.hashes(of: greeting.replica, from: counter, maximum: 1).first != head
  }
}

/// What a store that said hello is told.
package struct Welcome: Hashable, Sendable {
  /// The hub's timeline.
  package let epoch: [UInt8]

  /// How far the hub holds the journal.
  package let end: JournalEnd

  /// The last counter that a verified backup holds.
  package let archived: UInt64

  /// The programs that the person no longer takes part in.
  package let revoked: [RecordID]
}
