// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation
package import LocalStore
package import SyncProtocol

/// A one-time code for somebody who is to join.
package struct Invitation: Hashable, Sendable {
  /// The code: whoever has it can join in that person's name, once.
  package let code: String

  /// The person's name in datasets.
  package let pseudonym: String

  /// When the code runs out, in milliseconds since 1970.
  package let expiresAt: Int64
}

extension HubConnection {
  /// Turns a one-time code into an enrolment of a store.
  ///
  /// - Parameters:
  ///   - code: The code.
  ///   - replica: The store's name.
  ///   - device: What the owner calls the machine.
  ///   - address: The hub's address, kept with the enrolment.
  ///   - caFile: The hub's own certificate authority, kept with the enrolment.
  /// - Returns: What to keep.
  /// - Throws: ``SyncFailure``.
  package func enrol(
    code: String,
    replica: ReplicaID,
    device: String,
    address: HubAddress,
    caFile: String?
  ) throws(SyncFailure) -> Enrolment {
    var request = WireEnrolRequest()
    request.code = code
    request.replica = Data(replica.bytes)
    request.device = device
    let response: WireEnrolResponse = try call(request, at: .enrol)
    do throws(WireProblem) {
      return Enrolment(
        hub: address.description,
        token: response.token,
        card: try response.card.card(),
        pseudonymKey: Array(response.pseudonymKey),
        caFile: caFile
      )
    } catch {
      throw .damaged(error.description)
    }
  }

  /// Asks for a one-time code.
  ///
  /// - Parameters:
  ///   - name: The person's name.
  ///   - role: What they may do.
  ///   - program: The program's code.
  ///   - pseudonym: Their name in datasets; drawn by the hub where empty.
  /// - Returns: The code.
  /// - Throws: ``SyncFailure``.
  package func invite(
    name: String,
    role: Role,
    program: String,
    pseudonym: String = ""
  ) throws(SyncFailure) -> Invitation {
    var request = WireInviteRequest()
    request.name = name
    request.role = role.rawValue
    request.program = program
    request.pseudonym = pseudonym
    let response: WireInviteResponse = try call(request, at: .invite)
    return Invitation(
      code: response.code,
      pseudonym: response.pseudonym,
      expiresAt: response.expiresAt
    )
  }
}
