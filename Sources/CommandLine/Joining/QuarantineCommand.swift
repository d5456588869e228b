// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import FieldModel
import LocalStore

/// `quarantine`: what the hub refused, kept here with the reason.
package struct QuarantineCommand: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "quarantine",
    abstract: "See what the hub refused, and why; say it again or take it out as a file.",
    subcommands: [List.self, Show.self, Requeue.self, Export.self],
    defaultSubcommand: List.self
  )

  package init() {}

  struct List: StoreCommand {
    static let configuration = CommandConfiguration(abstract: "List the refused changes.")
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var output: OutputOptions

    func run(in store: LocalStore) throws {
      let answers = try store.read { try $0.quarantine().map(QuarantineAnswer.init) }
      if output.json { return try TextOutput.json(answers) }
      if answers.isEmpty { return TextOutput.line("Nothing was refused.") }
      for line in answers.flatMap(\.lines) { TextOutput.line(line) }
    }
  }

  struct Show: StoreCommand {
    static let configuration = CommandConfiguration(abstract: "Show one refused change.")
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "The change's number.") var id: UInt64

    func run(in store: LocalStore) throws {
      let all = try store.read { try $0.quarantine() }
      guard let change = all.first(where: { $0.change.dot.counter == id }) else {
        throw Failure(.badData, "No refused change has the number \(id). See: quarantine list.")
      }
      let answer = QuarantineAnswer(change)
      if output.json { return try TextOutput.json(answer) }
      for line in answer.lines { TextOutput.line(line) }
    }
  }

  struct Requeue: StoreCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say again what a refused change said, once its reason is gone."
    )
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "The change's number.") var id: UInt64

    func run(in store: LocalStore) throws {
      guard try store.write({ try $0.requeue(id) }) else {
        throw Failure(.badData, "No refused change has the number \(id). See: quarantine list.")
      }
      if output.json { return try TextOutput.json(RequeuedAnswer(requeued: id)) }
      TextOutput.line("Said again; it travels at the next sync.")
    }
  }

  struct Export: StoreCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the refused changes to a file, one JSON object a line."
    )
    @OptionGroup var storeOptions: StoreOptions
    @Argument(help: "The file; - for standard output.", completion: .file()) var file: String

    func run(in store: LocalStore) throws {
      let answers = try store.read { try $0.quarantine().map(QuarantineAnswer.init) }
      try TextOutput.jsonLines(answers, to: file)
    }
  }
}

private struct RequeuedAnswer: Encodable {
  let requeued: UInt64
}

/// A refused change as people and scripts read it; its members' names are the JSON's keys.
// swift-format-ignore: AlwaysUseLowerCamelCase
struct QuarantineAnswer: Encodable {
  struct PutAnswer: Encodable {
    let field: String
    let value: String
  }

  let id: UInt64
  let record: String
  let kind: String
  let code: String
  let detail: String
  let entered_at: String
  let puts: [PutAnswer]

  init(_ quarantined: QuarantinedChange) {
    let change = quarantined.change
    id = change.dot.counter
    record = change.header.id.description
    kind = change.header.kind.rawValue
    code = quarantined.code
    detail = quarantined.detail
    entered_at = change.stamp.enteredAt.description
    puts = change.puts.filter { $0.path != .existence }
      .map { PutAnswer(field: $0.path.text, value: $0.value.display) }
  }

  var lines: [String] {
    ["\(id)  \(kind) \(record), entered \(entered_at): \(detail)"]
      + puts.map { "    \($0.field) = \(TextOutput.singleLine($0.value))" }
  }
}
