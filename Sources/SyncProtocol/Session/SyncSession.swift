// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FoundationEssentials
import SwiftProtobuf

/// One sync round as a pure state machine: events in, the next action out.
///
/// Hello, then push until the journal is empty, then pull until there is no more. Pushing first
/// brings field data to safety soonest. The session performs nothing itself: a driver sends,
/// stores, and hands back what came of it, so that every course of events can be tested without a
/// socket. A session is used for one round; whatever goes wrong ends it, and the next round begins
/// anew, which costs nothing because every step may be repeated.
package struct SyncSession: Sendable {
  private enum State {
    case idle
    case greeting
    case loading
    case pushing([JournalEntry])
    case acknowledging
    case pulling
    case accepting(more: Bool)
    case over
  }

  private var state = State.idle
  private var standing: Standing
  private var epoch: [UInt8] = []
  /// The last of our changes that the hub holds.
  private var hubCounter: UInt64 = 0
  /// The last of our changes that needs no sending, and its hash.
  private var sent: (counter: UInt64, head: ChangeHash) = (0, .none)
  /// Refusals among changes sent again, until the hub's answer to its last one.
  private var refused: [Rejection] = []
  private var batch: BatchSize
  private var report = SyncReport()

  /// A round from where a store stands.
  package init(from standing: Standing) {
    self.standing = standing
    batch = BatchSize()
  }

  /// Takes what happened and says what to do next.
  ///
  /// - Parameter event: The outcome of the last action; `begin` at first.
  /// - Returns: The one next action; `finish` or `fail` ends the round.
  package mutating func handle(_ event: SyncEvent) -> SyncAction {
    switch (state, event) {
    case (_, .failed(let failure)): end(.fail(failure))
    case (.idle, .begin): greet()
    case (.greeting, .greeted(let response)): welcome(response)
    case (.loading, .loaded(let run)): push(run)
    case (.pushing(let entries), .pushed(let response)): acknowledge(response, of: entries)
    case (.acknowledging, .stored): load()
    case (.pulling, .pulled(let page)): accept(page)
    case (.accepting(let more), .stored): more ? pull() : end(.finish(report))
    default: end(.fail(.bug("The sync took a step out of order.")))
    }
  }

  private mutating func greet() -> SyncAction {
    state = .greeting
    return .hello(
      .with {
        $0.versions = [SyncLimits.version]
        $0.replica = Data(standing.replica.bytes)
        $0.device = standing.device
        $0.acknowledged = standing.acknowledged
        $0.head = Data(standing.head == .none ? [] : standing.head.bytes)
        $0.last = standing.last
        $0.schema = UInt32(FieldSchema.version)
      }
    )
  }

  private mutating func welcome(_ response: WireHelloResponse) -> SyncAction {
    guard response.version == SyncLimits.version else {
      return end(.fail(.version))
    }
    guard response.counter <= standing.last else {
      return end(.fail(.forked(counter: response.counter)))
    }
    let head = ChangeHash(bytes: Array(response.head)) ?? .none
    guard response.counter != standing.acknowledged || head == standing.head else {
      return end(.fail(.forked(counter: response.counter)))
    }
    epoch = Array(response.epoch)
    hubCounter = response.counter
    // An answer was lost where the hub holds more than it acknowledged: what it holds is sent
    // again, so that the hub compares it with what it has and tells again what it refused.
    sent =
      response.counter > standing.acknowledged
      ? (standing.acknowledged, standing.head) : (response.counter, head)
    batch.limit(to: Int(response.changesMaximum))
    return load()
  }

  private mutating func load() -> SyncAction {
    guard sent.counter < standing.last else { return pull() }
    state = .loading
    return .load(
      after: sent.counter,
      changesMaximum: batch.size,
      bytesMaximum: SyncLimits.pushBytesMaximum
    )
  }

  /// Pushes a run, once it is sure that the hub's last change and ours are the same one.
  private mutating func push(_ run: JournalRun) -> SyncAction {
    guard run.previous == sent.head else {
      return end(.fail(.forked(counter: sent.counter)))
    }
    guard !run.entries.isEmpty else {
      return end(.fail(.bug("The journal ends before its last counter.")))
    }
    state = .pushing(run.entries)
    return .push(
      .with {
        $0.epoch = Data(epoch)
        $0.replica = Data(standing.replica.bytes)
        $0.changes = run.entries.map { Data($0.bytes) }
      }
    )
  }

  /// Believes an acknowledgement only where the hub's head is the hash of our own last change: a
  /// counter alone lost acknowledged writes when stores were cloned.
  private mutating func acknowledge(
    _ response: WirePushResponse,
    of entries: [JournalEntry]
  ) -> SyncAction {
    guard let last = entries.last, response.counter == max(last.counter, hubCounter),
      response.counter > last.counter || ChangeHash(bytes: Array(response.head)) == last.hash
    else { return end(.fail(.forked(counter: response.counter))) }
    refused += response.rejections.map {
      Rejection(counter: $0.counter, code: $0.code, detail: $0.detail)
    }
    sent = (last.counter, last.hash)
    batch.grow()
    report.pushed += entries.count
    // The hub's answer is about its last change; until we are there, we send on.
    guard response.counter == last.counter else { return load() }
    let rejections = refused
    refused = []
    report.rejected += rejections.count
    state = .acknowledging
    return .acknowledge(
      Acknowledgement(
        counter: last.counter,
        head: last.hash,
        receipt: Array(response.receipt),
        rejections: rejections
      )
    )
  }

  private mutating func pull() -> SyncAction {
    state = .pulling
    return .pull(
      .with {
        $0.cursor = Data(standing.cursor)
        $0.recordsMaximum = UInt32(SyncLimits.recordsMaximum)
      }
    )
  }

  private mutating func accept(_ response: WirePullResponse) -> SyncAction {
    let page: PulledPage
    do {
      page = try PulledPage(response)
    } catch {
      return end(.fail(.damaged(error.description)))
    }
    guard !page.more || page.cursor != standing.cursor else {
      return end(.fail(.damaged("The hub's cursor does not move on.")))
    }
    standing.cursor = page.cursor
    report.pulled += page.records.count
    state = .accepting(more: page.more)
    return .accept(page)
  }

  private mutating func end(_ action: SyncAction) -> SyncAction {
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
