// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Intake
import LocalStore

/// Visits, observations and attempts on their way from files into a store.
struct FieldWorkIntake {
  /// What came of the rows.
  private(set) var report = IntakeReport()

  /// How many records were written: those that differed from what the store held.
  private(set) var written: [IntakeTable: Int] = [:]

  private let program: RecordID
  private let owner: PersonID
  private let mapping: Mapping
  private var context: IntakeContext

  /// Rows in one transaction: a laptop's disk syncs once for all of them.
  private static let rowsAtOnce = 500

  init(
    _ program: RecordID,
    mapping: Mapping,
    _ reader: StoreReader,
    now: LocalTime
  ) throws {
    self.program = program
    self.mapping = mapping
    owner = try reader.owner().id
    var known = KnownCodes()
    for kind in [.location, .scenario, .wave] as [RecordKind] {
      try reader.forEach(kind, in: program) { record in
        if let code = record.value(of: "code")?.text { known.insert(code, kind) }
      }
    }
    known.open(.visit)
    let owner = owner
    try reader.forEach(.visit, in: program) { record in
      if record.header.scope.owner == owner, let code = record.value(of: "code")?.text {
        known.insert(code, .visit)
      }
    }
    context = IntakeContext(
      bank: try reader.all(Interaction.self, in: program),
      known: known,
      now: now,
      zone: .ofThisMachine
    )
  }

  /// Takes the files' rows, later files after earlier ones.
  ///
  /// - Parameters:
  ///   - files: The files; rows of later ones may name visits of earlier ones.
  ///   - store: The store.
  ///   - isStrict: Whether nothing is taken where any row cannot be.
  /// - Throws: ``Failure`` where a file as a whole cannot be read as its table.
  mutating func take(
    _ files: [(table: IntakeTable, path: String)],
    into store: LocalStore,
    strictly isStrict: Bool
  ) throws {
    guard isStrict else {
      for file in files {
        var rows = try rows(of: file.table, from: file.path)
        while try store.write({ try take(FieldWorkIntake.rowsAtOnce, of: &rows, $0) }) {}
      }
      return
    }
    do {
      try store.write { writer in
        for file in files {
          var rows = try rows(of: file.table, from: file.path)
          _ = try take(.max, of: &rows, writer)
        }
        if report.hasRefusals { throw NothingTaken() }
      }
    } catch is NothingTaken {
      written = [:]
    }
  }

  private func rows(of table: IntakeTable, from path: String) throws -> TableImport {
    let notebook = try Notebook()
    do {
      return try TableImport(
        table,
        file: path,
        source: try ByteSource(path: path),
        mapping: mapping,
        context: context,
        memory: RowMemory { try notebook.note($1, under: $0) }
      )
    } catch let fault as CSVFault {
      throw Failure(.badData, "\(path), \(fault)")
    } catch let error as UnknownInteraction {
      throw Failure(.badData, error.description)
    }
  }

  /// Takes at most so many rows; returns whether there may be more.
  private mutating func take(
    _ count: Int,
    of rows: inout TableImport,
    _ writer: StoreWriter
  ) throws -> Bool {
    var left = count
    while left > 0 {
      guard var row = try rows.next() else { return false }
      left -= 1
      for draft in row.drafts {
        do {
          if try write(draft, writer) { written[rows.table, default: 0] += 1 }
        } catch StoreError.refused(let refusal) {
          row.findings.append(
            Finding(
              file: rows.file,
              line: draft.line,
              row: row.row,
              problem: "cannot be kept. \(refusal.detail)",
              effect: .refused
            )
          )
        }
        if draft.kind == .visit, !row.isRefused {
          context.known.insert(draft.key.joined(), .visit)
        }
      }
      report.add(row, of: rows.table)
    }
    let taken = report.counts[rows.table]
    TextOutput.progress("\(rows.table.rawValue): \((taken?.taken ?? 0) + (taken?.refused ?? 0))")
    return true
  }

  private func write(_ draft: Draft, _ writer: StoreWriter) throws -> Bool {
    let header = header(of: draft)
    guard let record = try writer.reader.record(header.id) else {
      return try writer.put(draft.puts, into: header)
    }
    let differing = draft.puts.filter { record.value(of: $0.path) != $0.value }
    guard !differing.isEmpty else { return false }
    // What this file said before, and somebody has corrected since, is not said again.
    let said = try writer.reader.lastWords(of: owner, on: header.id)
    let fresh = differing.filter { said[$0.path] != $0.value }
    return try !fresh.isEmpty && writer.put(fresh, into: header)
  }

  private func header(of draft: Draft) -> RecordHeader {
    let scope = Scope(program: program, owner: owner)
    switch draft.kind {
    case .observation:
      let visit = Visit.id(program: program, shopper: owner, code: draft.visit ?? "")
      return RecordHeader(
        id: Observation.id(
          visit: visit,
          interaction: draft.key.joined(),
          occurrence: draft.occurrence
        ),
        kind: .observation,
        scope: scope,
        parent: visit
      )
    case .attempt:
      let number = draft["number"]?.number?.description ?? draft.key.last ?? ""
      let id = Attempt.id(
        program: program,
        shopper: owner,
        visitCode: draft.key.first ?? "",
        number: number
      )
      return RecordHeader(id: id, kind: .attempt, scope: scope)
    default:
      let id = Visit.id(program: program, shopper: owner, code: draft.key.joined())
      return RecordHeader(id: id, kind: .visit, scope: scope)
    }
  }
}

/// Rows that could not be taken, where all were to be taken or none.
private struct NothingTaken: Error {}

extension StoreReader {
  /// What a person last put into each field of a record, whoever has written there since.
  fileprivate func lastWords(
    of person: PersonID,
    on id: RecordID
  ) throws -> [FieldPath: FieldValue] {
    var words: [FieldPath: FieldValue] = [:]
    for entry in try history(of: id) where entry.stamp.author == person && !entry.isRefused {
      words[entry.path] = entry.after
    }
    return words
  }
}
