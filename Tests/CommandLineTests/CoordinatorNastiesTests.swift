// SPDX-License-Identifier: Apache-2.0

import Export
import FieldModel
import Foundation
import GRDB
import TestSupport
import Testing

/// Strings that break things, as notes of observations, through a store and a pull.
@Suite(.enabled(if: FieldData.isPresent, FieldData.absence))
struct `Nasty text comes back from a dataset byte for byte` {
  private let desk: CoordinatorDesk
  private let notes: [String]

  init() throws {
    desk = try .skyline()
    notes = try FieldData.naughtyStrings() + ["a\0b", "\r\n", "'=1", "\u{FEFF}x", "e\u{301}", "é"]
    var ada = Hand("Ada", 1)
    var records: [FieldModel.Record] = []
    for (place, note) in notes.enumerated() {
      // Four digits keep the rows in the order of the strings.
      var visit = ada.visit(
        "\(10_000 + place)",
        ["note": .text(note)],
        answers: ["desk": number(4)]
      )
      ada.write(&visit[1], ["note": .text(note)])
      records += visit
    }
    try desk.receive(records, from: [ada.card])
    try #require(notes.count == 521)
  }

  private func expectNotes(_ found: [String]) {
    #expect(found.count == notes.count)
    for (left, right) in zip(found, notes) where !left.utf8.elementsEqual(right.utf8) {
      Issue.record("\(Array(left.utf8)) is not \(Array(right.utf8))")
    }
  }

  @Test(arguments: ["visits", "observations"])
  func `through CSV, as somebody else reads it`(table: String) throws {
    try desk.pull("skyline", to: "out", "--raw")
    let script = """
      import csv, json, sys
      print(json.dumps([row['note'] for row in
        csv.DictReader(open(sys.argv[1], newline='', encoding='utf-8'))]))
      """
    guard let python = try? ProgramUnderTest(path: "/usr/bin/python3") else { return }
    let outcome = try python.run(["-c", script, desk.folder.path("out/\(table).csv")])
    expectNotes(try JSONDecoder().decode([String].self, from: Data(outcome.outputBytes)))
  }

  @Test func `through CSV that a spreadsheet may open, once the apostrophes are off`() throws {
    try desk.pull("skyline", to: "out")
    let rows = try desk.rows("out/observations.csv")
    expectNotes(rows.map { FormulaGuard.original($0["note"] ?? "") })
  }

  @Test func `through JSON Lines`() throws {
    try desk.pull("skyline", to: "out", "--format jsonl")
    struct Row: Decodable { let note: String }
    let lines = try desk.folder.read("out/observations.jsonl").split(separator: 0x0A)
    expectNotes(try lines.map { try JSONDecoder().decode(Row.self, from: Data($0)).note })
  }

  @Test func `through SQLite`() throws {
    try desk.pull("skyline", to: "out", "--format sqlite")
    let database = try DatabaseQueue(path: desk.folder.path("out/dataset.sqlite"))
    let sql = "SELECT CAST(note AS BLOB) FROM observations ORDER BY rowid"
    let found = try database.read { try Data?.fetchAll($0, sql: sql) }
    expectNotes(found.map { String(decoding: $0 ?? Data(), as: UTF8.self) })
  }
}
