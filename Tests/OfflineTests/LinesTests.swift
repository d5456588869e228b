// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@Suite("Many observations come from one file")
struct LinesTests {
  let laptop: Laptop

  init() throws {
    laptop = try Laptop()
    try laptop.begin("V1")
  }

  private let lines = """
    {"interaction": "desk", "value": 4.50, "verdict": "magic", "seconds": 30, "note": "Å"}

    {"interaction": "bag", "value": true}
    {"interaction": "dessk", "value": 1}
    {"interaction": "queue", "value": }
    {"interaction": "called", "value": "17;42"}
    {"interaction": "people", "value": 3, "visit": "nobody's"}
    {"interaction": "papers", "value": ["pass", "visa"], "at": "2026-02-01 14:05"}
    """

  @Test func `good lines are stored and bad ones told with their place`() throws {
    let outcome = try laptop.run("observe", "--from", "-", "--json", input: lines)
    #expect(outcome.status == 65)
    #expect(outcome.error.contains("-:4:interaction: “dessk” "), "\(outcome)")
    #expect(outcome.error.contains("Did you mean “desk”?"))
    #expect(outcome.error.contains("-:5:35: "))
    #expect(outcome.error.contains("-:6:value: “17;42” "))
    let answer = try Answer(outcome)
    #expect(answer["stored"].number == 4)
    #expect(answer["refused"].number == 3)
    #expect(answer["findings"].list.count == 4)
    let sheet = try laptop.answer("visit", "show")
    #expect(
      sheet["observations"].list.map { $0["interaction"].text } == [
        "desk", "bag", "papers", "called",
      ]
    )
    #expect(sheet["observations"][0]["value"].number == 4.5)
    #expect(sheet["observations"][2]["value"].texts == ["pass", "visa"])
    #expect(sheet["observations"][3]["unreadable"]["value"].text == "17;42")
  }

  @Test func `atomic takes all lines or none`() throws {
    let bad = try laptop.run("observe", "--from", "-", "--atomic", "--json", input: lines)
    #expect(bad.status == 65)
    #expect(try Answer(bad)["stored"].number == 0)
    let unknown = """
      {"interaction": "desk", "value": 4}
      {"interaction": "bag", "value": 1, "visit": "nobody's"}
      """
    #expect(try laptop.run("observe", "--from", "-", "--atomic", input: unknown).status == 65)
    #expect(try laptop.answer("visit", "show")["observations"].list.isEmpty)
    let good = #"{"interaction": "desk", "value": 4}"# + "\n"
    #expect(
      try laptop.answer("observe", "--from", "-", "--atomic", input: good)["stored"].number == 1
    )
  }

  @Test func `lines name visits, and the same lines again change nothing`() throws {
    try laptop.begin("V2")
    let both = """
      {"interaction": "desk", "value": 4, "visit": "V1"}
      {"interaction": "desk", "value": 2}
      """
    for _ in 1...2 {
      #expect(try laptop.answer("observe", "--from", "-", input: both)["stored"].number == 2)
    }
    #expect(try laptop.answer("visit", "show", "V1")["observations"][0]["value"].number == 4)
    #expect(try laptop.answer("visit", "show", "V2")["observations"][0]["value"].number == 2)
    #expect(try laptop.answer("history", "V1", "--interaction", "desk").list.count == 2)
  }

  @Test func `a file that is not there is named`() throws {
    let outcome = try laptop.run("observe", "--from", "nowhere.jsonl")
    #expect(outcome.status == 65)
    #expect(outcome.error.contains("nowhere.jsonl"), "\(outcome)")
  }
}
