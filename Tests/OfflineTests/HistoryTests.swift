// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@Suite("Every change can be read")
struct HistoryTests {
  @Test func `a history says who, on what, from what to what`() throws {
    let laptop = try Laptop()
    try laptop.begin("V1")
    try laptop.run("observe", "desk", "4")
    try laptop.run("observe", "desk", "5")
    let history = try laptop.answer("history", "desk").list.filter { $0["field"].text == "value" }
    #expect(history.map { $0["before"].number } == [nil, 4])
    #expect(history.map { $0["after"].number } == [4, 5])
    #expect(history[1]["author"].text == "Ada")
    #expect(history[1]["device"].text == "Ada's laptop")
    #expect(history[1]["authority"].text == "shopper")
    #expect(history[1]["refused"].isTrue == false)
    #expect(
      history[1].keys.isSuperset(
        of: [
          "record", "field", "before", "after", "author", "device", "entered_at", "authority",
          "refused",
        ]
      )
    )
    let text = try laptop.run("history", "desk").output
    #expect(text.contains("Ada on Ada's laptop  desk.value: “4” → “5”"), "\(text)")
  }

  @Test func `a visit's history holds its observations and its end`() throws {
    let laptop = try Laptop()
    try laptop.begin("V1")
    try laptop.run("observe", "desk", "4")
    try laptop.run("visit", "discard", "--reason", "a test")
    let history = try laptop.answer("history", "V1").list
    #expect(history.contains { $0["interaction"].text == "desk" && $0["after"].number == 4 })
    let discarded = history.filter { $0["field"].text == "discarded" }
    #expect(discarded.map { $0["after"].text } == ["a test"])
    let unknown = try laptop.run("history", "V2")
    #expect(unknown.status == 65)
    #expect(unknown.error.contains("see: visit list"), "\(unknown)")
  }

  @Test func `the beginning of an ID that a list shows is the visit's, not that of its parts`()
    throws
  {
    let laptop = try Laptop()
    try laptop.begin("V1")
    try laptop.run("observe", "desk", "4")
    let sheet = try laptop.answer("visit", "show")
    let beginning = String(try #require(sheet["visit"].text).prefix(10))
    #expect(try laptop.run("visit", "list").output.contains(beginning))
    let history = try laptop.answer("history", beginning).list
    #expect(history.contains { $0["interaction"].text == "desk" && $0["after"].number == 4 })
    let part = try #require(sheet["observations"][0]["observation"].text)
    let own = try laptop.answer("history", part).list
    #expect(!own.isEmpty && own.allSatisfy { $0["interaction"].text == "desk" })
  }

  @Test func `a definition has a history too`() throws {
    let history = try Laptop().answer("history", "ARN").list
    #expect(history.contains { $0["after"].text == "Stockholm Arlanda" })
  }
}
