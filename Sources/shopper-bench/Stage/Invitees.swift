// SPDX-License-Identifier: Apache-2.0

import CommandLine
import FieldModel
import HubStore
import Synchronization

/// Somebody who joins a hub with one laptop.
struct Invitee: Sendable {
  /// What the laptop is called, such as `shopper-31`.
  let device: String

  /// What the person may do.
  let role: Role

  /// The person's name in datasets.
  let pseudonym: String

  /// Makes the hub's data and a one-time code for each of them.
  ///
  /// Identifiers are drawn from a fixed seed: names of visits are made of their owners', and two
  /// runs are to give the same dataset, byte for byte.
  ///
  /// - Returns: The codes by device.
  static func invite(
    _ people: [Invitee],
    to program: String,
    data: String
  ) async throws -> [String: String] {
    let numbers = Mutex(SeededNumbers(named: "hub"))
    let store = try SQLiteHubStore(
      folder: data,
      surroundings: Surroundings(now: Surroundings.system.now) { count in
        numbers.withLock { numbers in
          (0..<count).map { _ in UInt8(truncatingIfNeeded: numbers.next()) }
        }
      }
    )
    var codes: [String: String] = [:]
    for person in people {
      let invitation = Invitation(
        name: person.device,
        role: person.role,
        program: program,
        pseudonym: person.pseudonym
      )
      codes[person.device] = try await store.invite(invitation, by: nil).code
    }
    try store.close()
    return codes
  }
}
