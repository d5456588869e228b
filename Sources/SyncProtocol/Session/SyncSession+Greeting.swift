// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FoundationEssentials
import SwiftProtobuf

/// The beginning of a round: who the store is to the hub, and whether both mean the same.
extension SyncSession {
  /// Greets under the next name to settle; where none is left, the journals are settled.
  mutating func greetNext() -> SyncAction {
    if due.isEmpty { due = standing.due }
    guard let replica = due.first, let incarnation = standing[replica] else {
      return end(.fail(.bug("The store has no name.")))
    }
    return greet(incarnation, comparingFrom: incarnation.acknowledged)
  }

  private mutating func greet(
    _ incarnation: Incarnation,
    comparingFrom first: UInt64
  ) -> SyncAction {
    state = .greeting(comparingFrom: first)
    return .hello(
      .with {
        $0.versions = SyncVersion.spokenByStore
        $0.replica = Data(incarnation.replica.bytes)
        $0.device = standing.device
        $0.acknowledged = incarnation.acknowledged
        $0.head = Data(incarnation.acknowledged == 0 ? [] : incarnation.head.bytes)
        $0.last = incarnation.last
        $0.schema = UInt32(FieldSchema.version)
        $0.epoch = Data(standing.epoch)
        $0.receipt = Data(incarnation.receipt)
        $0.compareFrom = first
      }
    )
  }

  mutating func welcome(_ response: WireHelloResponse, comparedFrom first: UInt64) -> SyncAction {
    guard SyncVersion.spokenByStore.contains(response.version) else {
      return end(.fail(.version))
    }
    guard response.epoch.count == 16, let replica = due.first, let own = standing[replica] else {
      return end(.fail(.damaged("The hub does not say on what timeline it is.")))
    }
    let epoch = Array(response.epoch)
    guard epoch == standing.epoch else {
      // Before the first round there is nothing to repair: the store takes the timeline up.
      return restart { $0.repair(on: epoch) }
    }
    batch.limit(to: Int(response.changesMaximum))
    archived[replica] = response.archived
    if standing.mode == .repairing, !isOffered {
      return pull()
    }
    let hub = HubEnd(
      counter: response.counter,
      head: ChangeHash(bytes: Array(response.head)) ?? .none
    )
    if hub.counter == own.acknowledged, hub.head == own.head {
      return begin(own, hub, from: hub)
    }
    let hashes = response.hashes.compactMap { ChangeHash(bytes: Array($0)) }
    guard hashes.count == response.hashes.count else {
      return end(.fail(.damaged("A hash in the hub's answer is not 32 bytes.")))
    }
    state = .comparing(hub, first: first, count: hashes.count)
    return .compare(replica, first: first, hashes: hashes)
  }

  /// Decides by the last counter on which both agree.
  mutating func settle(
    _ hub: HubEnd,
    first: UInt64,
    count: Int,
    through agreed: UInt64?
  ) -> SyncAction {
    guard let replica = due.first, let own = standing[replica] else {
      return end(.fail(.bug("The store has no name.")))
    }
    #if Mutants
    if Mutant.isOn(.greetsWithoutComparing) { return begin(own, hub, from: own.end) }
    #endif
    guard let agreed else {
      // Nothing agrees from here on: the branches part further down, if not before the beginning.
      if first > own.pruned { return greet(own, comparingFrom: own.pruned) }
      return isSpent(own, at: own.pruned)
        ? begin(own, hub, from: own.end) : fork(own, at: own.pruned)
    }
    let isCapped = count == SyncLimits.hashesMaximum && agreed == first + UInt64(count) - 1
    if isCapped, agreed < min(hub.counter, own.last), agreed > first {
      return greet(own, comparingFrom: agreed)
    }
    guard agreed == hub.counter, agreed <= own.last else {
      return isSpent(own, at: agreed) ? begin(own, hub, from: own.end) : fork(own, at: agreed)
    }
    #if Mutants
    if hub.counter < own.acknowledged, Mutant.isOn(.pushesNothingAgain) {
      return begin(own, hub, from: own.end)
    }
    #endif
    if hub.counter < own.acknowledged {
      // The hub was restored: what it has lost is sent again.
      self.hub = hub
      sent = hub
      state = .waiting(.push)
      return .rewind(replica, to: hub.counter)
    }
    // An answer was lost: what the hub holds beyond its acknowledgement is sent again, so that it
    // tells again what it refused.
    return begin(own, hub, from: HubEnd(counter: own.acknowledged, head: own.head))
  }

  /// Whether an earlier name has nothing beyond a counter: another copy of the store may have gone
  /// on under it.
  ///
  /// What waits up to there is sent all the same, so that the hub tells what it refused of it.
  private func isSpent(_ own: Incarnation, at counter: UInt64) -> Bool {
    own.replica != standing.incarnations.last?.replica && own.last == counter
  }

  private mutating func fork(_ own: Incarnation, at counter: UInt64) -> SyncAction {
    restart { session in
      session.report.renamed += 1
      session.state = .waiting(.restart)
      return .fork(own.replica, at: counter)
    }
  }

  private mutating func begin(_ own: Incarnation, _ hub: HubEnd, from start: HubEnd) -> SyncAction {
    self.hub = hub
    sent = start
    refused = []
    return load()
  }
}

extension Incarnation {
  /// The last change that the hub acknowledged.
  fileprivate var end: SyncSession.HubEnd {
    SyncSession.HubEnd(counter: acknowledged, head: head)
  }
}
