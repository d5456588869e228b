// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Intake
import LocalStore
import TestSupport
import Testing

@Suite("Real field work comes in whole", .enabled(if: FieldData.isPresent, FieldData.absence))
struct PatnaTests {
  private static let program = """
    program: { code: patna, name: Mystery visits to clinics }
    waves: [{ code: "1" }, { code: "2" }]
    """

  private static var mapping: String {
    var package = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { package.deleteLastPathComponent() }
    return package.appendingPathComponent("Config/mapping-example.yaml").path
  }

  private static func file(_ table: IntakeTable) -> String {
    FieldData.path("patna-mystery-visits/\(table.rawValue).csv")
  }

  /// The clinics and the bank, as a coordinator would have published them.
  private static func definitions() throws -> [FieldModel.Record] {
    let now = LocalTime(milliseconds: 0)
    let text = try String(contentsOfFile: mapping, encoding: .utf8)
    let mapping = try Mapping(yaml: text, file: "mapping.yaml")
    let program = Program.id(code: "patna")
    var records: [FieldModel.Record] = []
    for (table, path) in [(.interactions, file(.interactions)), (.locations, file(.visits))]
      as [(IntakeTable, String)]
    {
      var rows = try TableImport(
        table,
        file: path,
        source: try ByteSource(path: path),
        mapping: mapping,
        context: IntakeContext(now: now, zone: .utc)
      )
      while let row = try rows.next() {
        for draft in row.drafts {
          let header = RecordHeader(
            id: draft.definitionID(in: program),
            kind: draft.kind,
            scope: Scope(program: program)
          )
          let counter = UInt64(1_000 + records.count)
          records.append(SampleProgram.record(header, draft.puts, counter: counter))
        }
      }
    }
    return records
  }

  @Test func `every visit, observation and attempt of the clinics is taken, twice alike`() throws {
    let laptop = try Laptop(program: PatnaTests.program)
    try laptop.pull(try PatnaTests.definitions())
    let files = [IntakeTable.visits, .observations, .attempts].flatMap {
      ["--\($0.rawValue)", PatnaTests.file($0)]
    }
    let command = ["import", "--mapping", PatnaTests.mapping, "--json"] + files
    let first = try Answer(laptop.start(command).wait())
    let counts: [(String, Double)] = [
      ("visits", 1_121), ("observations", 33_802), ("attempts", 1_447),
    ]
    for (table, count) in counts {
      #expect(first["rows"][table]["taken"].number == count)
      #expect(first["rows"][table]["refused"].number == 0)
      #expect(first["written"][table].number == count)
    }
    let typed = first["findings"].list.compactMap { $0["value"].text }
    for dirty in ["17;42", "090:48", "28/01/215", "1712/2014", "12.30"] {
      #expect(typed.contains { $0.contains(dirty) }, "\(dirty)")
    }
    let stored = try laptop.store().read {
      (try $0.count(.visit), try $0.count(.observation), try $0.count(.attempt), try $0.status())
    }
    #expect(stored.0 == 1_121 && stored.1 == 33_802 && stored.2 == 1_447)
    #expect(stored.3.pending == 36_370)

    let second = try Answer(laptop.start(command).wait())
    #expect(second["written"].keys.isEmpty)
    #expect(try laptop.store().read { try $0.status().pending } == 36_370)
  }
}
