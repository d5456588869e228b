// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Replication
import SyncProtocol

/// The hub with its store.
struct SimulatedHub {
  var storage: MemoryHubStorage
  var backups: [MemoryHubStorage] = []
  /// The name under which the hub's process writes: another one after each start.
  var actor: ReplicaID

  init(_ chance: inout Chance, _ known: KnownChanges) {
    let timeline = HubTimeline(epoch: chance.bytes(), generation: 1)
    storage = MemoryHubStorage(people: Cast.people, timeline: timeline, known: known)
    actor = ReplicaID(bits: chance.bits())
  }
}

/// What happens at the hub.
extension World {
  func serve(_ request: HubRequest, _ owner: Person, _ store: ReplicaID) throws -> SyncEvent {
    .failed(.unavailable("", retryAfterSeconds: nil))
  }

  func restartHub() {
    hub.actor = ReplicaID(bits: chance.bits())
    tally[.hubRestart] += 1
    tell("  the hub's process starts anew")
  }

  func backUpHub() throws {
    hub.backups.append(hub.storage)
    tally[.hubBackup] += 1
    guard plan.faults.contains(.prune) else { return tell("  the hub's store is copied away") }
    for replica in hub.storage.replicas.values {
      var archived = replica
      archived.archived = archived.end.counter
      try hub.storage.keep(archived)
    }
    tell("  the hub's store is copied away, and the copy verified")
  }

  func restoreHub() throws {
    guard let backup = chance.pick(hub.backups) else { return }
    hub.storage = backup
    let isSilent = chance.happens(0.5)
    tally[isSilent ? .silentHubRestore : .announcedHubRestore] += 1
    tell("  the hub goes back to a copy, \(isSilent ? "silently" : "and says so")")
    if !isSilent {
      var timeline = try hub.storage.timeline()
      timeline.generation += 1
      timeline.epoch = chance.bytes()
      try hub.storage.keep(timeline)
    }
    restartHub()
    countLosses()
  }

  func requeue(for place: Int) throws {}

  func carryBundle(from place: Int) throws {}
}
