// SPDX-License-Identifier: Apache-2.0

import FieldModel
import TestSupport
import Testing

@Suite("A visit is recorded without a hub")
struct VisitTests {
  let laptop: Laptop

  init() throws {
    laptop = try Laptop()
  }

  @Test func `a visit is begun, observed, shown and finished`() throws {
    let begun = try laptop.answer(
      "visit",
      "start",
      "--program",
      "skyline",
      "--location",
      "arn",
      "--wave",
      "SPRING",
      "--scenario",
      "pushchair",
      "--at",
      "2026-02-01 14:05",
      "--id",
      "V1"
    )
    #expect(begun["visit"].text?.utf8.count == 26)
    let observed = try laptop.run(
      "observe",
      "desk",
      "4",
      "--verdict",
      "misery",
      "--seconds",
      "3:10"
    )
    #expect(observed.output == "V1  desk: 4\n", "\(observed)")
    let shown = try laptop.run("visit", "show")
    #expect(shown.output.contains("desk         4      misery   190"), "\(shown)")

    let sheet = try laptop.answer("visit", "show", "V1")
    #expect(sheet["visit"].text == begun["visit"].text)
    #expect(sheet["location"].text == "ARN")
    #expect(sheet["wave"].text == "spring")
    #expect(sheet["started_at"].text == "2026-02-01T14:05:00+01:00")
    #expect(sheet["state"].text == "in_progress")
    #expect(sheet["pending"].number == 2)

    #expect(try laptop.answer("visit", "finish")["state"].text == "finished")
    #expect(try laptop.run("visit", "finish").status == 65, "none is in progress any more")
    #expect(try laptop.run("visit", "finish", "V1").output.contains("finished already"))
  }

  @Test func `a visit is found by any unique beginning of its ID`() throws {
    let id = try #require(try laptop.answer("visit", "start", "--location", "OSL")["visit"].text)
    #expect(try laptop.answer("visit", "show", String(id.prefix(12)))["visit"].text == id)
    #expect(try laptop.run("visit", "show", "zzz").status == 65)
  }

  @Test func `a code that is taken begins no second visit`() throws {
    try laptop.begin("V1")
    let again = try laptop.run("visit", "start", "--location", "OSL", "--id", "V1")
    #expect(again.status == 65)
    #expect(again.error.contains("visit show V1"), "\(again)")
    #expect(try laptop.answer("visit", "show", "V1")["location"].text == "ARN")
  }

  @Test func `an edited code is a visit's own as well`() throws {
    try laptop.begin("V1")
    try laptop.begin("V2")
    #expect(try laptop.run("visit", "edit", "V2", "code", "V1").status == 65)
    #expect(try laptop.run("visit", "edit", "V2", "code", "V3").status == 0)
    #expect(try laptop.run("visit", "start", "--location", "ARN", "--id", "V3").status == 65)
    #expect(try laptop.run("visit", "edit", "V3", "code", "").status == 0)
  }

  @Test func `what people disagree about is marked, and observing again settles it`() throws {
    try laptop.begin("V1")
    try laptop.run("observe", "desk", "4")
    let desk = try Laptop(of: "Cleo", role: .coordinator)
    try desk.takeVisits(of: laptop)
    try desk.run("observe", "desk", "2", "--visit", "V1")
    try laptop.run("observe", "desk", "5", "--note", "I counted again")
    try laptop.takeVisits(of: desk)

    let line = try laptop.answer("visit", "show")["observations"][0]
    #expect(line["provisional"].texts == ["value"])
    #expect(line["conflicts"].list.count == 1)
    #expect(line["value"].number == 2, "a coordinator's correction outranks until a person decides")
    let text = try laptop.run("visit", "show").output
    #expect(text.contains("people disagree: conflicts show"), "\(text)")
    try laptop.run("observe", "desk", "3")
    let settled = try laptop.answer("visit", "show")["observations"][0]
    #expect(settled["conflicts"].list.isEmpty)
    #expect(settled["value"].number == 3)
  }

  @Test func `an unknown place, scenario, wave or program is refused with the nearest`() throws {
    let place = try laptop.run("visit", "start", "--location", "ARM")
    #expect(place.status == 65)
    #expect(place.error.contains("Did you mean “ARN”?"), "\(place)")
    for option in [["--wave", "sprong"], ["--scenario", "x"], ["--program", "y"]] {
      let outcome = try laptop.start(["visit", "start", "--location", "ARN"] + option).wait()
      #expect(outcome.status == 65, "\(option): \(outcome)")
    }
    #expect(try laptop.answer("visit", "list").list.isEmpty, "nothing was stored")
  }

  @Test func `a moment that cannot be read begins no visit`() throws {
    let outcome = try laptop.run("visit", "start", "--location", "ARN", "--at", "17;42")
    #expect(outcome.status == 65)
    #expect(outcome.error.contains("17:42"), "\(outcome)")
    #expect(try laptop.answer("visit", "list").list.isEmpty)
  }

  @Test func `a discarded visit is gone, and an edit brings it back whole`() throws {
    try laptop.begin("V1")
    try laptop.run("observe", "desk", "4")
    #expect(try laptop.answer("visit", "discard", "--reason", "a test")["discarded"].isTrue)
    #expect(try laptop.answer("visit", "list").list.isEmpty)
    #expect(try laptop.answer("visit", "list", "--state", "discarded").list.count == 1)
    #expect(try laptop.run("observe", "desk", "3").status == 65)

    let taken = try laptop.run("visit", "start", "--location", "OSL", "--id", "V1")
    #expect(taken.error.contains("state in_progress"), "\(taken)")
    try laptop.run("visit", "edit", "V1", "state", "in_progress")
    let sheet = try laptop.answer("visit", "show")
    #expect(sheet["observations"][0]["value"].number == 4)
  }

  @Test func `an answer is held to the scale that its visit's wave was asked on`() throws {
    let scales = "max: 5, attributes: { \"scale:spring\": 1-10 } }"
    let yaml = SampleProgram.yaml.replacing("max: 5 }", with: scales)
    let laptop = try Laptop(program: yaml)
    for (code, wave, isOutside) in [("V1", "spring", false), ("V2", "autumn", true)] {
      try laptop.run("visit", "start", "--location", "ARN", "--wave", wave, "--id", code)
      let observed = try laptop.run("observe", "desk", "9", "--visit", code)
      #expect(observed.error.contains("outside") == isOutside, "\(wave): \(observed)")
      let again = try laptop.answer("observe", "desk", "9", "--visit", code)
      #expect(again["out_of_range"].isTrue == isOutside, "\(wave)")
      #expect(try laptop.run("visit", "show", code).output.contains("outside") == isOutside)
    }
    let lines = { try laptop.answer("visit", "show", "V1")["observations"] }
    #expect(try !lines()[0]["out_of_range"].isTrue)
    try laptop.run("visit", "edit", "V1", "wave", "autumn")
    #expect(try lines()[0]["out_of_range"].isTrue, "another wave has another scale")
  }

  @Test func `an edit is confirmed in the words of people`() throws {
    try laptop.begin("V1")
    for (field, typed, shown) in [
      ("desk.verdict", "-2", "misery"), ("desk.verdict", "1", "magic (1)"),
      ("bag.value", "1", "yes"),
      ("desk.value", "1", "1"),
    ] {
      let outcome = try laptop.run("visit", "edit", "V1", field, typed)
      #expect(outcome.output == "V1  \(field): \(shown)\n", "\(outcome)")
    }
    let answer = try laptop.answer("visit", "edit", "V1", "desk.verdict", "misery")
    #expect(answer["value"].number == -2, "scripts read what they always read")
  }

  @Test func `fields of a visit and its observations are corrected`() throws {
    try laptop.begin("V1")
    try laptop.run("observe", "desk", "4", "--note", "first")
    for edit in [
      ["wave", "Autumn"], ["note", "a day late"], ["desk.value", "-2"], ["desk.note", ""],
      ["desk.verdict", "magic"], ["desk.seconds", "2m"], ["bag.value", "no"],
      ["queue.value", "not_applicable"],
    ] {
      let outcome = try laptop.start(["visit", "edit", "V1"] + edit).wait()
      #expect(outcome.status == 0, "\(edit): \(outcome)")
    }
    let sheet = try laptop.answer("visit", "show", "V1")
    #expect(sheet["wave"].text == "autumn")
    #expect(sheet["note"].text == "a day late")
    let lines = sheet["observations"].list
    #expect(lines.map { $0["interaction"].text } == ["queue", "desk", "bag"])
    #expect(lines[0]["absent_reason"].text == "not_applicable")
    #expect(lines[1]["value"].number == -2)
    #expect(lines[1]["out_of_range"].isTrue)
    #expect(lines[1]["note"].isNull)
    #expect(lines[1]["verdict"].text == "magic")
    #expect(lines[1]["seconds"].number == 120)
    #expect(lines[2]["value"].number == 0)
  }

  @Test func `what cannot be corrected is refused, and nothing changes`() throws {
    try laptop.begin("V1")
    for edit in [
      ["colour", "red"], ["desk.colour", "red"], ["desk.value", "much"], ["location", "nowhere"],
      ["location", ""], ["desk.interaction", "bag"], ["state", "gone"],
    ] {
      let outcome = try laptop.start(["visit", "edit", "V1"] + edit).wait()
      #expect(outcome.status == 65, "\(edit): \(outcome)")
    }
    #expect(try laptop.run("visit", "edit", "V1", "note").status == 64)
    #expect(try laptop.answer("history", "V1").list.count == 4, "code, place, state, beginning")
  }

  @Test func `ticks stand beside one another, also those of the same moment`() throws {
    try laptop.begin("V1")
    try laptop.run("tick", "seen", "--at", "2026-02-01 14:05")
    try laptop.run("tick", "served", "--at", "2026-02-01 14:05")
    try laptop.run("tick")
    let ticks = try laptop.answer("visit", "show")["ticks"].list
    #expect(Set(ticks.compactMap { $0["label"].text }) == ["seen", "served", ""])
  }

  @Test func `an attempt is recorded, and a numbered one meets itself`() throws {
    #expect(try laptop.run("visit", "attempt", "--location", "ARN").status == 64)
    let first = try laptop.answer(
      "visit",
      "attempt",
      "--location",
      "ARN",
      "--id",
      "V9",
      "--number",
      "1",
      "--reason",
      "closed"
    )
    let again = try laptop.answer(
      "visit",
      "attempt",
      "--location",
      "ARN",
      "--id",
      "V9",
      "--number",
      "1",
      "--reason",
      "shut"
    )
    #expect(first["attempt"].text == again["attempt"].text)
    let history = try laptop.answer("history", try #require(first["attempt"].text)).list
    #expect(
      history.filter { $0["field"].text == "reason" }.map { $0["after"].text } == [
        "closed", "shut",
      ]
    )
  }

  @Test func `the list says how far each visit is and what waits`() throws {
    try laptop.begin("V1")
    try laptop.run("observe", "desk", "4")
    try laptop.run("visit", "finish")
    try laptop.begin("V2")
    let list = try laptop.answer("visit", "list").list
    #expect(list.map { $0["visit_code"].text } == ["V1", "V2"])
    #expect(list.map { $0["state"].text } == ["finished", "in_progress"])
    #expect(list.map { $0["observations"].number } == [1, 0])
    #expect(list.map { $0["pending"].number } == [3, 1])
    #expect(try laptop.run("visit", "list").output.contains("V1"))
  }
}
