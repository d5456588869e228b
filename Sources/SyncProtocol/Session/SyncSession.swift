// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// One sync round as a pure state machine: events in, the next action out.
///
/// For each of the store's names: hello, compare, push until its journal is empty. Then pull until
/// there is no more. Pushing first brings field data to safety soonest. Where the hub was restored,
/// the store first pulls anew and offers what the hub lacks, and pushes again what it has lost;
/// where the store was copied or restored, it goes on under a new name.
///
/// The session performs nothing itself: a driver sends, stores, and hands back what came of it, so
/// that every course of events can be tested without a socket. A session is used for one round;
/// whatever goes wrong ends it, and the next round begins anew, which costs nothing because every
/// step may be repeated.
package struct SyncSession: Sendable {
  enum State {
    case idle
    case greeting(comparingFrom: UInt64)
    case comparing(HubEnd, first: UInt64, count: Int)
    case waiting(Next)
    case loading
    case pushing([JournalEntry])
    case acknowledging
    case loadingOffers
    case offering(next: RecordID?)
    case pulling
    case accepting(more: Bool)
    case pruning
    case over
  }

  /// What comes after the store said where it stands.
  enum Next {
    case restart
    case push
    case pull
  }

  /// What the hub said of the journal in hand.
  struct HubEnd {
    let counter: UInt64
    let head: ChangeHash
  }

  /// After so many new beginnings a round gives up: hub and store keep changing under it.
  private static let restartsMaximum = 8

  var state = State.idle
  var standing: Standing
  var report = SyncReport()
  /// The names whose journals this round has still to settle; the first is in hand.
  var due: [ReplicaID] = []
  /// What the hub holds of the journal in hand.
  var hub = HubEnd(counter: 0, head: .none)
  /// The last change in hand that needs no sending, and its hash.
  var sent = HubEnd(counter: 0, head: .none)
  /// Refusals among changes sent again, until the hub's answer to its last one.
  var refused: [Rejection] = []
  var batch = BatchSize()
  /// What the hub has in a backup, by name.
  var archived: [ReplicaID: UInt64] = [:]
  /// While repairing: whether the hub was offered all that the store has.
  var isOffered = false
  /// Whether causal gaps are left to the hub's quarantine, the repair having closed what it could.
  var settlesGaps = false
  private var restarts = 0

  /// A round from where a store stands.
  package init(from standing: Standing) {
    self.standing = standing
  }

  /// Takes what happened and says what to do next.
  ///
  /// - Parameter event: The outcome of the last action; `begin` at first.
  /// - Returns: The one next action; `finish` or `fail` ends the round.
  package mutating func handle(_ event: SyncEvent) -> SyncAction {
    switch (state, event) {
    case (_, .failed(let failure)): recover(from: failure)
    case (.idle, .begin): greetNext()
    case (.greeting(let first), .greeted(let response)): welcome(response, comparedFrom: first)
    case (.comparing(let hub, let first, let count), .compared(let through)):
      settle(hub, first: first, count: count, through: through)
    case (.waiting(let next), .standing(let standing)): goOn(next, from: standing)
    case (.loading, .loaded(let run)): push(run)
    case (.pushing(let entries), .pushed(let response)): acknowledge(response, of: entries)
    case (.acknowledging, .stored(let isRenamed)): isRenamed ? look() : load()
    case (.loadingOffers, .offers(let offers)): offer(offers)
    case (.offering(let next), .offered(let response)): offerNext(after: next, response)
    case (.pulling, .pulled(let response)): accept(response)
    case (.pulling, .paged(let page)): accept(page)
    case (.accepting(let more), .stored(let isRenamed)): afterPage(more: more, isRenamed)
    case (.pruning, .stored): prune()
    default: end(.fail(.bug("The sync took a step out of order.")))
    }
  }

  private mutating func recover(from failure: SyncFailure) -> SyncAction {
    switch failure.remedy {
    case .greetAgain:
      return restart { $0.look() }
    case .repair where !settlesGaps:
      settlesGaps = true
      return restart { $0.repair() }
    default:
      return end(.fail(failure))
    }
  }

  /// Begins the round anew, unless it has done so too often.
  mutating func restart(_ first: (inout SyncSession) -> SyncAction) -> SyncAction {
    restarts += 1
    guard restarts <= SyncSession.restartsMaximum else {
      let what = "It changes faster than this store can follow."
      return end(.fail(.unavailable(what, retryAfterSeconds: nil)))
    }
    return first(&self)
  }

  /// Sets aside what came from the hub, to pull it anew and offer what the hub lacks.
  ///
  /// What was offered in this round before was offered to a hub that may have lost it again.
  mutating func repair(on epoch: [UInt8]? = nil) -> SyncAction {
    isOffered = false
    state = .waiting(.restart)
    return .beginRepair(epoch: epoch ?? standing.epoch)
  }

  /// Asks the store where it stands, to begin from there.
  mutating func look() -> SyncAction {
    state = .waiting(.restart)
    return .stand
  }

  private mutating func goOn(_ next: Next, from standing: Standing) -> SyncAction {
    self.standing = standing
    switch next {
    case .restart:
      due = []
      return greetNext()
    case .push: return load()
    case .pull: return pull()
    }
  }

  mutating func end(_ action: SyncAction) -> SyncAction {
    state = .over
    return action
  }
}

/// How many changes a push holds: few at first, so that a bad line loses little, then more.
struct BatchSize: Sendable {
  private(set) var size = 50
  private var maximum = SyncLimits.changesMaximum

  mutating func limit(to changes: Int) {
    maximum = max(1, min(maximum, changes))
    size = min(size, maximum)
  }

  mutating func grow() {
    size = min(size * 2, maximum)
  }
}
