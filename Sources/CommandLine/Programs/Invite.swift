// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import FieldModel
package import LocalStore
import SyncClient
import SyncProtocol

/// `invite`: a one-time code for somebody who is to join.
package struct Invite: StoreCommand {
  package static let configuration = CommandConfiguration(
    commandName: "invite",
    abstract: "Get a one-time code for somebody who is to join.",
    discussion: """
      Asks the hub. The code alone goes to standard output; whoever has it can join in that \
      person's name, once, until it runs out. Invite somebody again for a second laptop.
      """
  )

  @OptionGroup package var storeOptions: StoreOptions
  @OptionGroup var output: OutputOptions
  @Option(help: "What the person may do.") var role: InvitedRole
  @Option(help: "The person's name.") var name: String
  @Option(help: "The program's code.") var program: String
  @Option(help: "The person's name in datasets; drawn by the hub where none is given.")
  var pseudonym = ""

  package init() {}

  package func run(in store: LocalStore) throws {
    guard let enrolment = try store.read({ try $0.enrolment() }) else {
      throw StoreError.notEnrolled
    }
    let invitation = try enrolment.connection().invite(
      name: name,
      role: role.role,
      program: program,
      pseudonym: pseudonym
    )
    let expiry = LocalTime(milliseconds: invitation.expiresAt).utcText
    if output.json {
      return try TextOutput.json(
        Answer(
          code: invitation.code,
          name: name,
          role: role.rawValue,
          program: program,
          pseudonym: invitation.pseudonym,
          expiresAt: expiry
        )
      )
    }
    TextOutput.line(invitation.code)
    let command = role == .shopper ? "shopper" : "coordinator"
    TextOutput.note("\(name) joins once, until \(expiry), with:")
    TextOutput.note("  \(command) enrol \(enrolment.hub) \(invitation.code)")
  }

  private struct Answer: Encodable {
    let code: String
    let name: String
    let role: String
    let program: String
    let pseudonym: String
    let expiresAt: String

    enum CodingKeys: String, CodingKey {
      case code, name, role, program, pseudonym
      case expiresAt = "expires_at"
    }
  }
}

/// What an invited person may do, as it is typed.
enum InvitedRole: String, CaseIterable, ExpressibleByArgument {
  case shopper, coordinator, viewer

  var role: Role {
    switch self {
    case .shopper: .shopper
    case .coordinator: .coordinator
    case .viewer: .viewer
    }
  }
}
