// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Replication
import SyncProtocol

/// The end of a history: everything works again.
extension World {
  /// After so many rounds of each laptop the world has to be at rest.
  private static let roundsMaximum = 12

  /// Lets held-up messages through and all laptops sync, until nothing changes any more.
  ///
  /// - Throws: ``Violation`` where that never comes.
  func heal() throws {
    isCalm = true
    chance = Chance(seed: plan.seed ^ 0x6865_616c)
    tell("Everything works again.")
    while !late.isEmpty { try deliverLate() }
    for place in laptops.indices {
      laptops[place].isCutOff = false
      laptops[place].round = nil
    }
    for round in 1...World.roundsMaximum {
      let before = restingPlaces
      for place in laptops.indices {
        let state = try sync(place, actionsMaximum: 2_000)
        if case .underWay = state {
          throw Violation(.progress, "\(laptops[place].name)'s round never ends")
        }
        if case .failed(let failure) = state, round > 3 {
          throw Violation(.progress, "\(laptops[place].name)'s round fails in calm: \(failure)")
        }
      }
      if restingPlaces == before, hasSettled {
        tally.healingRoundsMaximum = max(tally.healingRoundsMaximum, round)
        return try checkQueues()
      }
    }
    throw Violation(.progress, "no rest after \(World.roundsMaximum) rounds of each laptop")
  }

  /// What the hub holds and under which names laptops write: the same after a round of each when
  /// nothing happens any more, since each has then pulled all there is.
  private var restingPlaces: [RestingPlace] {
    laptops.map { laptop in
      RestingPlace(
        incarnations: laptop.storage.names.map(\.incarnation),
        entries: hub.storage.log.count,
        epoch: try? hub.storage.timeline().epoch
      )
    }
  }

  private var hasSettled: Bool {
    laptops.allSatisfy { laptop in (try? laptop.storage.timeline().mode) == .settled }
  }

  /// I8: nothing waits.
  private func checkQueues() throws {
    for laptop in laptops {
      for name in laptop.storage.names {
        let waiting = name.changes.filter { $0.state == .waiting }
        guard waiting.isEmpty, name.incarnation.acknowledged == name.incarnation.last else {
          throw Violation(
            .progress,
            "\(waiting.count) changes of \(laptop.name) wait for ever as "
              + Story.name(name.incarnation.replica)
          )
        }
      }
    }
  }
}

private struct RestingPlace: Equatable {
  let incarnations: [Incarnation]
  let entries: Int
  let epoch: [UInt8]?
}
