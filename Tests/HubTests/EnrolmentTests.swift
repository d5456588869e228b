// SPDX-License-Identifier: Apache-2.0

import FieldModel
import HubStore
import Replication
import Testing

@Suite struct `Joining a hub` {
  @Test func `a code is used once`() async throws {
    let hub = try HubFixture()
    let code = try await hub.store.invite(Invitation(name: "Ann", role: .shopper), by: nil).code
    _ = try await hub.store.enrol(code: code, replica: hub.newReplica(), device: "")
    await #expect(throws: HubStoreError.usedCode) {
      try await hub.store.enrol(code: code, replica: hub.newReplica(), device: "")
    }
  }

  @Test func `a code expires after seven days`() async throws {
    let hub = try HubFixture()
    let invitation = Invitation(name: "Ann", role: .shopper)
    let early = try await hub.store.invite(invitation, by: nil).code
    let late = try await hub.store.invite(invitation, by: nil).code
    hub.wait(milliseconds: 7 * 86_400_000 - 1)
    _ = try await hub.store.enrol(code: early, replica: hub.newReplica(), device: "")
    hub.wait(milliseconds: 1)
    await #expect(throws: HubStoreError.expiredCode) {
      try await hub.store.enrol(code: late, replica: hub.newReplica(), device: "")
    }
  }

  @Test func `a code that nobody was given is refused`() async throws {
    let hub = try HubFixture()
    await #expect(throws: HubStoreError.unknownCode) {
      try await hub.store.enrol(code: "0000", replica: hub.newReplica(), device: "")
    }
  }

  @Test func `a code is taken as people type it`() async throws {
    for typed in [
      { $0.lowercased() }, { $0.replacing("-", with: "") }, { $0.replacing("-", with: " ") },
      { $0.replacing("0", with: "o").replacing("1", with: "l") },
    ] as [(String) -> String] {
      let hub = try HubFixture(seed: 5)
      let code = try await hub.store.invite(Invitation(name: "Ann", role: .shopper), by: nil).code
      #expect(code.split(separator: "-").map(\.count) == [4, 4, 4, 4])
      let replica = hub.newReplica()
      let enrolment = try await hub.store.enrol(code: typed(code), replica: replica, device: "")
      #expect(enrolment.session.replica == replica)
    }
  }

  @Test func `the same name and role are the same person with another laptop`() async throws {
    let hub = try HubFixture()
    let first = try await hub.enrol("Ann", .shopper, program: "AIR")
    let second = try await hub.enrol("Ann", .shopper, program: "RAIL")
    let other = try await hub.enrol("Ann", .viewer)
    #expect(first.person == second.person)
    #expect(first.replica != second.replica)
    #expect(first.person != other.person)
    let again = try #require(try await hub.store.session(token: first.token))
    #expect(again.grant == .programs([Study.program, Study.otherProgram]))
  }

  @Test func `names that only look alike are two people`() async throws {
    let hub = try HubFixture()
    let composed = try await hub.enrol("Ren\u{E9}", .shopper)
    let decomposed = try await hub.enrol("Rene\u{301}", .shopper)
    #expect(composed.person != decomposed.person)
  }

  @Test func `a pseudonym is given or drawn and belongs to one person`() async throws {
    let hub = try HubFixture()
    let drawn = try await hub.store.invite(Invitation(name: "Ann", role: .shopper), by: nil)
    #expect(drawn.pseudonym.hasPrefix("S-"))
    let given = Invitation(name: "Bo", role: .shopper, pseudonym: "Heron")
    #expect(try await hub.store.invite(given, by: nil).pseudonym == "Heron")
    await #expect(throws: HubStoreError.self) {
      try await hub.store.invite(
        Invitation(name: "Cy", role: .shopper, pseudonym: "Heron"),
        by: nil
      )
    }
  }

  @Test func `another person's store keeps its name`() async throws {
    let hub = try HubFixture()
    let ann = try await hub.enrol("Ann", .shopper)
    let code = try await hub.store.invite(Invitation(name: "Bo", role: .shopper), by: nil).code
    await #expect(throws: HubStoreError.takenReplica) {
      try await hub.store.enrol(code: code, replica: ann.replica, device: "")
    }
    // Nothing was done: the code can still be used.
    _ = try await hub.store.enrol(code: code, replica: hub.newReplica(), device: "")
  }

  @Test func `only coordinators invite and only to their programs`() async throws {
    let hub = try HubFixture()
    let invitation = Invitation(name: "Cy", role: .shopper, program: "AIR")
    for role in [Role.shopper, .viewer] {
      let laptop = try await hub.enrol("Ann", role)
      await #expect(throws: HubStoreError.self) {
        try await hub.store.invite(invitation, by: laptop.session)
      }
    }
    let coordinator = try await hub.enrol("Ingrid", .coordinator)
    _ = try await hub.store.invite(invitation, by: coordinator.session)
    for program in ["RAIL", nil] {
      await #expect(throws: HubStoreError.self) {
        try await hub.store.invite(
          Invitation(name: "Cy", role: .shopper, program: program),
          by: coordinator.session
        )
      }
    }
  }

  @Test func `a coordinator cannot become somebody who may do more`() async throws {
    let hub = try HubFixture()
    _ = try await hub.enrol("Olga", .coordinator, program: nil)
    _ = try await hub.enrol("Rita", .coordinator, program: "RAIL")
    let ingrid = try await hub.enrol("Ingrid", .coordinator, program: "AIR")
    for name in ["Olga", "Rita"] {
      await #expect(throws: HubStoreError.self) {
        try await hub.store.invite(
          Invitation(name: name, role: .coordinator, program: "AIR"),
          by: ingrid.session
        )
      }
    }
  }

  @Test func `a name that would break a line is refused`() async throws {
    let hub = try HubFixture()
    for name in ["", " Ann", "Ann\nBo", String(repeating: "a", count: 129)] {
      await #expect(throws: HubStoreError.self) {
        try await hub.store.invite(Invitation(name: name, role: .shopper), by: nil)
      }
    }
  }

  @Test func `a token is nobody else's`() async throws {
    let hub = try HubFixture()
    let ann = try await hub.enrol("Ann", .shopper)
    #expect(try await hub.store.session(token: ann.token) == ann.session)
    #expect(try await hub.store.session(token: ann.token + "0") == nil)
    #expect(try await hub.store.session(token: "") == nil)
  }
}
