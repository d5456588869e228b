// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FoundationEssentials
import SwiftProtobuf

/// The end of a round: what the hub has comes to the store.
extension SyncSession {
  mutating func pull() -> SyncAction {
    state = .pulling
    return .pull(
      .with {
        $0.cursor = Data(standing.cursor)
        $0.recordsMaximum = UInt32(SyncLimits.recordsMaximum)
      }
    )
  }

  mutating func accept(_ response: WirePullResponse) -> SyncAction {
    do {
      return accept(try PulledPage(response))
    } catch {
      return end(.fail(.damaged(error.description)))
    }
  }

  mutating func accept(_ page: PulledPage) -> SyncAction {
    guard !page.provesRestore else {
      // Even where the next hello names the timeline that the store knows: a page may have come
      // from another, on which the hub was for a while, and the cursor with it.
      return restart { $0.repair() }
    }
    guard !page.more || page.cursor != standing.cursor else {
      return end(.fail(.damaged("The hub's cursor does not move on.")))
    }
    standing.cursor = page.cursor
    report.pulled += page.states.count
    state = .accepting(more: page.more)
    return .accept(page)
  }

  mutating func afterPage(more: Bool, _ isRenamed: Bool) -> SyncAction {
    if isRenamed {
      report.renamed += 1
      return restart { $0.look() }
    }
    if more { return pull() }
    if standing.mode == .repairing, !isOffered {
      return loadOffers(after: nil)
    }
    return prune()
  }

  /// Lets the store drop what the hub has in a backup, name by name; then the round is complete.
  mutating func prune() -> SyncAction {
    for incarnation in standing.incarnations {
      let through = min(archived[incarnation.replica] ?? 0, incarnation.acknowledged)
      if through > incarnation.pruned {
        standing[incarnation.replica]?.pruned = through
        state = .pruning
        return .prune(incarnation.replica, through: through)
      }
    }
    return end(.finish(report))
  }
}
