// SPDX-License-Identifier: Apache-2.0
import FieldModel
import Foundation
import Intake
import TestSupport
import Testing

/// Real field work with its real typing errors, read by the example mapping.
///
/// The field work is not part of the package; without it these tests say so and skip.
@Suite(.enabled(if: FieldData.isPresent, FieldData.absence))
struct FieldWorkTests {
  private static let folder = "patna-mystery-visits"

  private func mapping() throws -> Mapping {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Config/mapping-example.yaml")
    return try Mapping(yaml: String(contentsOf: path, encoding: .utf8), file: "mapping.yaml")
  }

  private func read(
    _ table: IntakeTable,
    from file: String,
    context: IntakeContext = Given.context
  ) throws -> (drafts: [Draft], report: IntakeReport) {
    let source = try ByteSource(path: FieldData.path("\(FieldWorkTests.folder)/\(file)"))
    var rows = try TableImport(
      table,
      file: file,
      source: source,
      mapping: mapping(),
      context: context
    )
    var (drafts, report) = ([Draft](), IntakeReport())
    while let row = try rows.next() {
      drafts += row.drafts
      report.add(row, of: table)
    }
    return (drafts, report)
  }

  /// The program's bank, as its own file has it.
  private func bank() throws -> IntakeContext {
    let interactions = try read(.interactions, from: "interactions.csv")
    #expect(interactions.report.findings.isEmpty)
    return IntakeContext(
      bank: interactions.drafts.map(Given.interaction),
      known: KnownCodes(),
      now: Given.now,
      zone: Given.zone
    )
  }

  private func findings(
    of report: IntakeReport,
    in column: String,
    _ effect: Finding.Effect = .keptAsTyped
  ) -> [String: String?] {
    let found = report.findings.filter { $0.column == column && $0.effect == effect }
    return Dictionary(found.map { ($0.value ?? "", $0.suggestion) }) { $1 }
  }

  @Test func `every visit is taken and every mistyped time and date is told`() throws {
    let (drafts, report) = try read(.visits, from: "visits.csv")
    #expect(drafts.count == 1_121)
    #expect(!report.hasRefusals)
    #expect(
      findings(of: report, in: "time_in_raw")
        == ["12;30": "12:30", "16;00": "16:00", "17;08": "17:08"]
    )
    #expect(
      findings(of: report, in: "time_out_raw") == [
        "12.30": "12:30", "13;39": "13:39", "17;42": "17:42", "19;30": "19:30", "19;36": "19:36",
        "090:48": "09:48", "1": nil,
      ]
    )
    #expect(
      findings(of: report, in: "date_raw") == [
        "28/01/215": "28/01/2015", "0/02/2015": nil, "06/22/2014": nil,
      ]
    )
    let wrongYears = findings(of: report, in: "date_raw", .kept)
    #expect(wrongYears.count == 13, "\(wrongYears.keys.sorted())")
    #expect(
      findings(of: report, in: "checked_on_raw") == [
        "17/02/215": "17/02/2015", "18/02/215": "18/02/2015", "1712/2014": "17/12/2014",
        "20/12/14": "20/12/2014", "23/12/14": "23/12/2014", "26/12/14": "26/12/2014",
        "24/11/12014": "24/11/2014", "28/11//2014": "28/11/2014",
      ]
    )
    #expect(Set(findings(of: report, in: "supervisor_id").keys) == ["3", "62", "89"])
    #expect(findings(of: report, in: "shopper_error").keys.sorted() == ["3"])
    #expect(report.findings.allSatisfy { $0.row.map { $0 >= 2 } ?? false })
  }

  @Test func `nothing typed is dropped from a visit`() throws {
    let (drafts, _) = try read(.visits, from: "visits.csv")
    let kept: [(column: String, field: FieldPath)] = [
      ("date_raw", "attribute/date_raw"), ("time_in_raw", "time_in"), ("time_out_raw", "time_out"),
      ("clinic_id", "location"), ("supervisor_id", "attribute/supervisor_id"),
      ("checked_on_raw", "attribute/checked_on_raw"), ("detected_note", "attribute/detected_note"),
    ]
    let bytes = try FieldData.read("\(FieldWorkTests.folder)/visits.csv")
    var rows = try CSVReader(ByteSource(bytes: bytes))
    for draft in drafts {
      guard case .row(let row)? = try rows.next() else {
        Issue.record("the file has fewer rows than visits")
        return
      }
      for (column, field) in kept {
        let typed = row[column] ?? ""
        switch draft[field] {
        case nil: #expect(typed.isEmpty)
        case .unreadable(let text)?, .text(let text)?: #expect(text == typed)
        case .day(let day)?: #expect(DayOrder("d/m/y")?.text(day) == typed)
        case .clock(let time)?: #expect(time.description == typed)
        case let other?: Issue.record("\(field) became \(other)")
        }
      }
    }
  }

  @Test func `a shopper who came out before going in is told, with the likely time`() throws {
    let (drafts, report) = try read(.visits, from: "visits.csv")
    let found = findings(of: report, in: "time_out_raw", .kept)
    #expect(found.count == 11)
    #expect(found["01:03"] == "13:03")
    #expect(found["07:05"] == "19:05")
    #expect(found["13:45"] == .some(nil))
    // Four have no time in, and three a mistyped one.
    #expect(drafts.filter { $0["started_at"] != nil }.count == 1_121 - 4 - 3)
  }

  @Test func `the example puts every visit into the month in which it was made`() throws {
    let (drafts, _) = try read(.visits, from: "visits.csv")
    let months = drafts.map { String($0["date"]?.display.prefix(7) ?? "none") }
    let visits = Dictionary(months.map { ($0, 1) }, uniquingKeysWith: +)
    #expect(visits == ["2014-11": 90, "2014-12": 445, "2015-01": 359, "2015-02": 227])
  }

  @Test func `every attempt is taken and every wrong year and shopper is told`() throws {
    let (drafts, report) = try read(.attempts, from: "attempts.csv")
    #expect(drafts.count == 1_447)
    #expect(!report.hasRefusals)
    #expect(
      findings(of: report, in: "date_raw") == [
        "28/01/215": "28/01/2015", "29/01/21015": "29/01/2015", "0/02/2015": nil,
        "06/22/2014": nil, "31/02/2015": nil,
      ]
    )
    #expect(findings(of: report, in: "shopper_raw").keys.sorted() == ["18:12", "SP12", "SP42"])
    let doubtful = findings(of: report, in: "date_raw", .kept).keys
    #expect(doubtful.contains("11/02/2013") && doubtful.contains("13/02/2013"))
    #expect(doubtful.allSatisfy { !["12/2014", "01/2015"].contains($0.suffix(7)) })
    #expect(report.counts[.attempts]?.declaredMissing == 206)
    #expect(drafts.filter { $0["complete"] == .boolean(false) }.count == 316)
    let reasons = drafts.compactMap { $0["reason"]?.text }
    #expect(reasons.filter { $0 == "Clinic locked" }.count == 146)
  }

  @Test func `every observation is taken, with what the bank makes of it`() throws {
    let (drafts, report) = try read(.observations, from: "observations.csv", context: bank())
    #expect(drafts.count == 33_802)
    #expect(!report.hasRefusals)
    #expect(report.counts[.observations]?.keptAsTyped == 0)
    #expect(report.findings.map(\.value) == ["3", "3", "3"])
    let overall = drafts.filter { $0.key == ["overall"] }.compactMap { $0["value"]?.number?.double }
    #expect(overall.count == 1_119)
    #expect(abs(overall.reduce(0, +) / 1_119 - 6.566577) < 0.000_000_5)
    let waits = drafts.filter { $0.key == ["wait_min"] }.compactMap { $0["value"]?.number?.double }
    #expect(abs(waits.reduce(0, +) - 46_647.2357) < 0.000_05)
  }

  @Test func `the clinics are taken once each from the file of visits`() throws {
    let (drafts, report) = try read(.locations, from: "visits.csv")
    #expect(drafts.count == 517)
    #expect(!report.hasRefusals)
  }
}
