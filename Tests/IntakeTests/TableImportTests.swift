// SPDX-License-Identifier: Apache-2.0
import FieldModel
import Intake
import Testing

@Suite struct TableImportTests {
  private let bank = Given.context(bank: [
    ("overall", .rating, 1...10), ("bag", .yesno, nil), ("wait", .minutes, nil),
    ("why", .text, nil),
  ])

  @Test func `a visit's row becomes a finished visit with its moments`() throws {
    let text = """
      visit_id,location,scenario,date,time_in,time_out,Weather
      V1,ARN,lost-bag,2026-02-01,14:05,14:45, rain 
      """
    let row = try #require(try intake(.visits, text).first)
    #expect(row.findings.isEmpty)
    let visit = try #require(row.drafts.first)
    #expect(visit.key == ["V1"] && visit.line == 2)
    #expect(visit["location"] == .text("ARN"))
    #expect(visit["state"] == .text("finished"))
    #expect(visit["started_at"]?.moment?.description == "2026-02-01T14:05:00+01:00")
    #expect(visit["finished_at"]?.moment?.description == "2026-02-01T14:45:00+01:00")
    #expect(visit["attribute/Weather"] == .text(" rain "))
  }

  @Test func `a value that cannot be read is kept as typed and told`() throws {
    let text = "visit_id,location,date,time_in\nV1,ARN,2026-02-01,14.05\n"
    let row = try #require(try intake(.visits, text).first)
    #expect(row.drafts.first?["time_in"] == .unreadable("14.05"))
    #expect(row.drafts.first?["started_at"] == nil)
    let finding = try #require(row.findings.first)
    #expect((finding.file, finding.row, finding.line) == ("f.csv", 2, 2))
    #expect((finding.column, finding.value) == ("time_in", "14.05"))
    #expect((finding.suggestion, finding.effect) == ("14:05", .keptAsTyped))
    #expect(
      finding.description
        == "f.csv, row 2, column time_in: “14.05” is not a time of day; kept as typed. "
        + "Did you mean “14:05”?"
    )
  }

  @Test func `a bad row does not stop the good ones`() throws {
    let text = "visit_id,location\nV1,ARN\n,ARN\nV2\nV3,\nV4,\"ARN\" x\nV5,ARN\n"
    let rows = try intake(.visits, text)
    #expect(rows.map(\.isRefused) == [false, true, true, false, true, false])
    #expect(rows.flatMap(\.drafts).map(\.key) == [["V1"], ["V3"], ["V5"]])
    #expect(rows.flatMap(\.findings).map(\.row) == [3, 4, 5, 6])
    #expect(rows[3].findings.map(\.effect) == [.kept])
  }

  @Test func `a row that describes a record otherwise than an earlier one is refused`() throws {
    let text = "code,name\nA,Arlanda\nA,Arlanda\nA,Alvik\n"
    let rows = try intake(.locations, text)
    #expect(rows.map(\.isRefused) == [false, false, true])
    #expect(rows.flatMap(\.drafts).count == 1)
  }

  @Test func `an answer is read by what its interaction asks for`() throws {
    let text = """
      visit_id,interaction,value,seconds,verdict,asked_for
      V1,overall,"8,5",1:30,magic,name; booking
      V1,bag,yes,,,
      V1,wait,2 min,,,
      V1,why,2 min,,,
      """
    let drafts = try intake(.observations, text, context: bank).flatMap(\.drafts)
    #expect(drafts.map { $0["value"]?.display } == ["8.5", "1", "2", "2 min"])
    #expect(drafts.map(\.visit) == ["V1", "V1", "V1", "V1"])
    #expect(drafts[0].key == ["overall"])
    #expect(drafts[0]["seconds"] == .number(ExactNumber(90)))
    #expect(drafts[0]["verdict"] == .number(ExactNumber(2)))
    #expect(drafts[0]["asked_for"] == .choices(["name", "booking"]))
  }

  @Test func `an answer outside the scale is kept and told`() throws {
    let text = "visit_id,interaction,value\nV1,overall,11\nV1,bag,3\nV1,wait,-1\n"
    let rows = try intake(.observations, text, context: bank)
    #expect(rows.flatMap(\.drafts).map { $0["value"]?.display } == ["11", "3", "-1"])
    #expect(rows.flatMap(\.findings).map(\.effect) == [.kept, .kept, .kept])
  }

  @Test func `an interaction that the program does not have is refused with the nearest`() throws {
    let text = "visit_id,interaction,value\nV1,overal,8\n"
    let finding = try #require(try intake(.observations, text, context: bank).first?.findings.first)
    #expect(finding.effect == .refused)
    #expect(finding.suggestion == "overall")
  }

  @Test func `an observation of a visit that is nowhere is refused`() throws {
    var context = bank
    context.known.insert("V1", .visit)
    let text = "visit_id,interaction,value\nV1,overall,8\nV2,overall,8\n"
    let rows = try intake(.observations, text, context: context)
    #expect(rows.map(\.isRefused) == [false, true])
  }

  @Test func `why there is no value is one of four things`() throws {
    let text = """
      visit_id,interaction,value,absent_reason
      V1,overall,,not applicable
      V1,bag,,refused
      V1,wait,-99,
      V1,why,,
      """
    let mapping = try Mapping(
      yaml: "observations: { missing: { \"-99\": not_asked } }",
      file: "m.yaml"
    )
    let drafts = try intake(.observations, text, mapping: mapping, context: bank).flatMap(\.drafts)
    #expect(
      drafts.map { $0["value"] }
        == [.absent(.notApplicable), .absent(.refused), .absent(.notAsked), nil]
    )
  }

  @Test func `a value is told where no wave's scale has it`() throws {
    let text = "visit_id,interaction,value\nV1,desk,4\nV2,desk,9\nV3,desk,11\nV4,desk,-3\n"
    let scaled = Given.rating(inOneWave: "\u{2212}2–10")
    let rows = try intake(.observations, text, context: scaled)
    #expect(rows.flatMap(\.findings).map(\.value) == ["11", "-3"])
    #expect(rows.allSatisfy { $0.drafts.count == 1 })
  }

  @Test func `an attribute that no report could read is told`() throws {
    let text = """
      code,kind,scale:w1,scale:w2,commitment,source
      a,rating,1-5,-2-2,return,x
      b,rating,1 to 5,5-1,recomend,x
      c,rating,,1–10,Return,x
      """
    let rows = try intake(.interactions, text)
    let found = rows.flatMap(\.findings)
    #expect(found.map(\.row) == [3, 3, 3, 4])
    #expect(found.map(\.column) == ["scale:w1", "scale:w2", "commitment", "commitment"])
    #expect(found.map(\.suggestion) == [nil, nil, "recommend", "return"])
    #expect(found[0].problem.contains("1-5") && found[2].problem.contains("tolerance"))
    #expect(rows[1].drafts.first?["attribute/scale:w1"] == .text("1 to 5"))
  }

  @Test func `a mapping takes the raw column and leaves the cleaned one`() throws {
    let yaml = """
      dates: d/m/y
      visits:
        columns: { date: date_raw, location: clinic }
        constants: { wave: w1 }
        values: { scenario: { First: lost-bag } }
      """
    let mapping = try Mapping(yaml: yaml, file: "m.yaml")
    let text = "visit_id,clinic,date,date_raw,scenario\nV1,C1,2014-11-24,24/11/2014,First\n"
    let draft = try #require(try intake(.visits, text, mapping: mapping).first?.drafts.first)
    #expect(draft["date"] == CalendarDate("2014-11-24").map(FieldValue.day))
    #expect(draft["attribute/date"] == .text("2014-11-24"))
    #expect(draft["wave"] == .text("w1"))
    #expect(draft["scenario"] == .text("lost-bag"))
  }

  @Test func `a row a visit becomes an observation an interaction`() throws {
    let yaml = """
      observations:
        columns: { visit_id: ID }
        wide: { overall: Overall rating, bag: Bag }
        missing: { "0": not_applicable }
      """
    let mapping = try Mapping(yaml: yaml, file: "m.yaml")
    let text = "ID,Age,Overall rating,Bag\n1,40,8,\n2,50,0,yes\n"
    let drafts = try intake(.observations, text, mapping: mapping, context: bank).flatMap(\.drafts)
    #expect(
      drafts.map { [$0.visit ?? ""] + $0.key } == [
        ["1", "overall"], ["2", "bag"], ["2", "overall"],
      ]
    )
    #expect(
      drafts.map { $0["value"] }
        == [.number(ExactNumber(8)), .number(ExactNumber(1)), .absent(.notApplicable)]
    )
    #expect(throws: UnknownInteraction.self) {
      let wrong = try Mapping(yaml: "observations: { wide: { ovrall: Bag } }", file: "m.yaml")
      _ = try intake(.observations, text, mapping: wrong, context: bank)
    }
  }

  @Test func `leaving before coming is told with the clock of twelve hours in mind`() throws {
    let text = "visit_id,location,date,time_in,time_out\nV1,ARN,2026-02-01,12:45,01:03\n"
    let row = try #require(try intake(.visits, text).first)
    #expect(row.findings.map(\.effect) == [.kept])
    #expect(row.findings.first?.suggestion == "13:03")
    #expect(
      row.drafts.first?["time_out"] == ClockTime(secondsSinceMidnight: 3_780).map(FieldValue.clock)
    )
    #expect(row.drafts.first?["finished_at"] == nil)
  }

  @Test func `an interaction's row needs a kind that can be read`() throws {
    let text = "code,name,form,kind,min,max,source\na,A,in person,rating,1,3,g1\nb,B,face,rate,,,\n"
    let rows = try intake(.interactions, text)
    #expect(rows[0].drafts.first?["max"] == .number(ExactNumber(3)))
    #expect(rows[0].drafts.first?["attribute/source"] == .text("g1"))
    #expect(rows[1].isRefused)
  }

  @Test func `a column that is missing is told before any row is read`() {
    #expect {
      _ = try intake(.observations, "visit_id,interaction,val\nV1,a,1\n")
    } throws: { error in
      (error as? CSVFault)?.reason == .missingColumn("value", nearest: "val")
    }
  }

  @Test func `a text that is too long to keep is refused`() throws {
    let text = "visit_id,location,note\nV1,ARN,\(String(repeating: "x", count: 70_000))\n"
    #expect(try intake(.visits, text).map(\.isRefused) == [true])
  }

  @Test func `the report counts what was taken, refused and kept as typed`() throws {
    var report = IntakeReport()
    for row in try intake(.visits, "visit_id,location,time_in\nV1,ARN,9.40\n,ARN,\n") {
      report.add(row, of: .visits)
    }
    let count = try #require(report.counts[.visits])
    #expect((count.taken, count.refused, count.keptAsTyped) == (1, 1, 1))
    #expect(report.hasRefusals)
    #expect(report.findings.count == 2)
  }
}
