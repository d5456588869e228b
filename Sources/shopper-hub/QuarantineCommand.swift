// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FoundationEssentials
import HubStore
import Replication
import SyncProtocol

/// What the hub would not take by itself.
struct QuarantineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quarantine",
    abstract: "See what the hub refused, and why; take it after all, or write it to a file.",
    subcommands: [List.self, Show.self, Requeue.self, Export.self],
    defaultSubcommand: List.self
  )

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "List what was refused."
    )
    @OptionGroup var options: DataOptions

    @Flag(help: "Answer with one JSON document.")
    var json = false

    func run() async throws {
      try await reportingFailure {
        let answers = try await QuarantineAnswer.all(options)
        if json { return try TextOutput.json(answers) }
        if answers.isEmpty { TextOutput.line("Nothing was refused.") }
        for answer in answers { TextOutput.line(answer.line) }
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Show one thing that was refused."
    )
    @OptionGroup var options: DataOptions

    @Argument(help: "Its name in the list.")
    var id: String

    @Flag(help: "Answer with one JSON document.")
    var json = false

    func run() async throws {
      try await reportingFailure {
        guard let answer = try await QuarantineAnswer.all(options).first(where: { $0.id == id })
        else { throw HubRefusal.unknown("Nothing called \(id) is in quarantine.") }
        if json { return try TextOutput.json(answer) }
        TextOutput.line(answer.line)
        for field in answer.fields { TextOutput.line("  " + TextOutput.singleLine(field)) }
      }
    }
  }

  struct Requeue: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "requeue",
      abstract: "Take it after all, once its reason is gone.",
      discussion: """
        A change is said again by the hub, with its author, time and values. An offered record is \
        joined with what the hub holds: look at it first.
        """
    )
    @OptionGroup var options: DataOptions

    @Argument(help: "Its name in the list.")
    var id: String

    @Flag(help: "Answer with one JSON document.")
    var json = false

    private struct Answer: Encodable {
      let requeued: String
    }

    func run() async throws {
      try await reportingFailure {
        let store = try options.store(creates: false)
        try await store.requeue(id)
        try store.close()
        if json { return try TextOutput.json(Answer(requeued: id)) }
        TextOutput.line("Taken.")
      }
    }
  }

  struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "export",
      abstract: "Write what was refused to a file, one JSON object a line."
    )
    @OptionGroup var options: DataOptions

    @Argument(help: "The file; - for standard output.", completion: .file())
    var file: String

    func run() async throws {
      try await reportingFailure {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let lines = try await QuarantineAnswer.all(options).map {
          String(decoding: try encoder.encode($0), as: UTF8.self)
        }
        if file == "-" { return lines.forEach(TextOutput.line) }
        let text = lines.map { $0 + "\n" }.joined()
        let isWritten = FileManager.default.createFile(
          atPath: file,
          contents: Data(text.utf8),
          attributes: [.posixPermissions: 0o600]
        )
        guard isWritten else {
          throw Failure(.failed, "The file \(file) cannot be written. Choose another.")
        }
        TextOutput.line("\(lines.count) written to \(file).")
      }
    }
  }
}

/// Something in quarantine, for people and programs; its members' names are the JSON's keys.
// swift-format-ignore: AlwaysUseLowerCamelCase
private struct QuarantineAnswer: Encodable {
  let id: String
  let kind: String?
  let record: String?
  let sender: String
  let received_at: String
  let code: String
  let detail: String
  let fields: [String]
  /// The bytes in base 64.
  let bytes: String

  static func all(_ options: DataOptions) async throws -> [QuarantineAnswer] {
    let store = try options.store(creates: false)
    let all = try await store.quarantine()
    try store.close()
    return all.map(QuarantineAnswer.init)
  }

  init(_ quarantined: Quarantined) {
    let bytes = quarantined.origin.bytes
    id = quarantined.id
    record = quarantined.record?.description
    sender = quarantined.origin.sender
    received_at = LocalTime(milliseconds: quarantined.origin.at).utcText
    (code, detail) = quarantined.reason
    self.bytes = Data(bytes).base64EncodedString()
    switch quarantined {
    case .change:
      let change = try? ChangeCodec.change(from: bytes)
      kind = change?.header.kind.rawValue
      fields = (change?.puts ?? []).filter { $0.path != .existence }
        .map { "\($0.path): \($0.value.display)" }
    case .offer:
      let state = try? RecordCodec.record(from: bytes)
      kind = state?.header.kind.rawValue
      fields = (state?.fields ?? []).filter { $0.path != .existence }.flatMap { field in
        field.siblings.all.map { "\(field.path): \($0.value.display)" }
      }
    }
  }

  var line: String {
    "\(id) \(kind ?? "unreadable") \(record ?? "") by \(TextOutput.singleLine(sender)), "
      + "\(received_at): \(code): \(TextOutput.singleLine(detail))"
  }
}
