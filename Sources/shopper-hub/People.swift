// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import HubStore

/// Withdraws an invitation.
struct Revoke: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
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

  func run() async throws {
    try await reportingFailure {
      let store = try options.store(creates: false)
      let count = try await store.revoke(name: name, role: role, program: program)
      try store.close()
      TextOutput.line("Withdrawn from \(TextOutput.count(count, "program")).")
    }
  }
}

/// Takes a store's token no longer.
struct Retire: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Take a laptop's token no longer: it was lost, sold or stolen.",
    discussion: """
      What the laptop has not sent stays on it. Its owner can enrol it again with a new code.
      """
  )

  @OptionGroup var options: DataOptions

  @Argument(
    help: "Any of the store's names, as status shows them with --json.",
    transform: Retire.replica
  )
  var replica: ReplicaID

  static func replica(_ text: String) throws -> ReplicaID {
    guard let replica = ReplicaID(text) else {
      throw ValidationError("\(text) is no store's name. See shopper-hub status --json.")
    }
    return replica
  }

  func run() async throws {
    try await reportingFailure {
      let store = try options.store(creates: false)
      try await store.retire(replica)
      try store.close()
      TextOutput.line("The hub no longer takes \(replica).")
    }
  }
}

/// Erases what records say.
struct Erase: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Erase what records say, a visit with all that belongs to it, for good.",
    discussion: """
      Nobody can take this back. Laptops show no more of it after their next sync. In the journal \
      of the laptop that wrote it, it stays until a backup (shopper-hub backup) holds that \
      journal and the laptop has synced after it; in a bundle that somebody carries, until that is delivered. \
      That there was something, who wrote it and when it was erased stays, and so do the hashes, \
      so that the rest can be verified. Backups made before still hold it.
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
