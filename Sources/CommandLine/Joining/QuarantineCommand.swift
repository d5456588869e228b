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
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "List the refused changes."
    )
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var output: OutputOptions

    func run(in store: LocalStore) throws {
      let answers = try store.read(QuarantineAnswer.all)
      if output.json { return try TextOutput.json(answers) }
      if answers.isEmpty { return TextOutput.line("Nothing was refused.") }
      for line in answers.flatMap(\.lines) { TextOutput.line(line) }
    }
  }

  struct Show: StoreCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Show one refused change."
    )
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "The change's number.") var id: UInt64

    func run(in store: LocalStore) throws {
      let all = try store.read(QuarantineAnswer.all)
      guard let answer = all.first(where: { $0.id == id }) else {
        throw Failure(.badData, "No refused change has the number \(id). See: quarantine list.")
      }
      if output.json { return try TextOutput.json(answer) }
      for line in answer.lines { TextOutput.line(line) }
    }
  }

  struct Requeue: StoreCommand {
    static let configuration = CommandConfiguration(
      commandName: "requeue",
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
      commandName: "export",
      abstract: "Write the refused changes to a file, one JSON object a line."
    )
    @OptionGroup var storeOptions: StoreOptions
    @Argument(help: "The file; - for standard output.", completion: .file()) var file: String

    func run(in store: LocalStore) throws {
      let answers = try store.read(QuarantineAnswer.all)
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
  let visit: String?
  let visit_code: String?
  let program: String?
  let code: String
  let detail: String
  let entered_at: String
  let puts: [PutAnswer]

  /// All that was refused, the oldest first.
  static func all(_ reader: StoreReader) throws -> [QuarantineAnswer] {
    try reader.quarantine().map { try QuarantineAnswer($0, reader) }
  }

  private init(_ quarantined: QuarantinedChange, _ reader: StoreReader) throws {
    let change = quarantined.change
    let header = change.header
    let visit = header.kind == .visit ? header.id : header.parent
    let asked = try reader.lastText(of: "interaction", in: header.id).flatMap {
      try reader.find(Interaction.self, code: $0, in: header.scope.program)
    }
    id = change.dot.counter
    record = header.id.description
    kind = header.kind.rawValue
    self.visit = visit?.description
    visit_code = try visit.flatMap { try reader.lastText(of: "code", in: $0) }
    program = try reader.lastText(of: "code", in: header.scope.program)
    code = quarantined.code
    detail = quarantined.detail
    entered_at = change.stamp.enteredAt.description
    puts = change.puts.filter { $0.path != .existence }.map { put in
      let words = put.path == "value" ? asked?.words(for: put.value) : nil
      return PutAnswer(field: put.path.text, value: words ?? put.value.display)
    }
  }

  var lines: [String] {
    let of = visit_code.map { kind == "visit" ? " \($0)" : " of visit \($0)" } ?? ""
    let place = of + (program.map { " in \($0)" } ?? "")
    return
      (["\(id)  \(kind) \(record)\(place), entered \(entered_at): \(detail)"]
      + puts.map { "    \($0.field) = \($0.value)" }).map(TextOutput.singleLine)
  }
}

extension StoreReader {
  /// The text of a record's field; where the record is not here, because all of it was refused or
  /// it was taken away, what the journal says of it.
  fileprivate func lastText(of path: FieldPath, in record: RecordID) throws -> String? {
    if let text = try self.record(record)?.value(of: path)?.text { return text }
    return try history(of: record).last { $0.path == path && $0.after != nil }?.after?.text
  }
}
