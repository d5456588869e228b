// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import FieldModel
import Intake
import LocalStore

/// `conflicts`: what people disagree about, and how to settle it.
package struct Conflicts: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "conflicts",
    abstract: "See and settle what was answered differently at the same time.",
    subcommands: [List.self, Show.self, Resolve.self],
    defaultSubcommand: List.self
  )

  package init() {}

  struct List: StoreCommand {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "List the open conflicts."
    )
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var output: OutputOptions

    func run(in store: LocalStore) throws {
      let answers = try store.read { reader in
        let cards = try reader.cards()
        return try reader.conflicts().map { try ConflictAnswer($0, reader: reader, cards: cards) }
      }
      if output.json { return try TextOutput.json(answers) }
      if answers.isEmpty { return TextOutput.line("No open conflicts.") }
      for line in answers.flatMap(\.lines) { TextOutput.line(line) }
      TextOutput.line("Settle one: conflicts resolve ID --keep N")
    }
  }

  struct Show: StoreCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Show one conflict."
    )
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "The conflict's ID, or its beginning.") var id: String

    func run(in store: LocalStore) throws {
      let answer = try store.read { reader in
        try ConflictAnswer(
          try reader.conflict(id),
          reader: reader,
          cards: try reader.cards()
        )
      }
      if output.json { return try TextOutput.json(answer) }
      for line in answer.lines { TextOutput.line(line) }
    }
  }

  struct Resolve: StoreCommand {
    static let configuration = CommandConfiguration(
      commandName: "resolve",
      abstract: "Settle a conflict: your decision travels like any other change."
    )
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "The conflict's ID, or its beginning.") var id: String
    @Option(help: "Keep the candidate of this number.") var keep: Int?
    @Option(help: "None of them: this value instead.") var value: String?
    @Option(help: "Why, for the others: becomes the record's note.") var note: String?

    func validate() throws {
      if (keep == nil) == (value == nil) {
        throw ValidationError("Give either --keep N or --value V.")
      }
    }

    func run(in store: LocalStore) throws {
      let (conflict, settled, shown) = try store.write { writer in
        let conflict = try writer.reader.conflict(id)
        let value = try settle(conflict, with: writer)
        let asked = try writer.reader.interaction(of: writer.reader.record(conflict.header.id))
        return (
          conflict, value?.display ?? "kept", value?.words(of: conflict.path, asked) ?? "kept"
        )
      }
      if output.json {
        try TextOutput.json(ResolveAnswer(id: conflict.id, settled: settled))
      } else {
        TextOutput.line("Settled: \(conflict.path) is now \(shown).")
      }
    }

    private func settle(_ conflict: Conflict, with writer: StoreWriter) throws -> FieldValue? {
      guard let record = try writer.reader.record(conflict.header.id) else {
        throw StoreError.missing("The record is no longer here.")
      }
      let resolution: Resolution =
        if let keep { .keep(keep) } else { .value(try typedValue(for: conflict, writer)) }
      guard var edit = record.edit(settling: conflict, by: resolution) else {
        throw Failure(
          .badData,
          "There is no candidate of that number. See: conflicts show \(conflict.id)."
        )
      }
      if let note, case .write(let puts) = edit, conflict.path != "note" {
        edit = .write(puts + [Put("note", .text(note))])
      }
      let result = try writer.edit(conflict.header, edit, isResolution: true)
      return result.value(of: conflict.path)
    }

    private func typedValue(for conflict: Conflict, _ writer: StoreWriter) throws -> FieldValue {
      try writer.reader.typedValue(
        value ?? "",
        of: conflict.path,
        in: conflict.header,
        now: writer.surroundings.now()
      )
    }
  }
}

private struct ResolveAnswer: Encodable {
  let id: String
  let settled: String
}

extension StoreReader {
  /// The open conflict whose ID begins with a text.
  fileprivate func conflict(_ text: String) throws -> Conflict {
    let found = try conflicts().filter { $0.id.hasPrefix(text.lowercased()) }
    guard let conflict = found.first else {
      throw Failure(
        .badData,
        "There is no open conflict \u{201c}\(text)\u{201d}. See: conflicts list."
      )
    }
    guard found.count == 1 else {
      throw Failure(.badData, "\u{201c}\(text)\u{201d} begins \(found.count) IDs. Give more of it.")
    }
    return conflict
  }
}
