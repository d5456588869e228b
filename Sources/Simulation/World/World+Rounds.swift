// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Replication
import SyncProtocol

/// Rounds of sync: the production's session, driven action by action.
extension World {
  /// How a round stands after some actions.
  enum RoundState {
    case underWay
    case complete
    case failed(SyncFailure)
  }

  /// Begins a laptop's round, or goes on with the one it is in, for so many actions at most.
  @discardableResult
  func sync(_ place: Int, actionsMaximum: Int) throws -> RoundState {
    if laptops[place].round == nil {
      var session = SyncSession(from: try transaction(on: place).standing())
      let action = session.handle(.begin)
      laptops[place].round = Round(session: session, action: action)
      tally[.round] += 1
    }
    for _ in 0..<actionsMaximum {
      guard var round = laptops[place].round else { return .failed(.unreachable("It stopped.")) }
      switch round.action {
      case .finish:
        laptops[place].round = nil
        tally[.completedRound] += 1
        tell("  \(laptops[place].name)'s round is complete")
        return .complete
      case .fail(let failure):
        laptops[place].round = nil
        tally[.failedRound] += 1
        tell("  \(laptops[place].name)'s round fails: \(failure)")
        try judge(failure, of: place)
        return .failed(failure)
      default:
        guard let event = try carryOut(round.action, on: place) else { continue }
        round.action = round.session.handle(event)
        laptops[place].round = round
        try lookAtScopes(of: round.action, for: laptops[place])
      }
    }
    return .underWay
  }

  /// A round may fail for now; a failure that no later round mends would stop the queue for ever.
  private func judge(_ failure: SyncFailure, of place: Int) throws {
    guard !failure.isTemporary else { return }
    throw Violation(.progress, "\(laptops[place].name)'s round ends for good: \(failure.sentence)")
  }

  /// Carries one action out; nil where the laptop stopped over it.
  private func carryOut(_ action: SyncAction, on place: Int) throws -> SyncEvent? {
    if let event = try exchange(action, from: place) { return event }
    let room = strikes(.disk, 0.01) ? chance.below(6) : nil
    let stops = strikes(.crash, 0.02)
    let before = Before(action, laptops[place].storage)
    var replica = transaction(on: place, isKept: room == nil && !stops)
    replica.storage.room = room
    let event: SyncEvent
    do {
      guard let done = try replica.perform(narrowed(action)) else {
        throw Violation(.progress, "nobody does: \(action.word)")
      }
      event = done
    } catch is FullDisk {
      laptops[place].round = nil
      tally[.fullDisk] += 1
      tell("  \(laptops[place].name)'s disk is full: the round ends")
      return nil
    } catch let error where !(error is Violation) {
      throw Violation(.progress, "\(laptops[place].name) cannot \(action.word): \(error)")
    }
    if stops {
      laptops[place].round = nil
      tally[.laptopCrashBeforeCommit] += 1
      tell("  \(laptops[place].name) stops before it has done: \(action.word)")
      #if Mutants
      if case .accept(let page) = action, Mutant.isOn(.keepsCursorFirst) {
        var timeline = try laptops[place].storage.timeline()
        timeline.cursor = page.cursor
        try laptops[place].storage.keep(timeline)
      }
      #endif
      return nil
    }
    try commit(replica, on: place)
    note(action)
    tell("  \(laptops[place].name) has done: \(action.word)")
    try look(before, after: event, on: place)
    if strikes(.crash, 0.02) {
      laptops[place].round = nil
      tally[.laptopCrashAfterCommit] += 1
      tell("  \(laptops[place].name) stops")
      return nil
    }
    return event
  }

  /// Now and then a store reads less at once than it might, so that a short history has long runs.
  private func narrowed(_ action: SyncAction) -> SyncAction {
    switch action {
    case .load(let replica, let after, let changes, let bytes):
      let maximum = chance.happens(0.5) ? 1 + chance.below(3) : changes
      return .load(replica, after: after, changesMaximum: maximum, bytesMaximum: bytes)
    case .loadOffers(let after, let bytes):
      return .loadOffers(after: after, bytesMaximum: chance.happens(0.5) ? 300 : bytes)
    default:
      return action
    }
  }

  private func note(_ action: SyncAction) {
    switch action {
    case .fork: tally[.fork] += 1
    case .beginRepair: tally[.repair] += 1
    case .prune: tally[.pruned] += 1
    case .acknowledge(let acknowledgement): tally[.refused] += acknowledgement.rejections.count
    default: break
    }
  }
}

extension SyncAction {
  /// The action in a few words.
  var word: String {
    switch self {
    case .hello(let request): "hello, \(request.acknowledged) of \(request.last) acknowledged"
    case .compare(_, let first, let hashes): "compare \(hashes.count) hashes from \(first)"
    case .rewind(let replica, let counter): "rewind \(Story.name(replica)) to \(counter)"
    case .fork(let replica, let counter): "fork \(Story.name(replica)) at \(counter)"
    case .beginRepair: "begin repair"
    case .load(let replica, let after, _, _): "load \(Story.name(replica)) after \(after)"
    case .push(let request): "push \(request.changes.count) from \(request.first)"
    case .acknowledge(let acknowledgement): "acknowledge \(acknowledgement.counter)"
    case .loadOffers: "load offers"
    case .offer(let request): "offer \(request.states.count)"
    case .endRepair: "end repair"
    case .pull: "pull"
    case .accept(let page):
      "accept \(page.records.map { Story.name($0.header.id) })"
        + (page.restarted ? " restarted" : "")
        + (page.gone.isEmpty ? "" : " \(page.gone.count) gone")
    case .prune(let replica, let through): "prune \(Story.name(replica)) through \(through)"
    case .stand: "stand"
    case .finish: "finish"
    case .fail(let failure): "fail: \(failure)"
    }
  }
}
