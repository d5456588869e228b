// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import LocalStore

/// `interactions challenge CODE`: what is to become of an interaction.
struct ChallengeInteraction: StoreCommand {
  static let configuration = CommandConfiguration(
    commandName: "challenge",
    abstract: "Say whether an interaction deserves to exist: keep, remove, merge, automate, human.",
    discussion: """
      An interaction has one challenge, which syncs like all records: a new decision takes the \
      place of the older one, which stays in the history, and decisions of two coordinators who \
      did not know of each other are a conflict. What would come of it: report what-if.
      """
  )

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var output: OutputOptions
  @Argument(help: "The interaction's code.") var code: String
  @Option(help: "The program's code.") var program: String
  @Option(
    help: "What is to become of it: keep, remove, merge, automate or human.",
    transform: ChallengeInteraction.decision
  )
  var decision: ChallengeDecision
  @Option(help: "The interaction that it is merged into.") var into: String?
  @Option(parsing: .unconditional, help: "Why.") var note: String?

  func validate() throws {
    if (decision == .merge) != (into != nil) {
      throw ValidationError("--into CODE goes with --decision merge, and only with it.")
    }
    if into == code {
      throw ValidationError("\u{201c}\(code)\u{201d} is itself. Name another one: --into CODE.")
    }
  }

  func run(in store: LocalStore) throws {
    let (line, isChanged) = try store.write { writer in
      let program = try writer.reader.program(program)
      for code in [code, into].compactMap(\.self) {
        try requireInteraction(code, in: program, writer.reader)
      }
      let header = RecordHeader(
        id: Challenge.id(interaction: code, in: program.id),
        kind: .challenge,
        scope: Scope(program: program.id)
      )
      let before = try writer.reader.record(header.id)
      let puts = said(before).filter { put in
        guard let before, !before.isDeleted else { return put.value != .null }
        return before.isProvisional(put.path) || (before.value(of: put.path) ?? .null) != put.value
      }
      if !puts.isEmpty {
        try writer.edit(header, .write(puts))
      }
      guard let record = try writer.reader.record(header.id) else {
        throw StoreError.missing("The challenge is no longer here.")
      }
      return (ChallengeLine(Challenge(record), try writer.reader.people()), !puts.isEmpty)
    }
    if output.json { return try TextOutput.json(line) }
    TextOutput.line("\(code): \(decision.rawValue)" + (isChanged ? "" : " already"))
  }

  private static func decision(_ word: String) throws -> ChallengeDecision {
    guard let decision = ChallengeDecision(rawValue: word) else {
      let words = ChallengeDecision.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("\u{201c}\(word)\u{201d} is no decision. There is: \(words).")
    }
    return decision
  }

  /// What the options say; an older decision's reason is no reason for this one.
  private func said(_ before: Record?) -> [Put] {
    let isSame = before?.value(of: "decision") == .text(decision.rawValue)
    let noted = note.map { [Put("note", .text($0))] } ?? (isSame ? [] : [Put("note", .null)])
    return [
      Put("interaction", .text(code)), Put("decision", .text(decision.rawValue)),
      Put("into", into.map(FieldValue.text) ?? .null),
    ] + noted.filter { $0.value != .null || before?.value(of: "note") != nil }
  }

  private func requireInteraction(
    _ code: String,
    in program: Program,
    _ reader: StoreReader
  ) throws {
    guard try reader.find(Interaction.self, code: code, in: program.id) == nil else { return }
    throw Failure(
      .badData,
      "The program has no interaction \u{201c}\(code)\u{201d}. See: interactions list."
    )
  }
}

/// `interactions challenges`: the register.
struct ChallengeList: StoreCommand {
  static let configuration = CommandConfiguration(
    commandName: "challenges",
    abstract: "List the interactions whose reason to exist was asked for, with the decisions."
  )

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var output: OutputOptions
  @Option(help: "The program's code.") var program: String

  func run(in store: LocalStore) throws {
    let lines = try store.read { reader in
      let people = try reader.people()
      return try reader.all(Challenge.self, in: try reader.program(program).id)
        .map { ChallengeLine($0, people) }
        .sorted { $0.interaction.utf8.lexicographicallyPrecedes($1.interaction.utf8) }
    }
    if output.json { return try TextOutput.json(lines) }
    if lines.isEmpty {
      return TextOutput.line("Nothing is challenged. See: interactions challenge")
    }
    TextOutput.table(
      lines.map { line in
        [
          line.interaction, line.decision + (line.into.map { " into \($0)" } ?? ""), line.by,
          line.at ?? "", line.conflicts > 0 ? "\(line.conflicts)" : "", line.note ?? "",
        ]
      },
      headings: ["interaction", "decision", "by", "at", "conflicts", "note"]
    )
  }
}

/// A challenge as people and scripts read it.
private struct ChallengeLine: Encodable {
  let id: String
  let interaction: String
  let decision: String
  let into: String?
  let note: String?
  let by: String
  let at: String?
  let conflicts: Int

  init(_ challenge: Challenge, _ people: People) {
    let record = challenge.record
    let value = record.value(of: "decision")
    let write = record.siblings(of: "decision").all.first { $0.value == value }
    id = challenge.id.description
    interaction = challenge.interaction
    decision = challenge.text("decision") ?? ""
    into = challenge.text("into")
    note = challenge.text("note")
    by = write.map { people.name(of: $0.stamp.author) } ?? ""
    at = write?.stamp.enteredAt.description
    conflicts = record.conflicts.count
  }
}
