// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import FieldModel
package import LocalStore

/// `programs`: the programs that the laptop holds.
package struct AvailablePrograms: StoreCommand {
  package static let configuration = CommandConfiguration(
    commandName: "programs",
    abstract: "List the programs with their waves and scenarios."
  )

  @OptionGroup package var storeOptions: StoreOptions
  @OptionGroup var output: OutputOptions

  package init() {}

  package func run(in store: LocalStore) throws {
    let sheets = try store.read { reader in
      try reader.all(Program.self).map { try ProgramOverview($0, reader) }
    }
    if output.json { return try TextOutput.json(sheets) }
    if sheets.isEmpty { TextOutput.note("There is no program here yet. Sync first: sync.") }
    for sheet in sheets { sheet.write() }
  }
}

/// `locations`: the places of a program.
package struct AvailableLocations: StoreCommand {
  package static let configuration = CommandConfiguration(
    commandName: "locations",
    abstract: "List the places that can be visited."
  )

  @OptionGroup package var storeOptions: StoreOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var choice: DefinitionChoice

  package init() {}

  package func run(in store: LocalStore) throws {
    let list = DefinitionList(try store.read { try choice.chosen(Location.self, $0) })
    try list.write(["code", "name", "brand", "city"], asJSON: output.json)
  }
}

/// `interactions`: what is asked.
package struct AvailableInteractions: StoreCommand {
  package static let configuration = CommandConfiguration(
    commandName: "interactions",
    abstract: "List what is observed, in the order of asking."
  )

  @OptionGroup package var storeOptions: StoreOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var choice: DefinitionChoice

  package init() {}

  package func run(in store: LocalStore) throws {
    let bank = try store.read { try choice.chosen(Interaction.self, $0) }
    let list = DefinitionList(bank.sorted { ($0.order, $0.code) < ($1.order, $1.code) })
    try list.write(
      ["code", "name", "kind", "min", "max", "choices", "stage"],
      asJSON: output.json
    )
  }
}

/// `assignments`: who goes where by when.
package struct AvailableAssignments: StoreCommand {
  package static let configuration = CommandConfiguration(
    commandName: "assignments",
    abstract: "List who goes where by when."
  )

  @OptionGroup package var storeOptions: StoreOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var choice: DefinitionChoice
  @Flag(help: "Only those under your name.") var mine = false

  package init() {}

  package func run(in store: LocalStore) throws {
    let assignments = try store.read { reader in
      let all = try choice.chosen(Assignment.self, reader)
      guard mine else { return all }
      let owner = try reader.owner()
      return all.filter { [owner.name, owner.pseudonym].contains($0.text("shopper")) }
    }
    try DefinitionList(assignments).write(
      ["code", "shopper", "location", "scenario", "wave", "from", "due", "note"],
      asJSON: output.json
    )
  }
}

/// Which definitions are listed.
struct DefinitionChoice: ParsableArguments {
  @Argument(help: "Only those in which this text stands.") var search: String?
  @Option(help: "Only those of this program.") var program: String?

  /// The definitions that are asked for.
  func chosen<View: RecordView>(_ view: View.Type, _ reader: StoreReader) throws -> [View] {
    let program = try program.map { try reader.program($0).id }
    let all = try reader.all(view, in: program)
    guard let search else { return all }
    return all.filter { $0.record.mentions(search) }
  }
}

extension Record {
  /// Whether a text stands in one of the fields, in either case.
  fileprivate func mentions(_ text: String) -> Bool {
    let wanted = text.lowercased()
    return fields.contains { value(of: $0.path)?.display.lowercased().contains(wanted) ?? false }
  }
}
