// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import HubStore

/// Makes a one-time code; works while the hub serves.
struct Invite: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "invite",
    abstract: "Make a one-time code with which somebody enrols a laptop.",
    discussion: """
      The code is told once and can be used once, within seven days. A name and role that the hub \
      knows mean the same person, who enrols another laptop.
      """
  )

  @OptionGroup var options: DataOptions

  @Option(
    help: "coordinator, shopper or viewer.",
    completion: .list(Role.allCases.map(\.rawValue)),
    transform: Invite.role
  )
  var role: Role

  @Option(help: "The person's name.")
  var name: String

  @Option(help: ArgumentHelp("The program's code; without one, all programs.", valueName: "code"))
  var program: String?

  @Option(help: "The person's name in datasets; without one, the hub chooses.")
  var pseudonym: String?

  @Flag(help: "Answer with one JSON document.")
  var json = false

  static func role(_ text: String) throws -> Role {
    guard let role = Role(rawValue: text) else {
      throw ValidationError("The roles are coordinator, shopper and viewer.")
    }
    return role
  }

  private struct Answer: Encodable {
    let code: String
    let expiresAt: String
    let pseudonym: String

    enum CodingKeys: String, CodingKey {
      case code, pseudonym
      case expiresAt = "expires_at"
    }
  }

  func run() async throws {
    try await reportingFailure {
      let store = try options.store(creates: true)
      let invitation = Invitation(name: name, role: role, program: program, pseudonym: pseudonym)
      let issued = try await store.invite(invitation, by: nil)
      try store.close()
      let expiresAt = LocalTime(milliseconds: issued.expiresAt).utcText
      if !issued.isProgramKnown {
        TextOutput.note("note: the hub has no program of this code yet.")
      }
      if json {
        try TextOutput.json(
          Answer(code: issued.code, expiresAt: expiresAt, pseudonym: issued.pseudonym)
        )
      } else {
        TextOutput.line(issued.code)
        TextOutput.note("Can be used once, until \(expiresAt).")
      }
    }
  }
}
