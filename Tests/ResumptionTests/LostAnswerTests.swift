// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import SyncProtocol
import Testing

@Suite("An answer that was lost is asked for again")
struct LostAnswerTests {
  private let script = SessionScript()
  private var entries: [JournalEntry] { script.entries }

  @Test func `a push whose answer was lost is sent again, and its refusals come home`() throws {
    var session = script.session(acknowledged: 0)
    _ = session.handle(.begin)
    let hello = script.hello(2, entries[1].hash, hashes: [.none] + entries.map(\.hash))
    guard case .compare(_, first: 0, let hashes) = session.handle(hello), hashes.count == 3 else {
      Issue.record("The store does not compare its journal with the hub's.")
      return
    }
    guard case .load(_, after: 0, _, _) = session.handle(.compared(through: 2)) else {
      Issue.record("What the hub never acknowledged is not sent again.")
      return
    }
    _ = session.handle(.loaded(JournalRun(previous: .none, entries: entries)))
    var answer = script.answer(2, entries[1].hash)
    var refusal = WireRejection()
    refusal.counter = 1
    refusal.code = "forbidden"
    answer.rejections = [refusal]
    guard case .acknowledge(let kept) = session.handle(.pushed(answer)) else {
      Issue.record("The repeated answer is not kept.")
      return
    }
    #expect(kept.counter == 2)
    #expect(kept.rejections.map(\.counter) == [1])
  }

  @Test func `an acknowledgement with another head than ours is not believed`() {
    var session = script.session(acknowledged: 0)
    _ = session.handle(.begin)
    _ = session.handle(script.hello(0, .none))
    _ = session.handle(.loaded(JournalRun(previous: .none, entries: entries)))
    guard case .stand = session.handle(.pushed(script.answer(2, entries[0].hash))) else {
      Issue.record("A counter alone was believed.")
      return
    }
  }
}
