// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import SyncProtocol
import Testing

@Suite("A round repairs what it finds broken")
struct RepairRoundTests {
  private let script = SessionScript()
  private var entries: [JournalEntry] { script.entries }
  private let foreign = ChangeHash(bytes: [UInt8](repeating: 9, count: 32)) ?? .none
  private let otherEpoch = [UInt8](repeating: 8, count: 16)

  @Test func `a branch that parts above what was acknowledged is left where it parts`() {
    var session = script.session(acknowledged: 1)
    _ = session.handle(.begin)
    _ = session.handle(script.hello(2, foreign, hashes: [entries[0].hash, foreign]))
    guard case .fork(_, at: 1) = session.handle(.compared(through: 1)) else {
      Issue.record("A copied store goes unnoticed.")
      return
    }
  }

  @Test func `a branch that parts below what was acknowledged is compared from the beginning`() {
    var session = script.session(acknowledged: 2)
    _ = session.handle(.begin)
    _ = session.handle(script.hello(2, foreign, hashes: [foreign]))
    guard case .hello(let again) = session.handle(.compared(through: nil)) else {
      Issue.record("The store does not ask how far both agree.")
      return
    }
    #expect(again.compareFrom == 0)
    _ = session.handle(script.hello(2, foreign, hashes: [.none, entries[0].hash, foreign]))
    guard case .fork(_, at: 1) = session.handle(.compared(through: 1)) else {
      Issue.record("The branches part at 1.")
      return
    }
  }

  @Test func `a hub that holds more than the journal means a copy that wrote on`() {
    var session = script.session(acknowledged: 2)
    _ = session.handle(.begin)
    _ = session.handle(script.hello(5, foreign, hashes: [entries[1].hash]))
    guard case .fork(_, at: 2) = session.handle(.compared(through: 2)) else {
      Issue.record("An older copy goes on under the old name.")
      return
    }
  }

  @Test func `a hub that ends before what was pruned here gets the rest under a new name`() {
    var session = script.session(acknowledged: 2, pruned: 1)
    _ = session.handle(.begin)
    _ = session.handle(script.hello(0, .none))
    _ = session.handle(.compared(through: nil))
    _ = session.handle(script.hello(0, .none))
    guard case .fork(_, at: 1) = session.handle(.compared(through: nil)) else {
      Issue.record("A journal without its beginning cannot follow a hub without it.")
      return
    }
  }

  @Test func `a restored hub is pulled anew, offered what it lacks, and sent again what it lost`() {
    var session = script.session(acknowledged: 2)
    _ = session.handle(.begin)
    let hello = script.hello(1, entries[0].hash, epoch: otherEpoch)
    guard case .beginRepair(otherEpoch) = session.handle(hello) else {
      Issue.record("Another timeline goes unnoticed.")
      return
    }
    let repairing = script.standing(acknowledged: 2, mode: .repairing, epoch: otherEpoch)
    guard case .hello = session.handle(.standing(repairing)), case .pull = session.handle(hello)
    else {
      Issue.record("The store does not pull first.")
      return
    }
    _ = session.handle(script.emptyPage)
    guard case .loadOffers(after: nil, _) = session.handle(.stored(isRenamed: false)),
      case .offer = session.handle(.offers(OfferedStates(states: [[1]], next: nil))),
      case .hello = session.handle(.offered(WireOfferResponse()))
    else {
      Issue.record("The store does not offer what it has.")
      return
    }
    _ = session.handle(
      script.hello(1, entries[0].hash, hashes: [.none, entries[0].hash], epoch: otherEpoch)
    )
    guard case .rewind(_, to: 1) = session.handle(.compared(through: 1)) else {
      Issue.record("What the hub has lost still counts as acknowledged.")
      return
    }
    let rewound = script.standing(acknowledged: 1, mode: .repairing, epoch: otherEpoch)
    guard case .load(_, after: 1, _, _) = session.handle(.standing(rewound)) else {
      Issue.record("What the hub has lost is not sent again.")
      return
    }
    let run = JournalRun(previous: entries[0].hash, entries: [entries[1]])
    _ = session.handle(.loaded(run))
    _ = session.handle(.pushed(script.answer(2, entries[1].hash)))
    guard case .endRepair = session.handle(.stored(isRenamed: false)) else {
      Issue.record("The repair does not end.")
      return
    }
  }

  @Test func `a hub that is restored again during the repair is offered all of it again`() {
    let thirdEpoch = [UInt8](repeating: 7, count: 16)
    var session = script.session(acknowledged: 2)
    _ = session.handle(.begin)
    for epoch in [otherEpoch, thirdEpoch] {
      let hello = script.hello(2, entries[1].hash, epoch: epoch)
      guard case .beginRepair(epoch) = session.handle(hello) else {
        Issue.record("Another timeline goes unnoticed.")
        return
      }
      let repairing = script.standing(acknowledged: 2, mode: .repairing, epoch: epoch)
      _ = session.handle(.standing(repairing))
      guard case .pull = session.handle(hello) else {
        Issue.record("The store does not pull first.")
        return
      }
      _ = session.handle(script.emptyPage)
      guard case .loadOffers = session.handle(.stored(isRenamed: false)) else {
        Issue.record("The store offers nothing.")
        return
      }
      _ = session.handle(.offers(OfferedStates(states: [[1]], next: nil)))
      // While it offers and greets again, the hub goes back once more.
      _ = session.handle(.offered(WireOfferResponse()))
    }
  }

  @Test func `a change whose cause the hub lacks is repaired once, then left to the hub`() {
    var session = script.session(acknowledged: 0)
    let gap = SyncEvent.failed(.refused(code: Problem.causalGap.rawValue, detail: ""))
    _ = session.handle(.begin)
    _ = session.handle(script.hello(0, .none))
    _ = session.handle(.loaded(JournalRun(previous: .none, entries: entries)))
    guard case .beginRepair = session.handle(gap) else {
      Issue.record("A gap is not repaired.")
      return
    }
    _ = session.handle(.standing(script.standing(acknowledged: 0, mode: .repairing)))
    _ = session.handle(script.hello(0, .none))
    _ = session.handle(script.emptyPage)
    _ = session.handle(.stored(isRenamed: false))
    _ = session.handle(.offers(OfferedStates(states: [], next: nil)))
    _ = session.handle(script.hello(0, .none))
    let event = SyncEvent.loaded(JournalRun(previous: .none, entries: entries))
    guard case .push(let request) = session.handle(event) else {
      Issue.record("After the repair nothing is sent.")
      return
    }
    #expect(request.settle)
    guard case .fail = session.handle(gap) else {
      Issue.record("The round repairs for ever.")
      return
    }
  }

  @Test func `a hub that changes at every step ends the round, for now`() {
    var session = script.session(acknowledged: 0)
    var action = session.handle(.begin)
    for _ in 0..<100 {
      guard case .hello = action else { break }
      action = session.handle(.failed(.refused(code: Problem.epochChanged.rawValue, detail: "")))
      guard case .stand = action else { break }
      action = session.handle(.standing(script.standing(acknowledged: 0)))
    }
    guard case .fail(let failure) = action else {
      Issue.record("The round never ends.")
      return
    }
    #expect(failure.isTemporary)
  }

  @Test func `what is in the hub's backup may be dropped, and no more`() {
    var session = script.session(acknowledged: 2)
    _ = session.handle(.begin)
    _ = session.handle(script.hello(2, entries[1].hash, archived: 1))
    _ = session.handle(script.emptyPage)
    guard case .prune(_, through: 1) = session.handle(.stored(isRenamed: false)),
      case .finish = session.handle(.stored(isRenamed: false))
    else {
      Issue.record("The store may drop change 1, and nothing else.")
      return
    }
  }
}
