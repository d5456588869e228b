// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import FieldModel
import LocalStore

/// `interactions`: a program's interaction bank.
package struct InteractionsCommand: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "interactions",
    abstract: "See a program's interaction bank, and challenge what is in it.",
    subcommands: [InteractionBankList.self, ChallengeInteraction.self, ChallengeList.self],
    defaultSubcommand: InteractionBankList.self
  )

  package init() {}
}

/// `interactions list`: the bank in the order of asking.
struct InteractionBankList: StoreCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the interactions in the order of asking."
  )

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var output: OutputOptions
  @Option(help: "The program's code.") var program: String

  func run(in store: LocalStore) throws {
    let bank = try store.read { reader in
      let program = try reader.program(program)
      return InteractionBank(try reader.all(Interaction.self, in: program.id).map(\.record))
    }
    if output.json { return try TextOutput.json(bank.sheets) }
    if bank.interactions.isEmpty {
      return TextOutput.line("The program has no interactions here. Publish them, or sync.")
    }
    TextOutput.table(
      bank.interactions.map { interaction in
        [
          interaction.code, interaction.name, interaction.text("form") ?? "",
          interaction.stage ?? "", interaction.answerKind.rawValue, scale(of: interaction),
          interaction.text("better") ?? "",
        ]
      },
      headings: ["code", "name", "form", "stage", "kind", "scale", "better"]
    )
  }

  private func scale(of interaction: Interaction) -> String {
    if !interaction.choices.isEmpty { return interaction.choices.joined(separator: "; ") }
    let ends = [interaction.number("min"), interaction.number("max")]
    return ends.allSatisfy { $0 == nil }
      ? "" : ends.map { $0?.description ?? "" }.joined(separator: "…")
  }
}

/// Interactions in the order of asking.
struct InteractionBank {
  let interactions: [Interaction]

  init(_ records: [Record]) {
    // Records come in order of code, and this order leaves equals where they are.
    interactions = records.map(Interaction.init).enumerated()
      .sorted { ($0.element.order, $0.offset) < ($1.element.order, $1.offset) }.map(\.element)
  }

  /// The interactions as scripts read them.
  var sheets: [DefinitionAnswer] { interactions.map { DefinitionAnswer($0.record) } }
}
