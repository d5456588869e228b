// SPDX-License-Identifier: Apache-2.0

import CommandLine
import FieldModel
import LocalStore
import SyncClient
import SyncProtocol

/// Somebody's laptop: a store of its own, joined to the hub, with a clock that is set from outside.
struct Laptop: Sendable {
  /// What the laptop is called.
  let name: String

  /// Who uses it.
  let owner: Person

  /// Its store.
  let store: LocalStore

  private let played: PlayedSurroundings

  /// Makes a store and joins a hub with it.
  ///
  /// - Parameters:
  ///   - name: What the laptop is called.
  ///   - folder: The folder of its store.
  ///   - hub: The hub's address.
  ///   - code: A one-time code.
  /// - Throws: ``StoreError``; what the hub or the line to it says.
  init(_ name: String, folder: String, hub: String, code: String) throws {
    self.name = name
    played = PlayedSurroundings(of: name)
    store = try LocalStore(folder: folder, surroundings: played.surroundings)
    let address = try HubAddress(hub)
    let connection = HubConnection(
      transport: try CurlTransport(version: programVersion),
      address: address,
      token: nil
    )
    let enrolment = try connection.enrol(
      code: code,
      replica: try store.read { try $0.replica() },
      device: name,
      address: address,
      caFile: nil
    )
    try store.write { try $0.enrol(enrolment) }
    owner = enrolment.card.person
  }

  /// Sets the laptop's clock.
  func set(_ now: LocalTime) {
    played.set(now)
  }

  /// Runs one round, as `sync` does.
  @discardableResult
  func sync() throws -> SyncAnswer {
    try SyncAnswer.round(on: store)
  }
}
