// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import Export
import FieldModel
import Insight
package import LocalStore

/// `replay`: a visit second by second.
package struct ReplayCommand: StoreCommand {
  package static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Show a visit in slow motion: waits, contacts, hand-overs, verdicts, notes.",
    discussion: """
      A moment begins when it was noted to begin, else when it was observed; it lasts as long as \
      was measured. What nobody timed stands after the moment before it.
      """
  )

  @OptionGroup package var storeOptions: StoreOptions
  @OptionGroup var output: ReportOutput
  @Argument(help: "The visit, by code or beginning of its ID.") var visit: String

  package init() {}

  package func run(in store: LocalStore) throws {
    let sheet = try store.read { reader in
      let record = try reader.visit(visit).record
      let program = record.header.scope.program
      let moments = MomentReader(
        definitions: try reader.definitions(of: program),
        shopper: try DatasetNames(of: program, in: reader, isIdentified: false).shopper
      )
      let observations = try reader.all(Observation.self, of: record.header.id)
      let seen = moments.moments(of: record, observations.map(\.record))
      let motion = SlowMotion(seen, bank: moments.facts.bank)
      return ReplayCommand.sheet(motion, seen, moments.facts)
    }
    try output.write(sheet)
  }

  private static func sheet(
    _ motion: SlowMotion,
    _ visit: VisitMoments,
    _ facts: ProgramFacts
  ) -> ReportSheet {
    var basis = Basis()
    basis.add(visit, of: facts.bank)
    let context = visit.context
    let told: [(String, Dimension, Label?)] = [
      ("place", .location, context.location), ("scenario", .scenario, context.scenario),
      ("wave", .wave, context.wave), ("shopper", .shopper, context.shopper),
    ]
    let places = told.map { what, dimension, code in
      code.map { "\(what) \(facts.name(of: $0, in: dimension))" }
    }
    let known = ([facts.name] + places + [motion.origin?.description]).compactMap(\.self)
    var sheet = motion.sheet
    sheet.values =
      ["program": .code(facts.code)] + sheet.values
      + ["provisional_cells": .whole(basis.provisionalCells)]
    sheet.basis = [known.joined(separator: ", ") + "."]
    sheet.warnings = basis.warnings
    return sheet
  }
}

extension StoreReader {
  /// A program's own record and its definitions, deleted ones among them: those still explain the
  /// observations that name them.
  func definitions(of program: RecordID) throws -> [Record] {
    var definitions = try record(program).map { [$0] } ?? []
    for kind in RecordKind.definitions where kind != .program {
      try forEach(kind, in: program, includingDeleted: true) { definitions.append($0) }
    }
    return definitions
  }
}
