// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Intake
import LocalStore

/// Definitions on their way from CSV files into a program.
struct DefinitionIntake {
  /// What the files describe, ready to be written.
  private(set) var drafts: [Draft] = []

  /// What came of the rows.
  private(set) var report = IntakeReport()

  private let mapping: Mapping
  private var context: IntakeContext
  private let brands: [Brand]

  init(_ program: Program, mapping: Mapping, reader: StoreReader, now: LocalTime) throws {
    self.mapping = mapping
    context = IntakeContext(now: now, zone: .ofThisMachine)
    brands = try reader.all(Brand.self, in: program.id)
    for kind in [.wave, .scenario, .location, .interaction] as [RecordKind] {
      try reader.forEach(kind, in: program.id) { record in
        if let code = record.value(of: "code")?.text { context.known.insert(code, kind) }
      }
    }
  }

  /// Reads one file; rows that cannot be taken are in the report.
  ///
  /// - Throws: ``Failure`` where the file as a whole cannot be read as that table.
  mutating func read(_ table: IntakeTable, from path: String) throws {
    do {
      var rows = try TableImport(
        table,
        file: path,
        source: try ByteSource(path: path),
        mapping: mapping,
        context: context
      )
      while let row = try rows.next() {
        take(row, of: table, from: path)
      }
    } catch let fault as CSVFault {
      throw Failure(.badData, "\(path), \(fault) Nothing was taken.")
    }
  }

  private mutating func take(_ row: RowIntake, of table: IntakeTable, from path: String) {
    var row = row
    row.drafts = row.drafts.compactMap { draft in
      guard let typed = draft["brand"]?.text else { return draft }
      let (brand, finding) = brand(typed, of: draft, row.row, from: path)
      if let finding { row.findings.append(finding) }
      return brand.map { code in
        let puts = draft.puts.map { $0.path == "brand" ? Put("brand", .text(code)) : $0 }
        return Draft(draft.kind, key: draft.key, puts: puts, line: draft.line)
      }
    }
    for draft in row.drafts {
      if let code = draft["code"]?.text { context.known.insert(code, draft.kind) }
    }
    drafts += row.drafts
    report.add(row, of: table)
  }

  /// The code of the brand that a place names by its code or its name; nil, with a finding, where
  /// the program has no such brand: a place without its company would be lost to every comparison.
  ///
  /// Where the program has no brands at all, the code is taken and told.
  private func brand(
    _ typed: String,
    of draft: Draft,
    _ row: Int?,
    from path: String
  ) -> (String?, Finding?) {
    let bytes = Array(typed.utf8)
    if let brand = brands.first(where: { Array($0.code.utf8) == bytes }) {
      return (brand.code, nil)
    }
    let named = brands.filter { Array($0.name.utf8) == bytes }
    if named.count == 1 { return (named[0].code, nil) }
    let near = NearestName.of(typed, among: brands.map(\.code) + brands.map(\.name))
    let all = brands.map { "\u{201c}\($0.code)\u{201d}" }.joined(separator: ", ")
    let finding = Finding(
      file: path,
      line: draft.line,
      row: row,
      column: mapping[.locations].columns["brand"] ?? "brand",
      value: typed,
      problem: "is no brand of the program",
      suggestion: near,
      advice: brands.isEmpty
        ? "Publish the program's brands." : near == nil ? "The brands are \(all)." : nil,
      effect: brands.isEmpty ? .kept : .refused
    )
    return (brands.isEmpty ? typed : nil, finding)
  }
}
