// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import FoundationEssentials
import GRDB
package import Replication

extension SQLiteHubStore {
  package func invite(
    _ invitation: Invitation,
    by inviter: Session?
  ) async throws -> IssuedCode {
    try invitation.validate()
    let program = invitation.program.map { Program.id(code: $0) }
    if let inviter {
      guard inviter.person.role == .coordinator else {
        throw HubStoreError.forbidden("Only a coordinator may invite.")
      }
      guard program.map(inviter.grant.covers) ?? (inviter.grant == .everything) else {
        throw HubStoreError.forbidden("You may invite to your own programs only.")
      }
    }
    let code = Secrets.code(surroundings.random(16))
    let expiresAt = surroundings.now() + Invitation.lifetimeMilliseconds
    return try await pool.write { database in
      let person = try database.person(
        for: invitation,
        key: identity.pseudonymKey,
        drawing: surroundings
      )
      try database.guardGrant(of: person.id, against: inviter)
      if let program {
        try database.run(
          """
          INSERT INTO membership (person, program) VALUES (?, ?)
          ON CONFLICT (person, program) DO UPDATE SET revoked_at = NULL
          """,
          person.id.blob,
          program.blob
        )
      } else {
        try database.run("UPDATE person SET everything = 1 WHERE id = ?", person.id.blob)
      }
      try database.run(
        "INSERT INTO invitation VALUES (?, ?, ?, NULL)",
        Secrets.hash(code: code).blob,
        person.id.blob,
        expiresAt
      )
      let known = try program.map {
        try database.number("SELECT count(*) FROM record WHERE id = ?", $0.blob) > 0
      }
      return IssuedCode(
        code: code,
        expiresAt: expiresAt,
        pseudonym: person.pseudonym,
        isProgramKnown: known ?? true
      )
    }
  }

  package func enrol(
    code: String,
    replica: ReplicaID,
    device: String
  ) async throws -> Enrolment {
    guard device.utf8.count <= Code.bytesMaximum else {
      throw HubStoreError.invalid("A device's name has at most \(Code.bytesMaximum) bytes.")
    }
    let token = Secrets.token(surroundings.random(32))
    let now = surroundings.now()
    return try await pool.write { database in
      let person: PersonID = try database.redeem(Secrets.hash(code: code), at: now)
      let row = try database.row("SELECT person FROM replica WHERE id = ?", replica.blob)
      if let owner: PersonID = try row?.identifier("person"), owner != person {
        throw HubStoreError.takenReplica
      }
      try database.run(
        """
        INSERT INTO replica (id, person, device, counter, head, last, seen_at, store)
        VALUES (?1, ?2, ?3, 0, ?4, 0, ?5, ?1)
        ON CONFLICT (id) DO UPDATE SET device = excluded.device, seen_at = excluded.seen_at
        """,
        replica.blob,
        person.blob,
        device,
        ChangeHash.none.bytes.blob,
        now
      )
      let hash = Secrets.hash(token: token).blob
      try database.run(
        "INSERT INTO token (hash, replica, issued_at) VALUES (?, ?, ?)",
        hash,
        replica.blob,
        now
      )
      guard let session = try database.session(tokenHash: Secrets.hash(token: token)) else {
        throw DamagedStore("A new token has no owner.")
      }
      return Enrolment(token: token, session: session)
    }
  }

  package func session(token: String) async throws -> Session? {
    let hash = Secrets.hash(token: token)
    return try glance.read { database in
      let session = try database.session(tokenHash: hash)
      if session == nil,
        try database.number("SELECT count(*) FROM token WHERE hash = ?", hash.blob) > 0
      {
        throw HubStoreError.retired
      }
      return session
    }
  }
}

extension Database {
  /// The person whom an invitation means; made where there is none.
  fileprivate func person(
    for invitation: Invitation,
    key: [UInt8],
    drawing surroundings: Surroundings
  ) throws -> Person {
    let known = try row(
      "SELECT * FROM person WHERE name = ? AND role = ?",
      invitation.name,
      invitation.role.rawValue
    )
    if let person = try known.map(Person.init) {
      guard invitation.pseudonym.map({ $0 == person.pseudonym }) ?? true else {
        throw HubStoreError.invalid("\(person.name) has another pseudonym: leave it out.")
      }
      return person
    }
    let person = Person(
      id: try Secrets.person(invitation.name, invitation.role, key: key),
      name: invitation.name,
      role: invitation.role,
      pseudonym: try pseudonym(for: invitation, drawing: surroundings)
    )
    try run(
      "INSERT INTO person VALUES (?, ?, ?, ?, 0)",
      person.id.blob,
      person.name,
      person.role.rawValue,
      person.pseudonym
    )
    return person
  }

  private func pseudonym(
    for invitation: Invitation,
    drawing surroundings: Surroundings
  ) throws -> String {
    func isTaken(_ name: String) throws -> Bool {
      try number("SELECT count(*) FROM person WHERE pseudonym = ?", name) > 0
    }
    if let given = invitation.pseudonym {
      guard try !isTaken(given) else {
        throw HubStoreError.invalid("The pseudonym \(given) is taken: choose another.")
      }
      return given
    }
    var drawn = Secrets.pseudonym(surroundings.random(4))
    while try isTaken(drawn) {
      drawn = Secrets.pseudonym(surroundings.random(4))
    }
    return drawn
  }

  /// Keeps a coordinator from becoming, by an invitation, somebody who may do more than they.
  fileprivate func guardGrant(of person: PersonID, against inviter: Session?) throws {
    guard let inviter, inviter.grant != .everything else { return }
    switch try grant(of: person) {
    case .programs(let programs) where programs.allSatisfy(inviter.grant.covers): return
    default:
      throw HubStoreError.forbidden(
        "Somebody of this name and role takes part in programs that are not yours: "
          + "invite under another name, or ask the hub's operator."
      )
    }
  }

  /// Uses up a code.
  ///
  /// - Returns: The person whom it invites.
  fileprivate func redeem(_ hash: [UInt8], at now: Int64) throws -> PersonID {
    guard let row = try row("SELECT * FROM invitation WHERE code_hash = ?", hash.blob) else {
      throw HubStoreError.unknownCode
    }
    guard row["used_at"] as Int64? == nil else { throw HubStoreError.usedCode }
    guard now < row.number("expires_at") else { throw HubStoreError.expiredCode }
    try run("UPDATE invitation SET used_at = ? WHERE code_hash = ?", now, hash.blob)
    return try row.identifier("person")
  }
}

extension Database {
  /// Whose token has this hash; nil for nobody's and for one that was retired.
  func session(tokenHash: [UInt8]) throws -> Session? {
    let row = try row(
      """
      SELECT person.*, replica.id AS replica FROM token
      JOIN replica ON replica.id = token.replica JOIN person ON person.id = replica.person
      WHERE hash = ? AND retired_at IS NULL
      """,
      tokenHash.blob
    )
    return try row.map { try session($0, replica: $0.identifier("replica")) }
  }

  /// The session of a person, of whom the row has all columns, on a store.
  func session(_ row: Row, replica: ReplicaID) throws -> Session {
    let person = try Person(row)
    let programs = try programs(of: person.id)
    return Session(
      person: person,
      replica: replica,
      grant: row.number("everything") == 1 ? .everything : .programs(Set(programs.granted)),
      revoked: programs.revoked
    )
  }

  func grant(of person: PersonID) throws -> Grant {
    if try number("SELECT everything FROM person WHERE id = ?", person.blob) == 1 {
      return .everything
    }
    return .programs(Set(try programs(of: person).granted))
  }

  /// The programs that a person takes part in, and those no longer, each in order of name.
  private func programs(
    of person: PersonID
  ) throws -> (granted: [RecordID], revoked: [RecordID]) {
    let rows = try rows(
      "SELECT program, revoked_at FROM membership WHERE person = ? ORDER BY program",
      person.blob
    )
    var programs: (granted: [RecordID], revoked: [RecordID]) = ([], [])
    for row in rows {
      let program: RecordID = try row.identifier("program")
      if row["revoked_at"] as Int64? == nil {
        programs.granted.append(program)
      } else {
        programs.revoked.append(program)
      }
    }
    return programs
  }
}

extension Person {
  /// Reads a row of the table `person`.
  init(_ row: Row) throws(DamagedStore) {
    guard let role = Role(rawValue: row["role"]) else {
      throw DamagedStore("A person has an unknown role.")
    }
    self.init(
      id: try row.identifier("id"),
      name: row["name"],
      role: role,
      pseudonym: row["pseudonym"]
    )
  }
}
