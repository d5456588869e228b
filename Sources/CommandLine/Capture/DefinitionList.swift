// SPDX-License-Identifier: Apache-2.0

import FieldModel
import LocalStore

/// Definitions for people and for scripts: every field under its own name.
struct DefinitionList<View: RecordView>: Encodable {
  private let views: [View]

  init(_ views: [View]) {
    self.views = views
  }

  func encode(to encoder: any Encoder) throws {
    var list = encoder.unkeyedContainer()
    for view in views { try list.encode(DefinitionAnswer(view.record)) }
  }

  /// Writes them as a table of some fields, or as JSON with all.
  func write(_ columns: [FieldPath], asJSON: Bool) throws {
    if asJSON { return try TextOutput.json(self) }
    if views.isEmpty {
      return TextOutput.note("There is no such \(View.kind.rawValue) here.")
    }
    TextOutput.table(
      views.map { view in columns.map { view.record.value(of: $0)?.display ?? "" } },
      headings: columns.map { $0.text.uppercased() }
    )
  }
}

/// A program with what a visit to it can name.
struct ProgramOverview {
  private let program: Program
  private let waves: [Wave]
  private let scenarios: [Scenario]
  private let locations: Int
  private let interactions: Int

  init(_ program: Program, _ reader: StoreReader) throws {
    self.program = program
    waves = try reader.all(Wave.self, in: program.id)
    scenarios = try reader.all(Scenario.self, in: program.id)
    locations = try reader.count(.location, in: program.id)
    interactions = try reader.count(.interaction, in: program.id)
  }

  /// Writes the program for people.
  func write() {
    TextOutput.line(
      "\(program.code)  \(TextOutput.singleLine(program.name)): "
        + "\(locations) locations, \(interactions) interactions"
    )
    for wave in waves {
      TextOutput.line("  wave \(wave.code)  \(TextOutput.singleLine(wave.name))")
    }
    for scenario in scenarios {
      TextOutput.line("  scenario \(scenario.code)  \(TextOutput.singleLine(scenario.name))")
    }
  }
}

extension ProgramOverview: Encodable {
  func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: FieldKey.self)
    try program.record.encodeFields(into: &keys)
    try keys.encode(DefinitionList(waves), forKey: "waves")
    try keys.encode(DefinitionList(scenarios), forKey: "scenarios")
    try keys.encode(locations, forKey: "locations")
    try keys.encode(interactions, forKey: "interactions")
  }
}
