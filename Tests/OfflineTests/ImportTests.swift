// SPDX-License-Identifier: Apache-2.0

import FieldModel
import TestSupport
import Testing

@Suite("Field work comes in from files")
struct ImportTests {
  let laptop: Laptop
  let folder: TemporaryFolder

  init() throws {
    laptop = try Laptop()
    folder = try TemporaryFolder()
    try folder.write(
      """
      visit_id,location,wave,date,time_in,time_out,weather
      A1,ARN,spring,2026-02-01,14:05,14:50,rain
      A2,OSL,spring,2026-02-02,09:00,17;42,
      A3,CPH,spring,28/01/215,10:00,10:30,"wind, sleet"

      """,
      to: "visits.csv"
    )
    try folder.write(
      """
      visit_id,interaction,value
      A1,desk,4
      A1,bag,yes
      A2,desk,much
      A3,dessk,4
      A9,desk,4

      """,
      to: "observations.csv"
    )
  }

  private func importAll(_ options: String...) throws -> ProgramOutcome {
    let files = [
      "--visits", folder.path("visits.csv"), "--observations", folder.path("observations.csv"),
    ]
    return try laptop.start(["import"] + files + options).wait()
  }

  @Test func `good rows are taken, and the others told with row, column, value, suggestion`() throws
  {
    let outcome = try importAll("--json")
    #expect(outcome.status == 65)
    #expect(outcome.error.contains("row 5, column interaction: “dessk”"), "\(outcome)")
    let answer = try Answer(outcome)
    #expect(answer["rows"]["visits"]["taken"].number == 3)
    #expect(answer["rows"]["observations"]["taken"].number == 3)
    #expect(answer["rows"]["observations"]["refused"].number == 2)
    #expect(answer["written"]["visits"].number == 3)
    let time = try #require(answer["findings"].list.first { $0["value"].text == "17;42" })
    #expect(time["row"].number == 3)
    #expect(time["column"].text == "time_out")
    #expect(time["suggestion"].text == "17:42")
    #expect(time["effect"].text == "kept_as_typed")

    let visit = try laptop.answer("visit", "show", "A2")
    #expect(visit["time_out"].isNull)
    #expect(visit["unreadable"]["time_out"].text == "17;42")
    #expect(visit["observations"][0]["unreadable"]["value"].text == "much")
    #expect(try laptop.answer("visit", "show", "A3")["attributes"]["weather"].text == "wind, sleet")
    #expect(try laptop.answer("visit", "show", "A1")["state"].text == "finished")
  }

  @Test func `importing again changes nothing, and does not undo a correction`() throws {
    _ = try importAll()
    let pending = try laptop.answer("visit", "list").list.map { $0["pending"].number }
    let again = try Answer(importAll("--json"))
    #expect(again["written"].keys.isEmpty)
    #expect(try laptop.answer("visit", "list").list.map { $0["pending"].number } == pending)

    let visit = try #require(try laptop.answer("visit", "show", "A1")["visit"].text)
    let desk = try Laptop(of: "Cleo", role: .coordinator)
    try desk.takeVisits(of: laptop)
    try desk.run("visit", "edit", visit, "desk.value", "2")
    try laptop.takeVisits(of: desk)
    #expect(try laptop.answer("visit", "show", "A1")["observations"][0]["value"].number == 2)
    _ = try importAll()
    #expect(try laptop.answer("visit", "show", "A1")["observations"][0]["value"].number == 2)
  }

  @Test func `strict takes everything or nothing`() throws {
    let outcome = try importAll("--strict", "--json")
    #expect(outcome.status == 65)
    #expect(try Answer(outcome)["taken"].isTrue == false)
    #expect(try laptop.answer("visit", "list").list.isEmpty)

    let visits = folder.path("visits.csv")
    #expect(try laptop.answer("import", "--visits", visits, "--strict")["taken"].isTrue)
    #expect(try laptop.answer("visit", "list").list.count == 3)
  }

  @Test func `a file that is not such a table leaves the store as it was`() throws {
    let wrong = try folder.write("a,b\n1,2\n", to: "wrong.csv")
    #expect(try laptop.run("import", "--visits", wrong).status == 65)
    #expect(try laptop.run("import", "--visits", folder.path("none.csv")).status == 65)
    #expect(try laptop.run("import").status == 64)
    #expect(try laptop.answer("visit", "list").list.isEmpty)
  }
}
