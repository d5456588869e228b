// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation
import GRDB
import Replication
package import SyncProtocol

/// Who a store belongs to, and where its hub is.
package struct Enrolment: Hashable, Sendable {
  /// The hub's address.
  package let hub: String

  /// The bearer token: a secret that is never shown.
  package let token: String

  /// The store's replica, its machine's name and its owner.
  package let card: ReplicaCard

  /// What coordinators hide typed shopper names with; empty for others.
  ///
  /// A secret.
  package let pseudonymKey: [UInt8]

  /// The file of the certificate authority that the hub's certificate is checked with, if its own.
  package let caFile: String?

  /// What a hub answered to a one-time code.
  package init(
    hub: String,
    token: String,
    card: ReplicaCard,
    pseudonymKey: [UInt8],
    caFile: String?
  ) {
    self.hub = hub
    self.token = token
    self.card = card
    self.pseudonymKey = pseudonymKey
    self.caFile = caFile
  }
}

extension StoreReader {
  /// The name under which the store writes now.
  package func replica() throws -> ReplicaID {
    let sql = "SELECT replica FROM incarnation ORDER BY place DESC LIMIT 1"
    let bytes = try Data.fetchOne(database.cachedStatement(sql: sql))
    guard let replica = bytes.flatMap({ ReplicaID(bytes: $0) }) else {
      throw StoreError.damaged("it has no name")
    }
    return replica
  }

  /// Who the store belongs to; nil before it was enrolled.
  package func enrolment() throws -> Enrolment? {
    guard let hub = try MetaKey.hub.readText(in: database),
      let token = try MetaKey.token.readText(in: database),
      let id = try MetaKey.person.read(in: database).flatMap(PersonID.init(bytes:)),
      let role = try MetaKey.role.readText(in: database).flatMap(Role.init)
    else { return nil }
    let person = Person(
      id: id,
      name: try MetaKey.personName.readText(in: database) ?? "",
      role: role,
      pseudonym: try MetaKey.pseudonym.readText(in: database) ?? ""
    )
    let device = try MetaKey.device.readText(in: database) ?? ""
    return Enrolment(
      hub: hub,
      token: token,
      card: ReplicaCard(replica: try replica(), device: device, person: person),
      pseudonymKey: try MetaKey.pseudonymKey.read(in: database) ?? [],
      caFile: try MetaKey.caFile.readText(in: database)
    )
  }

  /// The person who uses the store.
  ///
  /// - Throws: ``StoreError/notEnrolled`` before somebody enrolled it.
  package func owner() throws -> Person {
    guard let enrolment = try enrolment() else { throw StoreError.notEnrolled }
    return enrolment.card.person
  }

  /// Everybody that the store knows of, by replica.
  package func cards() throws -> [ReplicaID: ReplicaCard] {
    var cards: [ReplicaID: ReplicaCard] = [:]
    for row in try Row.fetchAll(database, sql: "SELECT * FROM card") {
      guard let replica = ReplicaID(bytes: row["replica"] as Data),
        let person = PersonID(bytes: row["person"] as Data),
        let role = Role(rawValue: row["role"])
      else { continue }
      cards[replica] = ReplicaCard(
        replica: replica,
        device: row["device"],
        person: Person(id: person, name: row["name"], role: role, pseudonym: row["pseudonym"])
      )
    }
    if let own = try enrolment()?.card {
      for bytes in try Data.fetchAll(database, sql: "SELECT replica FROM incarnation") {
        guard let name = ReplicaID(bytes: bytes) else { continue }
        cards[name] = ReplicaCard(replica: name, device: own.device, person: own.person)
      }
    }
    return cards
  }
}

extension StoreWriter {
  /// Keeps what a hub answered to a one-time code.
  package func enrol(_ enrolment: Enrolment) throws {
    let person = enrolment.card.person
    try MetaKey.hub.writeText(enrolment.hub, in: database)
    try MetaKey.token.writeText(enrolment.token, in: database)
    try MetaKey.person.write(person.id.bytes, in: database)
    try MetaKey.personName.writeText(person.name, in: database)
    try MetaKey.role.writeText(person.role.rawValue, in: database)
    try MetaKey.pseudonym.writeText(person.pseudonym, in: database)
    try MetaKey.device.writeText(enrolment.card.device, in: database)
    try MetaKey.pseudonymKey.write(enrolment.pseudonymKey, in: database)
    try MetaKey.caFile.writeText(enrolment.caFile, in: database)
    try replica.storage.keep(enrolment.card)
  }
}
