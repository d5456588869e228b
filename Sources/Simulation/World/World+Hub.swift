// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FoundationEssentials
import Replication
import SyncProtocol

/// The hub with its store.
struct SimulatedHub {
  var storage: MemoryHubStorage
  var backups: [MemoryHubStorage] = []
  let key: [UInt8]
  /// The name under which the hub's process writes: another one after each start.
  var actor: ReplicaID

  init(_ chance: inout Chance, _ known: KnownChanges) {
    let timeline = HubTimeline(epoch: chance.bytes(), generation: 1)
    storage = MemoryHubStorage(
      timeline: timeline,
      known: known,
      tellsPast: chance.happens(0.1)
    )
    key = chance.bytes() + chance.bytes()
    actor = ReplicaID(bits: chance.bits())
  }
}

/// What happens at the hub.
extension World {
  /// The production's rules over a copy of the hub's store, which is a transaction.
  func ledger() -> HubLedger<MemoryHubStorage> {
    HubLedger(
      hub.storage,
      key: hub.key,
      occasion: Occasion(now: clock, epoch: chance.bytes())
    )
  }

  /// Keeps a transaction, and notes what the hub has taken and refused by it.
  func commit(_ ledger: HubLedger<MemoryHubStorage>) throws {
    let before = hub.storage
    hub.storage = ledger.storage
    hub.storage.room = nil
    hub.storage.freshRefusals = []
    hub.storage.shrunk = nil
    if try before.timeline() != hub.storage.timeline() {
      tally[.newEpoch] += 1
      tell("  the hub begins another timeline")
    }
    for entry in hub.storage.log[before.log.count...] {
      switch entry.content {
      case .change(let dot, let bytes?, let hash):
        registry.note(try known.change(hash, bytes), hash, laptop: "the hub")
        if registry.take(dot, hash, of: entry.record) { tally[.sharedDot] += 1 }
        try lookAtRights(of: try known.change(hash, bytes))
      case .effect: tally[.gapSettled] += 1
      case .offer: tally[.offer] += 1
      default: break
      }
    }
    for dot in ledger.storage.freshRefusals {
      guard let refused = hub.storage.quarantine[dot], refused.code != .causalGap else { continue }
      if let hash = try hub.storage.hashes(of: dot.replica, from: dot.counter, maximum: 1).first {
        registry.refused.insert(hash)
        try lookAtRefusal(refused, of: hash)
      }
      tell("  the hub refuses \(Story.name(dot)): \(refused.code.rawValue)")
    }
    if let id = ledger.storage.shrunk, !registry.mixed.contains(id) {
      throw Violation(.monotoneContexts, "the hub forgot what \(Story.name(id)) had seen")
    }
  }

  /// Serves a request in one transaction.
  func serve(_ request: HubRequest, _ owner: Person, _ store: ReplicaID) throws -> SyncEvent {
    let session = cast.session(of: owner, store: store)
    var ledger = ledger()
    if strikes(.disk, 0.01) { ledger.storage.room = chance.below(5) }
    let event: SyncEvent
    do {
      event = try answer(request, by: session, with: &ledger)
    } catch let refusal as HubRefusal {
      return try refused(refusal)
    } catch is FullDisk {
      tally[.fullHubDisk] += 1
      tell("  the hub's disk is full")
      return .failed(.unavailable("The disk is full.", retryAfterSeconds: nil))
    }
    if strikes(.crash, 0.02) {
      tally[.hubCrashBeforeCommit] += 1
      restartHub()
      #if Mutants
      if Mutant.isOn(.answersBeforeCommit) { return event }
      #endif
      return .failed(.unreachable("The hub stops before its commit."))
    }
    try commit(ledger)
    if strikes(.crash, 0.02) {
      tally[.hubCrashAfterCommit] += 1
      restartHub()
      return .failed(.unreachable("The hub stops after its commit."))
    }
    return event
  }

  private func answer(
    _ request: HubRequest,
    by session: Session,
    with ledger: inout HubLedger<MemoryHubStorage>
  ) throws -> SyncEvent {
    switch request {
    case .hello(let request): .greeted(try ledger.answer(request, by: session))
    case .push(let request): .pushed(try ledger.answer(request, by: session))
    case .pull(let request): .pulled(try ledger.answer(request, by: session))
    case .offer(let request): .offered(try ledger.answer(request, by: session))
    case .bundle(let bundle):
      // Whoever carries it is told; its author is not there.
      try { _ in SyncEvent.stored(isRenamed: false) }(ledger.deliver(bundle, by: session))
    }
  }

  /// As the hub's program answers a refusal, and as the laptop's reads that.
  private func refused(_ refusal: HubRefusal) throws -> SyncEvent {
    tell("  the hub answers: \(refusal)")
    if case .forked(let fork) = refusal {
      var ledger = ledger()
      try ledger.note(fork)
      try commit(ledger)
    }
    let problem = refusal.problem
    return .failed(
      SyncFailure(
        status: problem.status,
        code: problem.rawValue,
        detail: refusal.description
      )
    )
  }

  func restartHub() {
    hub.actor = ReplicaID(bits: chance.bits())
    tally[.hubRestart] += 1
    tell("  the hub's process starts anew")
  }
}

/// What the operator does.
extension World {
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
      var ledger = ledger()
      try ledger.beginTimeline()
      try commit(ledger)
    }
    restartHub()
    countLosses()
  }

  /// The operator has a refused change taken, or an offer that the hub would not join.
  func requeue(for place: Int) throws {
    var ledger = ledger()
    let dots = hub.storage.quarantine.values
      .filter { $0.requeuedAs == nil && $0.code != .causalGap }.map(\.dot).sorted()
    do {
      if let offer = hub.storage.offers.values.min(by: { $0.hash.precedes($1.hash) }),
        chance.happens(0.5)
      {
        try ledger.requeue(offer)
        tell("  an offer of \(Story.name(offer.record)) is joined after all")
      } else if let dot = chance.pick(dots) {
        let actor = HubReplica(
          id: hub.actor,
          person: Cast.operator.id,
          store: hub.actor,
          device: "hub",
          seenAt: clock
        )
        let taken = try ledger.requeue(dot, as: actor)
        tell("  \(Story.name(dot)) is taken after all, as \(Story.name(taken))")
      } else {
        return
      }
    } catch is HubRefusal {
      return
    }
    tally[.requeue] += 1
    try commit(ledger)
  }

  /// Somebody takes a laptop's unsent work along in a file; it arrives some time, perhaps twice.
  func carryBundle(from place: Int) throws {
    let laptop = laptops[place]
    var bundle = WireBundle()
    bundle.device = laptop.name
    for name in laptop.storage.names {
      let changes = try laptop.storage.changes(
        of: name.incarnation.replica,
        after: name.incarnation.acknowledged,
        maximum: .max
      )
      guard let first = changes.first else { continue }
      bundle.runs.append(.init(first, changes))
    }
    guard !bundle.runs.isEmpty else { return }
    tally[.bundle] += 1
    tell("  \(laptop.name)'s unsent work is taken along in a file")
    let message = LateRequest(
      owner: laptop.owner,
      store: laptop.enrolledAs,
      request: .bundle(bundle)
    )
    late += chance.happens(0.3) ? [message, message] : [message]
    if chance.happens(0.5) { try deliverLate() }
  }
}

extension WireJournalRun {
  fileprivate init(_ first: KeptChange, _ changes: [KeptChange]) {
    self.init()
    replica = Data(first.change.dot.replica.bytes)
    self.first = first.change.dot.counter
    self.changes = changes.map { Data($0.bytes) }
  }
}
