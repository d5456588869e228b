// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import FoundationEssentials
import GRDB
package import Replication
import SyncProtocol

extension SQLiteHubStore {
  /// What the hub refused and nobody said again: changes in order of replica and counter, then
  /// offers.
  package func quarantine() async throws -> [Quarantined] {
    try await pool.read { database in
      let changes = try database.rows(
        """
        SELECT quarantine.*, bytes, received_at, person.name AS sender FROM quarantine
        JOIN log ON log.seq = \(DotPlace.sql("quarantine.replica", "quarantine.counter"))
          AND log.replica = quarantine.replica AND log.counter = quarantine.counter
        JOIN replica ON replica.id = quarantine.replica JOIN person ON person.id = replica.person
        WHERE requeued_counter IS NULL ORDER BY quarantine.replica, quarantine.counter
        """
      )
      let offers = try database.rows(
        """
        SELECT offer.*, person.name AS sender FROM offer
        JOIN person ON person.id = offer.person ORDER BY hash
        """
      )
      return try changes.map { .change(try RefusedChange($0), try Quarantined.Origin($0)) }
        + offers.map { .offer(try RefusedOffer($0), try Quarantined.Origin($0)) }
    }
  }

  /// Says a refused change again, or joins an offer, now that there is nothing against it.
  ///
  /// - Parameter id: The change's or the offer's name, as ``Quarantined/id`` spells it.
  /// - Throws: `HubRefusal` where there is no such thing, or where it is still refused.
  package func requeue(_ id: String) async throws {
    guard let found = try await quarantine().first(where: { $0.id == id }) else {
      throw HubRefusal.unknown("Nothing called \(id) is in quarantine.")
    }
    let (person, replica) = (try drawn() as PersonID, try drawn() as ReplicaID)
    let occasion = occasion()
    try await pool.write { database in
      var ledger = ledger(on: database, occasion)
      switch found {
      case .offer(let offer, _): try ledger.requeue(offer)
      case .change(let refused, _):
        let actor = HubReplica(
          id: replica,
          person: try database.hubPerson(orElse: person),
          store: replica,
          device: "hub",
          seenAt: occasion.now
        )
        _ = try ledger.requeue(refused.dot, as: actor)
      }
    }
  }

  /// Erases what records and their changes say, visits with all that belongs to them.
  ///
  /// - Returns: The erased records.
  /// - Throws: `HubRefusal.unknown` for a record that the hub does not have; then none is erased.
  ///   What SQLite says where the disk fails; then the file may still hold what is erased already,
  ///   until it is erased again.
  package func erase(_ records: [RecordID], reason: String) async throws -> [RecordID] {
    // What SQLite frees it overwrites, so that the file does not keep it.
    try await pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA secure_delete = ON") }
    let erased = try await writing { ledger in
      try records.flatMap { try ledger.erase($0, reason: reason) }
    }
    try await pool.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA secure_delete = OFF")
      _ = try database.checkpoint(.truncate)
    }
    return erased
  }

  /// Withdraws a person's invitation to a program, or to all of them.
  ///
  /// Their token is still taken: what they wrote arrives, and is quarantined.
  ///
  /// - Returns: How many programs they no longer take part in.
  /// - Throws: ``HubStoreError/unknown(_:)`` where there is nothing to withdraw,
  ///   ``HubStoreError/invalid(_:)`` where one program is to be taken from all.
  package func revoke(name: String, role: Role, program: String?) async throws -> Int {
    let now = surroundings.now()
    return try await pool.write { database in
      let row = try database.row(
        "SELECT * FROM person WHERE name = ? AND role = ?",
        name,
        role.rawValue
      )
      guard let person = try row.map({ try Person($0) }) else {
        throw HubStoreError.unknown("The hub knows no \(role.rawValue) called \(name).")
      }
      let takesPartInAll = row?.number("everything") == 1
      if let program {
        guard !takesPartInAll else {
          throw HubStoreError.invalid(
            "\(name) takes part in all programs: revoke without --program, then invite to some."
          )
        }
        return try database.revoke(Program.id(code: program), of: person, at: now)
      }
      if takesPartInAll {
        try database.run("UPDATE person SET everything = 0 WHERE id = ?", person.id.blob)
        try database.run(
          "INSERT OR IGNORE INTO membership (person, program) "
            + "SELECT ?, name FROM name "
            + "WHERE number IN (SELECT program FROM record)",
          person.id.blob
        )
      }
      return try database.revoke(nil, of: person, at: now)
    }
  }

  /// Takes a store's token no longer, under whichever of its names.
  ///
  /// - Parameter replica: Any of its names.
  /// - Returns: All of its names; those of its copies are among them, for they share its token.
  /// - Throws: `HubRefusal.unknown` for a replica that the hub does not know.
  @discardableResult
  package func retire(_ replica: ReplicaID) async throws -> [ReplicaID] {
    let now = surroundings.now()
    return try await pool.write { database in
      guard try SQLiteHubStorage(database: database, now: now).replica(replica) != nil else {
        throw HubRefusal.unknown("The hub knows no store \(replica).")
      }
      try database.run(
        """
        UPDATE token SET retired_at = ? WHERE retired_at IS NULL AND replica IN (
          SELECT id FROM replica WHERE store = (SELECT store FROM replica WHERE id = ?))
        """,
        now,
        replica.blob
      )
      return try database.rows(
        "SELECT id FROM replica WHERE store = (SELECT store FROM replica WHERE id = ?) ORDER BY id",
        replica.blob
      ).map { row -> ReplicaID in try row.identifier("id") }
    }
  }

  private func drawn<Name: Identifier>() throws -> Name {
    guard let name = Name(bytes: surroundings.random(16)) else {
      throw DamagedStore("No identifier could be drawn.")
    }
    return name
  }
}

extension Database {
  /// The person under whose name the hub itself writes; made when it first does.
  fileprivate func hubPerson(orElse drawn: PersonID) throws -> PersonID {
    if let row = try row("SELECT value FROM meta WHERE name = 'hub_person'"),
      let person = PersonID(bytes: row.bytes("value"))
    {
      return person
    }
    try run(
      "INSERT INTO person VALUES (?, ?, ?, ?, 0)",
      drawn.blob,
      Invitation.hubName,
      Role.coordinator.rawValue,
      Invitation.hubName
    )
    try run("INSERT INTO meta VALUES ('hub_person', ?)", drawn.blob)
    return drawn
  }

  /// Withdraws memberships; returns how many.
  fileprivate func revoke(
    _ program: RecordID?,
    of person: Person,
    at now: Int64
  ) throws -> Int {
    try run(
      """
      UPDATE membership SET revoked_at = ?1
      WHERE person = ?2 AND revoked_at IS NULL AND (?3 IS NULL OR program = ?3)
      """,
      now,
      person.id.blob,
      program?.blob
    )
    let count = changesCount
    guard count > 0 || program == nil else {
      throw HubStoreError.unknown("\(person.name) takes no part in this program.")
    }
    return count
  }
}

/// Something that the hub would not take by itself.
package enum Quarantined: Sendable {
  /// Who sent it, when, and its bytes; none where they were erased.
  package struct Origin: Hashable, Sendable {
    /// The sender's name.
    package let sender: String
    /// When it came, in milliseconds since 1970.
    package let at: Int64
    /// The change or state.
    package let bytes: [UInt8]

    init(_ row: Row) throws {
      sender = row["sender"]
      at = row.number("received_at")
      bytes = row.bytes("bytes")
    }
  }

  /// A change.
  case change(RefusedChange, Origin)
  /// A state that a store offered after the hub was restored.
  case offer(RefusedOffer, Origin)

  /// What it is called: `replica@counter` for a change, `offer-…` for an offer.
  package var id: String {
    switch self {
    case .change(let refused, _): refused.dot.description
    case .offer(let offer, _): "offer-" + Base32.text(offer.hash.bytes).prefix(16)
    }
  }

  /// Who sent it, when, and its bytes.
  package var origin: Origin {
    switch self {
    case .change(_, let origin), .offer(_, let origin): origin
    }
  }

  /// The record that it is about; nil where the bytes cannot be read.
  package var record: RecordID? {
    switch self {
    case .change(let refused, _): refused.record
    case .offer(let offer, _): offer.record
    }
  }

  /// Why it was refused: code and words.
  package var reason: (code: String, detail: String) {
    switch self {
    case .change(let refused, _): (refused.code.rawValue, refused.detail)
    case .offer(let offer, _): (offer.code, offer.detail)
    }
  }
}
