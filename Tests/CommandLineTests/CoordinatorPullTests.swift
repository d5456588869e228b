// SPDX-License-Identifier: Apache-2.0

import Export
import FieldModel
import Foundation
import GRDB
import LocalStore
import SyncProtocol
import TestSupport
import Testing

/// What is read of a manifest.
private struct PulledManifest: Decodable {
  struct Item: Decodable, Equatable {
    let what: String
    let why: String
    let count: Int
  }

  let program: String
  let filters: [String: String]
  let cursor: String?
  let provisionalCells: Int
  let unreadableCells: Int
  let leftOut: [Item]
  let dataSha256: String
}

@Suite struct `One merged dataset is pulled` {
  private let desk: CoordinatorDesk
  private var ada = Hand("Ada", 1)
  private var bo = Hand("Bo", 2)
  private var visits: [[FieldModel.Record]] = []

  init() throws {
    desk = try .skyline()
    visits = [
      ada.visit("v1", answers: ["desk": number(4), "bag": .boolean(true), "queue": number(12)]),
      ada.visit("v2", ["state": .text("in_progress")], answers: ["desk": number(9)]),
      bo.visit(
        "v3",
        ["shopper": .text("Zoe Quill"), "date": .unreadable("28/01/215")],
        answers: ["said": .text("=HYPERLINK(\"x\")"), "desk": .absent(.refused)]
      ),
    ]
    try desk.receive(visits.flatMap(\.self), from: [ada.card, bo.card])
  }

  private func manifest(_ name: String) throws -> PulledManifest {
    try CoordinatorDesk.decoder.decode(
      PulledManifest.self,
      from: Data(try desk.folder.read("\(name)/manifest.json"))
    )
  }

  @Test func `rows stand in order of visit, then of asking`() throws {
    try desk.pull("skyline", to: "out")
    let rows = try desk.rows("out/observations.csv")
    #expect(
      rows.map { "\($0["visit_code"] ?? "") \($0["interaction"] ?? "") \($0["value"] ?? "")" }
        == [
          "v1 queue 12", "v1 desk 4", "v1 bag 1", "v2 desk 9", "v3 desk ",
          "v3 said '=HYPERLINK(\"x\")",
        ]
    )
    #expect(rows[0]["brand"] == "sky")
    #expect(rows[0]["subject"] == "own")
    #expect(rows[3]["out_of_range"] == "true")
    #expect(rows[4]["absent_reason"] == "refused")
    #expect(rows[0]["observed_at_utc"] == "")
    #expect(rows[0]["entered_at_utc"] == "2026-02-01T11:01:00Z")
  }

  @Test func `an answer is out of range by the scale that its visit's wave was asked on`() throws {
    let scales = "max: 5, attributes: { \"scale:spring\": 1–10 } }"
    let yaml = SampleProgram.yaml.replacing("max: 5 }", with: scales)
    let desk = try CoordinatorDesk(program: yaml)
    var ada = Hand("Ada", 1)
    let visits = ["spring", "autumn"].map {
      ada.visit("v-\($0)", ["wave": .text($0)], answers: ["desk": number(9)])
    }
    try desk.receive(visits.flatMap(\.self), from: [ada.card])
    try desk.pull("skyline", to: "out")
    let rows = try desk.rows("out/observations.csv")
    let told = Dictionary(uniqueKeysWithValues: rows.map { ($0["wave"], $0["out_of_range"]) })
    #expect(told == ["spring": "false", "autumn": "true"])
  }

  @Test func `the manifest says what was left out, and counts what could not be read`() throws {
    try desk.pull("skyline", to: "out", "--state finished")
    let manifest = try manifest("out")
    #expect(manifest.program == "skyline")
    #expect(manifest.filters["state"] == "finished")
    #expect(manifest.cursor == Base32.text([1]))
    #expect(manifest.unreadableCells == 1)
    #expect(manifest.provisionalCells == 0)
    #expect(
      manifest.leftOut == [
        .init(what: "observations", why: "of a visit not finished", count: 1),
        .init(what: "visits", why: "not finished", count: 1),
      ]
    )
    let visits = try desk.rows("out/visits.csv")
    #expect(visits.map { $0["visit_code"] } == ["v1", "v3"])
    #expect(visits[1]["date_raw"] == "28/01/215")
  }

  @Test func `deleted visits and answers without a visit are told`() throws {
    var (ada, deleted) = (ada, visits[0][0])
    ada.edit(&deleted, .delete(reason: "twice"))
    let stray = ada.visit("v9", answers: ["desk": number(1)])
    try desk.receive([deleted, stray[1]], from: [ada.card])
    try desk.pull("skyline", to: "out")
    #expect(
      try manifest("out").leftOut == [
        .init(what: "observations", why: "of a visit deleted", count: 3),
        .init(what: "observations", why: "of a visit that is not here", count: 1),
        .init(what: "visits", why: "deleted", count: 1),
      ]
    )
  }

  @Test func `all formats say the same`() throws {
    for format in ["csv", "jsonl", "sqlite"] {
      try desk.pull("skyline", to: format, "--raw --format \(format)")
    }
    let fromCSV = try desk.rows("csv/observations.csv").map { $0["value"] ?? "" }
    let lines = try desk.folder.read("jsonl/observations.jsonl").split(separator: 0x0A)
    let fromLines = try lines.map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
      let value = object?["value"]
      return value is NSNull ? "" : "\(value ?? "")"
    }
    let database = try DatabaseQueue(path: desk.folder.path("sqlite/dataset.sqlite"))
    let fromSQLite = try database.read {
      try String?.fetchAll($0, sql: "SELECT CAST(value AS TEXT) FROM observations ORDER BY rowid")
    }
    #expect(fromCSV == ["12", "4", "1", "9", "", "=HYPERLINK(\"x\")"])
    #expect(fromLines == fromCSV)
    #expect(fromSQLite.map { $0 ?? "" } == fromCSV)
  }

  @Test func `another format takes the place of the older files`() throws {
    try desk.pull("skyline", to: "out")
    try desk.folder.write("mine", to: "out/mine.txt")
    try desk.pull("skyline", to: "out", "--format sqlite")
    let names = Set(try desk.files(of: "out").keys)
    #expect(names == ["dataset.sqlite", "codebook.csv", "manifest.json", "mine.txt"])
  }

  @Test func `labels stand in place of codes, or beside them`() throws {
    try desk.pull("skyline", to: "labels", "--values labels")
    #expect(try desk.rows("labels/observations.csv")[2]["value"] == "yes")
    try desk.pull("skyline", to: "both", "--values both")
    let row = try desk.rows("both/observations.csv")[2]
    #expect((row["value"], row["value_label"]) == ("1", "yes"))
  }

  @Test func `formulas are neutralised, unless raw text is asked for`() throws {
    try desk.pull("skyline", to: "guarded")
    try desk.pull("skyline", to: "raw", "--raw")
    #expect(try desk.rows("guarded/observations.csv").last?["value"] == "'=HYPERLINK(\"x\")")
    #expect(try desk.rows("raw/observations.csv").last?["value"] == "=HYPERLINK(\"x\")")
  }

  @Test func `shoppers are pseudonyms, typed names are hidden, coordinators may look`() throws {
    try desk.pull("skyline", to: "out")
    let hidden = try desk.rows("out/visits.csv").map { $0["shopper"] ?? "" }
    #expect(hidden[0] == "S-1")
    #expect(hidden[2].wholeMatch(of: /S-[0-9a-v]{8}/) != nil)
    for (name, bytes) in try desk.files(of: "out") {
      #expect(!String(decoding: bytes, as: UTF8.self).contains("Quill"), "\(name)")
      #expect(!String(decoding: bytes, as: UTF8.self).contains("Ada"), "\(name)")
    }
    try desk.pull("skyline", to: "open", "--identify")
    let open = try desk.rows("open/visits.csv").map { $0["shopper"] ?? "" }
    #expect(open == ["Ada", "Ada", "Zoe Quill"])
  }

  @Test func `a disagreement about the shopper gives no names away`() throws {
    var (left, right, lost) = (ada, Hand("Ada", 3), visits[0][0])
    var other = lost
    left.write(&lost, ["shopper": .text("Zoe Quill")])
    right.write(&other, ["shopper": .text("Max Quill")])
    try desk.receive([try lost.joined(with: other)], from: [left.card, right.card])
    try desk.pull("skyline", to: "out")
    let conflicts = try desk.rows("out/conflicts.csv")
    #expect(conflicts.map { $0["field"] } == ["shopper", "shopper"])
    #expect(conflicts.allSatisfy { $0["value"]?.hasPrefix("S-") == true })
    #expect(conflicts.allSatisfy { $0["device"]?.contains("Ada") == false })
  }

  @Test(arguments: [Role.shopper, .viewer])
  func `only a coordinator sees who the shoppers are`(role: Role) throws {
    let desk = try CoordinatorDesk.skyline(role: role)
    let line = ["pull", "--program", "skyline", "--out", "o", "--no-sync", "--identify"]
    #expect(try desk.run(line).status == 77)
  }

  @Test func `a pull that cannot sync says how to take what is here`() throws {
    let outcome = try desk.run(["pull", "--program", "skyline", "--out", "out"])
    #expect(outcome.status == 69)
    #expect(outcome.error.contains("--no-sync"))
    #expect(!FileManager.default.fileExists(atPath: desk.folder.path("out")))
  }

  @Test func `a program that is not here is bad input`() throws {
    let outcome = try desk.run(["pull", "--program", "skylin", "--out", "o", "--no-sync"])
    #expect(outcome.status == 65)
    #expect(try desk.run(["pull", "--out", "o"]).status == 64)
  }
}

@Suite struct `What the shopper wrote stays readable` {
  private func original(
    _ desk: CoordinatorDesk
  ) throws -> (value: String?, original: String?, author: String?) {
    try desk.pull("skyline", to: "out")
    let row = try #require(try desk.rows("out/observations.csv").first)
    return (row["value"], row["original_value"], row["author"])
  }

  @Test func `beside a coordinator's correction`() throws {
    let desk = try CoordinatorDesk.skyline()
    var ada = Hand("Ada", 1)
    var records = ada.visit("v1", answers: ["desk": number(3)])
    ada.write(&records[1], ["value": number(4)], minute: 5)
    try desk.receive(records, past: Array(ada.changes.dropFirst()), from: [ada.card])
    #expect(try original(desk) == ("4", "", "S-1"))
    try desk.run("observe desk 5 --visit v1")
    #expect(try original(desk) == ("5", "4", "shopper-4"))
    try desk.run("observe desk 2 --visit v1")
    #expect(try original(desk) == ("2", "4", "shopper-4"))
    try desk.run("observe desk 4 --visit v1")
    #expect(try original(desk) == ("4", "", "shopper-4"))
  }

  @Test func `beside somebody else's answer to a conflict, but not beside the shopper's own`()
    throws
  {
    let desk = try CoordinatorDesk.skyline()
    var (ada, coco) = (Hand("Ada", 1), Hand("Cy", 5, as: .coordinator))
    var records = ada.visit("v1", answers: ["desk": number(3)])
    coco.edit(&records[1], .write([Put("value", number(5))]), minute: 5, isResolution: true)
    try desk.receive(records, past: [ada.changes[1]], from: [ada.card, coco.card])
    #expect(try original(desk) == ("5", "3", "S-5"))
    ada.edit(&records[1], .write([Put("value", number(1))]), minute: 6, isResolution: true)
    try desk.receive([records[1]], past: [ada.changes[1], coco.changes[0]], from: [ada.card])
    #expect(try original(desk) == ("1", "", "S-1"))
  }
}

@Suite struct `The same data give the same bytes` {
  @Test(arguments: ["csv", "jsonl", "sqlite"])
  func `in whatever order they came`(format: String) throws {
    var (ada, bo) = (Hand("Ada", 1), Hand("Bo", 2))
    var cy = Hand("Cy", 5, as: .coordinator)
    var records = (0..<12).flatMap { place in
      ada.visit("a\(place)", answers: ["desk": number(place % 5 + 1), "queue": number(place)])
        + bo.visit("b\(place)", ["attribute/ward": .text("\(place)")], answers: ["bag": .null])
    }
    let early = records
    for place in records.indices where records[place].header.kind == .observation {
      cy.write(&records[place], ["value": number(5), "note": .text("checked")], minute: 9)
    }
    let cards = [ada.card, bo.card, cy.card]
    let past = ada.changes + bo.changes
    let first = try CoordinatorDesk.skyline()
    try first.receive(records, past: past, from: cards)
    let second = try CoordinatorDesk.skyline()
    try second.receive(early.reversed(), from: [bo.card])
    for record in records.reversed() {
      let own = past.filter { $0.header.id == record.header.id }
      try second.receive([record], past: own.reversed(), from: cards.reversed())
    }
    let pulled = try [first, second].map { desk in
      try desk.pull("skyline", to: "out", "--format \(format)")
      return try desk.files(of: "out")
    }
    #expect(pulled[0].keys.sorted() == pulled[1].keys.sorted())
    for (name, bytes) in pulled[0] { #expect(bytes == pulled[1][name], "\(name)") }
  }
}
