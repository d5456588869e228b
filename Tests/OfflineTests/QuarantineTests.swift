// SPDX-License-Identifier: Apache-2.0

import FieldModel
import TestSupport
import Testing

@Suite("What was refused says where it belongs")
struct QuarantineTests {
  let laptop: Laptop

  /// A laptop with a visit and an answer to it that the hub refused both.
  init() throws {
    laptop = try Laptop()
    let store = try laptop.store()
    let visit = try laptop.begin("V1", in: store)
    try laptop.answer("bag", .number(ExactNumber(1)), of: visit, in: store)
    try laptop.acknowledge(2, refusing: [1, 2], in: store)
  }

  @Test func `by its visit and program, though the visit is not here any more`() throws {
    #expect(try laptop.answer("visit", "list").list.isEmpty)
    let refused = try laptop.answer("quarantine", "list").list
    #expect(refused.map { $0["visit_code"].text } == ["V1", "V1"])
    #expect(refused.map { $0["program"].text } == ["skyline", "skyline"])
    let text = try laptop.run("quarantine", "show", "2").output
    #expect(text.contains(" of visit V1 in skyline, entered "), "\(text)")
  }

  @Test func `with yes and no as they were typed`() throws {
    #expect(try laptop.run("quarantine", "list").output.contains("value = yes\n"))
  }
}
