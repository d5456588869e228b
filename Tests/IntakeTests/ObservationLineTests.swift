// SPDX-License-Identifier: Apache-2.0
import FieldModel
import Intake
import Testing

@Suite struct ObservationLineTests {
  private let bank = Given.context(bank: [
    ("overall", .rating, 1...10), ("bag", .yesno, nil), ("why", .text, nil),
  ])

  private func intake(_ text: String) throws -> [RowIntake] {
    var lines = try ObservationLines(
      file: "-",
      source: ByteSource(bytes: Array(text.utf8)),
      context: bank
    )
    var rows: [RowIntake] = []
    while let row = try lines.next() {
      rows.append(row)
    }
    return rows
  }

  @Test func `a line becomes an observation`() throws {
    let line = """
      {"interaction":"overall","value":8.50,"verdict":"magic","seconds":"1:30","at":"14:05",\
      "note":"line\\nbreak","asked_for":["name"],"visit":"V1"}
      """
    let draft = try #require(try intake(line).first?.drafts.first)
    #expect(draft.key == ["overall"] && draft.visit == "V1")
    #expect(draft["value"]?.display == "8.5")
    #expect(draft["verdict"] == .number(ExactNumber(2)))
    #expect(draft["seconds"] == .number(ExactNumber(90)))
    #expect(draft["observed_at"]?.moment?.description == "2026-02-01T14:05:00+01:00")
    #expect(draft["note"] == .text("line\nbreak"))
    #expect(draft["asked_for"] == .choices(["name"]))
  }

  @Test func `a value is told where no wave's scale has it`() throws {
    var lines = try ObservationLines(
      file: "-",
      source: ByteSource(
        bytes: [4, 9, 11, 0].flatMap {
          Array(#"{"interaction":"desk","value":\#($0)}"#.utf8) + [10]
        }
      ),
      context: Given.rating(inOneWave: "1-10")
    )
    var told: [String?] = []
    while let row = try lines.next() {
      told += row.findings.map(\.value)
    }
    #expect(told == ["11", "0"])
  }

  @Test func `why there is no value may be said in three ways`() throws {
    let rows = try intake(
      """
      {"interaction":"bag","not_applicable":true}
      {"interaction":"bag","refused":true,"not_applicable":false}
      {"interaction":"bag","absent_reason":"left_blank"}
      """
    )
    #expect(
      rows.map { $0.drafts.first?["value"] }
        == [.absent(.notApplicable), .absent(.refused), .absent(.leftBlank)]
    )
  }

  @Test func `a line that cannot be taken is told and does not stop the others`() throws {
    let rows = try intake(
      """
      {"interaction":"overall","value":8}
      {"interaction":"overal","value":8}
      {"value":8}
      {"interaction":"bag","valeu":true}
      {"interaction":"bag","value":true,"value":false}
      {"interaction":"bag","value":true,"refused":true}
      {"interaction":"bag"
      {"interaction":"bag","value":{"a":1}}
      {"interaction":"bag","value":"perhaps"}
      """
    )
    #expect(rows.map(\.isRefused) == [false, true, true, true, true, true, true, true, false])
    #expect(rows[1].findings.first?.suggestion == "overall")
    #expect(rows[3].findings.first?.suggestion == "value")
    #expect(rows[8].drafts.first?["value"] == .unreadable("perhaps"))
    #expect(rows.flatMap(\.findings).map(\.line) == [2, 3, 4, 5, 6, 7, 8, 9])
  }
}
