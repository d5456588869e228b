// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import Export
import FieldModel
package import LocalStore
import SyncProtocol

/// `pull`: one merged dataset of a program.
package struct Pull: StoreCommand {
  package static let configuration = CommandConfiguration(
    commandName: "pull",
    abstract: "Write one merged dataset of a program.",
    discussion: """
      Syncs first, then writes visits, observations, attempts, locations, interactions, conflicts \
      and reviews, with codebook.csv and manifest.json, which says what was left out and why. \
      The same data give the same bytes, wherever they are pulled.

      Where people disagree, the dataset shows the value that stands until somebody decides, and \
      marks it provisional; all values are in conflicts.
      """
  )

  @OptionGroup package var storeOptions: StoreOptions
  @OptionGroup var output: OutputOptions
  @Option(help: "The program's code.") var program: String
  @OptionGroup var options: DatasetOptions
  @Flag(name: .customLong("no-sync"), help: "Take what is here, without asking the hub.")
  var noSync = false

  package init() {}

  package func run(in store: LocalStore) throws {
    if options.identify { try store.requireCoordinator() }
    if !noSync { try sync(store) }
    let manifest = try store.read { reader in
      let run = try DatasetRun(of: try reader.program(program), in: reader, to: options)
      return try run.write(filters: try filters(reader))
    }
    if output.json { return try TextOutput.json(manifest) }
    show(manifest)
  }

  /// The options that shaped the dataset, beside those that the builder notes itself.
  private func filters(_ reader: StoreReader) throws -> [String: String] {
    var filters = ["format": options.format.rawValue, "shoppers": "pseudonyms"]
    if options.identify {
      filters["shoppers"] = "identified"
    } else if try reader.enrolment()?.pseudonymKey.isEmpty ?? true {
      filters["shoppers"] = "pseudonyms; typed names are left out"
    }
    if options.raw { filters["raw"] = "true" }
    if options.excel { filters["excel"] = "true" }
    return filters
  }

  private func sync(_ store: LocalStore) throws {
    do {
      _ = try SyncAnswer.round(on: store)
    } catch {
      let failure = Failure(error)
      let code = error is SyncFailure && failure.code == .failed ? .unreachable : failure.code
      throw Failure(code, failure.description + " To take what is here: --no-sync.")
    }
  }

  private func show(_ manifest: Manifest) {
    let rows = manifest.files.flatMap { file in
      file.tables.map { $0.sorted { $0.key < $1.key }.map { [$0.key, "\($0.value)", file.name] } }
        ?? [
          [file.name.split(separator: ".").first.map(String.init) ?? "", "\(file.rows)", file.name]
        ]
    }
    TextOutput.table(rows, headings: ["table", "rows", "file"])
    for item in manifest.leftOut {
      TextOutput.line("Left out: \(item.count) \(item.what), \(item.why).")
    }
    if manifest.provisionalCells > 0 {
      TextOutput.line(
        "\(manifest.provisionalCells) cells are provisional: people disagree. See conflicts list."
      )
    }
    if manifest.unreadableCells > 0 {
      TextOutput.line("\(manifest.unreadableCells) cells hold what could not be read, as typed.")
    }
    TextOutput.line("Written to \(options.folder).")
  }
}

extension LocalStore {
  /// Refuses anybody but a coordinator what would name the shoppers.
  func requireCoordinator() throws {
    let role = try read { try $0.enrolment()?.card.person.role }
    if role != .coordinator {
      throw Failure(
        .forbidden,
        "Only a coordinator may see who the shoppers are. Leave --identify out."
      )
    }
  }
}
