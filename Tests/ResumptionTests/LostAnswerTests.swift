// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import SyncProtocol
import Testing

@Suite("An answer that was lost is asked for again")
struct LostAnswerTests {
  private let entries = (1...2).map { number in
    JournalEntry(
      counter: UInt64(number),
      bytes: [UInt8(number)],
      hash: ChangeCodec.hash(of: [UInt8(number)])
    )
  }

  private func session(acknowledged: UInt64, head: ChangeHash) -> SyncSession {
    SyncSession(
      from: Standing(
        replica: ReplicaID(bits: 1),
        device: "grey",
        acknowledged: acknowledged,
        head: head,
        last: 2,
        cursor: []
      )
    )
  }

  private func hello(_ counter: UInt64, _ head: ChangeHash) -> SyncEvent {
    var response = WireHelloResponse()
    response.version = SyncLimits.version
    response.counter = counter
    response.head = Data(head.bytes)
    response.changesMaximum = 500
    return .greeted(response)
  }

  @Test func `a push whose answer was lost is sent again, and its refusals come home`() throws {
    var session = session(acknowledged: 0, head: .none)
    _ = session.handle(.begin)
    guard case .load(after: 0, _, _) = session.handle(hello(2, entries[1].hash)) else {
      Issue.record("What the hub never acknowledged is not sent again.")
      return
    }
    _ = session.handle(.loaded(JournalRun(previous: .none, entries: entries)))
    var answer = WirePushResponse()
    answer.counter = 2
    answer.head = Data(entries[1].hash.bytes)
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

  @Test func `another change under our last acknowledged counter ends the round`() {
    var session = session(acknowledged: 2, head: entries[1].hash)
    _ = session.handle(.begin)
    guard case .fail(.forked) = session.handle(hello(2, entries[0].hash)) else {
      Issue.record("A copied store goes unnoticed.")
      return
    }
  }

  @Test func `an acknowledgement with another head than ours is not believed`() {
    var session = session(acknowledged: 0, head: .none)
    _ = session.handle(.begin)
    _ = session.handle(hello(0, .none))
    _ = session.handle(.loaded(JournalRun(previous: .none, entries: entries)))
    var answer = WirePushResponse()
    answer.counter = 2
    answer.head = Data(entries[0].hash.bytes)
    guard case .fail(.forked) = session.handle(.pushed(answer)) else {
      Issue.record("A counter alone was believed.")
      return
    }
  }
}
