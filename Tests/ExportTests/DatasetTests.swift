// SPDX-License-Identifier: Apache-2.0

import Export
import FieldModel
import Foundation
import TestSupport
import Testing

@Suite struct `A dataset says what the records say` {
  private let attributes: [RecordKind: Set<FieldPath>] = [
    .location: ["attribute/Gate no."], .visit: ["attribute/ward", "attribute/Ward"],
  ]

  /// Pulls a dataset as JSON Lines and returns the rows of its tables and its manifest.
  private func pull(
    _ definitions: [Record],
    _ visits: [VisitRecords],
    attempts: [Record] = [],
    states: DatasetChoice.States = .all,
    values: DatasetChoice.Values = .codes
  ) throws -> (tables: [String: [[String: Scalar]]], manifest: Manifest) {
    try withTemporaryFolder { folder in
      let builder = try DatasetBuilder(
        folder.path,
        format: .jsonl,
        definitions: definitions,
        attributes: attributes,
        choice: DatasetChoice(states: states, values: values),
        names: plainNames
      )
      for visit in visits { try builder.add(visit) }
      for attempt in attempts { try builder.add(attempt: attempt) }
      let manifest = try builder.finish(generatedBy: "test 1", cursor: "c7")
      var tables: [String: [[String: Scalar]]] = [:]
      for file in manifest.files where file.name.hasSuffix(".jsonl") {
        tables[String(file.name.dropLast(6))] = try folder.read(file.name)
          .split(separator: UInt8(ascii: "\n"))
          .map { try JSONDecoder().decode([String: Scalar].self, from: Data($0)) }
      }
      return (tables, manifest)
    }
  }

  private func expect(
    _ row: [String: Scalar]?,
    _ expected: [String: Scalar],
    location: SourceLocation = #_sourceLocation
  ) {
    for (key, value) in expected {
      #expect(row?[key] == value, "\(key)", sourceLocation: location)
    }
  }

  @Test func `with the columns of the contract first`() {
    let contract = """
      visit_id visit_code program wave location brand subject scenario shopper interaction form \
      stage process order kind value original_value verdict seconds note observed_at_utc \
      observed_at_local observed_at_tz entered_at_utc absent_reason provisional
      """
    let names = DatasetTables().schemas[1].columns.map(\.name)
    #expect(names.prefix(26).joined(separator: " ") == contract)
  }

  /// A visit with an attribute in two cases, a time nobody can read, and three observations.
  private func visit(by work: inout FieldWork) -> VisitRecords {
    var visit = work.visit("V1")
    work.shopper.write(
      [
        "code": .text("V1"), "location": .text("ARN"), "state": .text("finished"),
        "started_at": .moment(noon()), "time_in": .unreadable("12.30"),
        "attribute/ward": .text("60"), "attribute/Ward": .text("61"),
      ],
      to: &visit
    )
    let observations = ["bag", "wait", "desk"].map { code in
      var record = work.observation(code, on: visit)
      let value: FieldValue =
        ["bag": .boolean(true), "wait": number("28.750")][code] ?? .absent(.refused)
      work.shopper.write(
        [
          "interaction": .text(code), "value": value, "verdict": number("-1"),
          "observed_at": .moment(noon(3, zone: "")), "asked_for": .choices(["ID", "ticket"]),
        ],
        to: &record,
        minute: 5
      )
      return record
    }
    return VisitRecords(visit: visit, observations: observations)
  }

  @Test func `with observations in the order of the bank, and what belongs to each`() throws {
    var work = FieldWork()
    let (tables, _) = try pull(work.definitions(), [visit(by: &work)])

    let rows = tables["observations"]
    #expect(rows?.compactMap { $0["interaction"] } == ["desk", "wait", "bag"])
    expect(rows?[0], ["absent_reason": "refused", "value": nil, "order": 1, "kind": "rating"])
    expect(
      rows?[1],
      [
        "visit_id": .text(work.visit("V1").header.id.description), "visit_code": "V1",
        "program": "nordic",
        "wave": nil, "location": "ARN", "brand": "rival", "subject": "competitor",
        "shopper": "S1", "form": "telephone", "value": 28.75, "original_value": nil,
        "verdict": "misery", "verdict_degree": -1, "observed_at_utc": "2026-02-01T11:03:00Z",
        "observed_at_local": "2026-02-01T12:03:00", "observed_at_tz": "UTC+01:00",
        "entered_at_utc": "2026-02-01T11:05:00Z", "absent_reason": nil,
        "provisional": false, "author": "person 1", "asked_for": "ID;ticket",
        "out_of_range": false,
      ]
    )
    expect(rows?[2], ["value": 1, "stage": "at the belt"])
  }

  @Test func `with visits, places and the bank, unreadable times beside them`() throws {
    var work = FieldWork()
    let (tables, manifest) = try pull(work.definitions(), [visit(by: &work)])
    expect(
      tables["visits"]?.first,
      [
        "visit_code": "V1", "state": "finished", "review_state": nil, "date": "2026-02-01",
        "started_at_tz": "Europe/Stockholm", "time_in": nil, "time_in_raw": "12.30",
        "attribute_ward": "61", "attribute_ward_2": "60", "n_observations": 3,
      ]
    )
    expect(
      tables["locations"]?.first,
      ["code": "ARN", "name": "=Arlanda", "latitude": 59.65, "attribute_gate_no_": "F 28"]
    )
    #expect(
      tables["interactions"]?.compactMap { $0["code"] } == ["bag", "desk", "wait"]
    )
    #expect(manifest.unreadableCells == 1)
    #expect(manifest.cursor == "c7")
  }

  @Test func `with both values of a conflict, and the cell marked`() throws {
    var work = FieldWork()
    let definitions = work.definitions()
    var visit = work.visit("V1")
    work.shopper.write(["code": .text("V1"), "location": .text("ARN")], to: &visit)
    var mine = work.observation("desk", on: visit)
    work.shopper.write(["interaction": .text("desk"), "value": number("7")], to: &mine)
    var theirs = mine
    work.shopper.write(["value": number("8")], to: &mine, minute: 1)
    work.coordinator.write(["value": number("9")], to: &theirs, minute: 2)
    let merged = try mine.joined(with: theirs)
    let (tables, manifest) = try pull(
      definitions,
      [
        VisitRecords(
          visit: visit,
          observations: [merged],
          originals: [merged.header.id: number("8")]
        )
      ]
    )

    expect(
      tables["observations"]?.first,
      [
        "value": 9, "original_value": 8, "provisional": true, "provisional_fields": "value",
        "author": "person 9", "changed_at_utc": "2026-02-01T11:02:00Z",
      ]
    )
    let conflicts = tables["conflicts"] ?? []
    #expect(conflicts.compactMap { $0["value"] } == [9, 8])
    #expect(conflicts.compactMap { $0["n"] } == [1, 2])
    #expect(conflicts.compactMap { $0["device"] } == ["laptop 9", "laptop 1"])
    expect(
      conflicts.first,
      [
        "conflict_id": .text(merged.conflicts[0].id), "kind": "observation", "field": "value",
        "visit_code": "V1", "interaction": "desk", "author": "person 9",
        "entered_at_utc": "2026-02-01T11:02:00Z", "provisional_winner": true,
      ]
    )
    #expect(manifest.provisionalCells == 1)
  }

  @Test func `with what was left out and why`() throws {
    var work = FieldWork()
    let definitions = work.definitions()
    let visits = ["in_progress", "finished", "released", "deleted"].map { fate in
      var visit = work.visit(fate)
      let state = fate == "in_progress" ? fate : "finished"
      work.shopper.write(["code": .text(fate), "state": .text(state)], to: &visit)
      if fate == "deleted" { work.shopper.perform(.delete(reason: "twice"), on: &visit) }
      var observation = work.observation("desk", on: visit)
      work.shopper.write(["interaction": .text("desk")], to: &observation)
      var review = work.review(of: visit)
      let decision = fate == "released" ? fate : "held"
      work.coordinator.write(["state": .text(decision), "note": .text("ok")], to: &review)
      return VisitRecords(visit: visit, observations: [observation], review: review)
    }
    func taken(_ states: DatasetChoice.States) throws -> (String, String) {
      let (tables, manifest) = try pull(definitions, visits, states: states)
      let codes = tables["visits"]?.compactMap { $0["visit_code"]?.text } ?? []
      let left = manifest.leftOut.map { "\($0.count) \($0.what) \($0.why)" }
      return (codes.joined(separator: " "), left.joined(separator: ", "))
    }
    #expect(
      try taken(.all)
        == ("in_progress finished released", "1 observations of a visit deleted, 1 visits deleted")
    )
    #expect(try taken(.finished).0 == "finished released")
    #expect(
      try taken(.released) == (
        "released",
        "1 observations of a visit deleted, 2 observations of a visit not released, "
          + "1 visits deleted, 2 visits not released"
      )
    )
    let (tables, _) = try pull(definitions, visits, states: .released)
    expect(
      tables["reviews"]?.first,
      ["state": "released", "note": "ok", "visit_code": "released", "reviewer": "person 9"]
    )
  }

  @Test(arguments: [
    (DatasetChoice.Values.codes, 1 as Scalar, nil as Scalar?), (.labels, "yes", nil),
    (.both, 1, "yes"),
  ])
  func `with answers as codes, as labels or both`(
    values: DatasetChoice.Values,
    value: Scalar,
    label: Scalar?
  ) throws {
    var work = FieldWork()
    let definitions = work.definitions()
    let visit = work.visit("V1")
    var observation = work.observation("bag", on: visit)
    work.shopper.write(["interaction": .text("bag"), "value": number("1")], to: &observation)
    let (tables, _) = try pull(
      definitions,
      [VisitRecords(visit: visit, observations: [observation])],
      values: values
    )
    let row = tables["observations"]?.first
    #expect(row?["value"] == value)
    #expect(row?["value_label"] == label)
  }

  @Test func `with attempts that did not come off`() throws {
    var work = FieldWork()
    let definitions = work.definitions()
    var attempt = Record(
      header: RecordHeader(
        id: RecordID(bits: 5),
        kind: .attempt,
        scope: Scope(program: work.program, owner: work.shopper.person)
      )
    )
    work.shopper.write(
      [
        "visit_code": .text("V1"), "location": .text("ARN"), "number": number("2"),
        "complete": .boolean(false), "reason": .text("closed"), "at": .moment(noon()),
        "date": .unreadable("1712/2014"),
      ],
      to: &attempt
    )
    let (tables, _) = try pull(definitions, [], attempts: [attempt])
    expect(
      tables["attempts"]?.first,
      [
        "visit_code": "V1", "number": 2, "complete": false, "reason": "closed", "brand": "rival",
        "at_utc": "2026-02-01T11:00:00Z", "date": nil, "date_raw": "1712/2014",
        "shopper": "S1",
      ]
    )
  }

  @Test func `in SQLite with views that join what belongs together`() throws {
    var work = FieldWork()
    let definitions = work.definitions()
    try withTemporaryFolder { folder in
      let builder = try DatasetBuilder(
        folder.path,
        format: .sqlite,
        definitions: definitions,
        attributes: attributes,
        choice: DatasetChoice(states: .all),
        names: plainNames
      )
      var visit = work.visit("V1")
      work.shopper.write(["code": .text("V1"), "location": .text("ARN")], to: &visit)
      var observation = work.observation("wait", on: visit)
      work.shopper.write(
        ["interaction": .text("wait"), "value": number("1.5")],
        to: &observation
      )
      try builder.add(VisitRecords(visit: visit, observations: [observation]))
      let manifest = try builder.finish(generatedBy: "test 1")
      #expect(manifest.files.first?.tables?["observations"] == 1)
      let script = """
        import sys, json, sqlite3
        data = sqlite3.connect(sys.argv[1])
        row = data.execute('SELECT value, location_name, state FROM v_observation').fetchone()
        print(json.dumps([str(cell) for cell in row]
          + [str(data.execute('SELECT count(*) FROM ' + name).fetchone()[0])
             for name in ['v_visit', 'v_conflict', 'codebook']]))
        """
      guard Python.isPresent else { return }
      let found = try Python.texts(script, [folder.path("dataset.sqlite")])
      let columns = DatasetTables(attributes: attributes).schemas.reduce(0) {
        $0 + $1.columns.count
      }
      #expect(found == ["1.5", "=Arlanda", "in_progress", "1", "0", "\(columns)"])
    }
  }
}
