// SPDX-License-Identifier: Apache-2.0

import FieldModel
import LocalStore
import SyncProtocol
import TestSupport
import Testing

@Suite("A laptop bears what a hub should not say")
struct StrangeAnswerTests {
  @Test(arguments: [0, 3, UInt64.max])
  func `a refusal of a change that is not among the acknowledged ones`(counter: UInt64) throws {
    let laptop = try Laptop()
    let store = try laptop.store()
    let visit = try laptop.begin("V1", in: store)
    try laptop.answer("desk", .text("2"), of: visit, in: store)
    try laptop.acknowledge(2, refusing: [counter], in: store)
    let (standing, findings) = try store.read { (try $0.standing(), try $0.verify().findings) }
    #expect(standing.waiting == 0)
    #expect(findings == [])
    #expect(try laptop.values(in: store)["desk"] == "2")
  }
}
