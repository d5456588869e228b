// SPDX-License-Identifier: Apache-2.0
import FieldModel
import Intake
import Testing

/// Files in which a visit comes to the same interaction again, or is a row of its own.
@Suite struct RepeatTests {
  private let log = """
    visit_id,interaction,value
    V1,ask,a
    V1,ask,a
    V2,ask,b
    V1,ask,c

    """

  @Test func `rows of one visit and interaction are moments of their own where a mapping says so`()
    throws
  {
    let mapping = try Mapping(yaml: "observations: { repeats: numbered }", file: "m.yaml")
    let drafts = try intake(.observations, log, mapping: mapping).flatMap(\.drafts)
    #expect(drafts.map(\.occurrence) == [1, 2, 1, 3])
    #expect(drafts.map { $0["occurrence"] == nil } == [true, false, true, false])
    #expect(drafts.allSatisfy { $0.key == ["ask"] })
  }

  @Test func `else a row that says something else than one before it is refused`() throws {
    let rows = try intake(.observations, log)
    #expect(rows.map(\.isRefused) == [false, false, false, true])
    #expect(rows.map(\.drafts.count) == [1, 0, 1, 0])
  }

  @Test func `a file that numbers its moments itself is taken at its word`() throws {
    let text =
      "visit_id,interaction,occurrence,value\nV1,ask,1,a\nV1,ask,2,b\nV1,ask,2,c\nV1,ask,x,d\n"
    let rows = try intake(.observations, text)
    #expect(rows.map(\.isRefused) == [false, false, true, true])
    #expect(rows[1].drafts.map(\.occurrence) == [2])
  }

  @Test func `each column of a wide file has its own words and its own blanks`() throws {
    let mapping = try Mapping(
      yaml: """
        missing: { "0": not_applicable }
        observations:
          wide:
            desk: Desk
            bag: { column: Bag, values: { Sure: "yes" } }
            wait: { column: Wait, missing: { "": left_blank } }
        """,
      file: "m.yaml"
    )
    let bank = Given.context(bank: [
      ("desk", .rating, 1...5), ("bag", .yesno, nil), ("wait", .minutes, nil),
    ])
    let text = "visit_id,Desk,Bag,Wait\nV1,0,Sure,0\nV2,,,\n"
    let rows = try intake(.observations, text, mapping: mapping, context: bank)
    let first = Dictionary(uniqueKeysWithValues: rows[0].drafts.map { ($0.key[0], $0["value"]) })
    #expect(first["desk"] == .absent(.notApplicable))
    #expect(first["bag"] == .number(ExactNumber(1)) || first["bag"] == .boolean(true))
    #expect(first["wait"] == .number(ExactNumber(0)))
    #expect(rows[1].drafts.map(\.key) == [["wait"]], "a blank is an answer where it has a meaning")
    #expect(rows[1].drafts.first?["value"] == .absent(.leftBlank))
  }

  @Test func `a mapping that cannot mean anything is told`() {
    for yaml in [
      "observations: { repeats: often }", "observations: { wide: { desk: { values: {} } } }",
      "visits: { repeats: numbered }",
    ] {
      #expect(throws: YAMLFaults.self) { try Mapping(yaml: yaml, file: "m.yaml") }
    }
  }
}
