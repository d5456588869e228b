// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import HubStore

/// Withdraws an invitation.
struct Revoke: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke",
    abstract: "Withdraw somebody's invitation to a program, or to all of them.",
    discussion: """
      Their laptops drop what is no longer theirs to read with the next sync. What they wrote \
      still arrives and is kept in quarantine, where you can take it: shopper-hub quarantine list.
      """
  )

  @OptionGroup var options: DataOptions

  @Option(help: "The person's name.")
  var name: String

  @Option(
    help: "coordinator, shopper or viewer.",
    completion: .list(Role.allCases.map(\.rawValue)),
    transform: Invite.role
  )
  var role: Role

  @Option(help: ArgumentHelp("The program's code; without one, all programs.", valueName: "code"))
  var program: String?

  @Flag(help: "Answer with one JSON document.")
  var json = false

  private struct Answer: Encodable {
    let programs: Int
  }

  func run() async throws {
    try await reportingFailure {
      let store = try options.store(creates: false)
      let count = try await store.revoke(name: name, role: role, program: program)
      try store.close()
      if json { return try TextOutput.json(Answer(programs: count)) }
      TextOutput.line("Withdrawn from \(TextOutput.count(count, "program")).")
    }
  }
}

/// Takes a store's token no longer.
struct Retire: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retire",
    abstract: "Take a laptop's token no longer: it was lost, sold or stolen.",
    discussion: """
      A store that was copied or restored has several names, and all of them, with all copies, \
      share one token: they are retired together. What the laptop has not sent stays on it. Its \
      owner can enrol it again with a new code.
      """
  )

  @OptionGroup var options: DataOptions

  @Argument(help: "Any of the store's names, or the beginning of one, as status shows them.")
  var replica: String

  @Flag(help: "Answer with one JSON document.")
  var json = false

  private struct Answer: Encodable {
    let retired: [String]
  }

  func run() async throws {
    try await reportingFailure {
      let store = try options.store(creates: false)
      let retired = try await store.retire(meant(in: try await store.status()))
      try store.close()
      let names = retired.map(\.description)
      if json { return try TextOutput.json(Answer(retired: names)) }
      TextOutput.line("The hub no longer takes \(names.joined(separator: ", ")).")
    }
  }

  /// The store that was named.
  private func meant(in status: HubStatus) throws -> ReplicaID {
    let found = status.replicas.filter {
      $0.replica.description.hasPrefix(replica.lowercased())
    }
    guard let one = found.first, !replica.isEmpty else {
      throw Failure(.badData, "The hub knows no store \(replica). See shopper-hub status.")
    }
    guard Set(found.map(\.store)).count == 1 else {
      throw Failure(.badData, "Several stores have names that begin so. Give more of the name.")
    }
    return one.replica
  }
}

/// Erases what records say.
struct Erase: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "erase",
    abstract: "Erase what records say, a visit with all that belongs to it, for good.",
    discussion: """
      Nobody can take this back. Laptops show no more of it after their next sync. In the journal \
      of the laptop that wrote it, it stays until a backup (shopper-hub backup) holds that \
      journal and the laptop has synced after it; in a bundle that somebody carries, until that \
      is delivered. That there was something, who wrote it and when it was erased stays, and so do \
      the hashes, so that the rest can be verified. Backups made before still hold it.
      """
  )

  @OptionGroup var options: DataOptions

  @Argument(help: "The records' names.", transform: Erase.record)
  var records: [RecordID]

  @Option(help: "Why; kept in the log.")
  var reason: String

  @Flag(help: "Answer with one JSON document.")
  var json = false

  static func record(_ text: String) throws -> RecordID {
    guard let record = RecordID(text) else {
      throw ValidationError("\(text) is no record's name.")
    }
    return record
  }

  private struct Answer: Encodable {
    let erased: [String]
  }

  func run() async throws {
    try await reportingFailure {
      let store = try options.store(creates: false)
      let erased = try await store.erase(records, reason: reason)
      try store.close()
      if json { return try TextOutput.json(Answer(erased: erased.map(\.description))) }
      TextOutput.line("Erased \(TextOutput.count(erased.count, "record")).")
    }
  }
}
