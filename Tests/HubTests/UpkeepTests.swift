// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import HubStore
import Replication
import SyncProtocol
import TestSupport
import Testing

@Suite struct `A hub's operator` {
  let hub: HubFixture

  init() throws { hub = try HubFixture() }

  @Test func `backs up while laptops push, and only then are changes archived`() async throws {
    let enrolled = try await hub.enrol("Ann", .shopper)
    let visit = Study.visit("V1", of: enrolled.person)
    var ann = enrolled
    for place in 1...40 { ann.write(visit, Put("note", .text("\(place)"))) }
    let laptop = ann
    let file = hub.folder.path("backup")
    try await hub.push(Array(laptop.journal[..<5]), of: laptop)
    #expect(try await greeted(laptop).archived == 0)
    async let pushes: Void = {
      for change in laptop.journal[5...] { try await hub.push([change], of: laptop) }
    }()
    let report = try await hub.store.backUp(to: file)
    try await pushes
    let held = try #require(report.ends[laptop.replica])
    #expect((5...40).contains(held.counter))
    #expect(held.head == ChangeCodec.hash(of: laptop.journal[Int(held.counter) - 1]))
    #expect(try await greeted(laptop).archived == held.counter)
    #expect(try await hub.push(laptop).archived == held.counter)
    let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(try await hub.store.check() == [])
  }

  @Test func `archives nothing when the backup cannot be written`() async throws {
    var ann = try await hub.enrol("Ann", .shopper)
    ann.write(Study.visit("V1", of: ann.person), Put("note", .text("a")))
    try await hub.push(ann)
    let store = hub.store
    await #expect(throws: HubStoreError.self) {
      try await store.backUp(to: hub.folder.path("no/such/folder"))
    }
    #expect(try await greeted(ann).archived == 0)
  }

  @Test func `says a refused change again once its reason is gone`() async throws {
    var ann = try await hub.enrol("Ann", .shopper)
    let visit = Study.visit("V1", of: ann.person, in: Study.otherProgram)
    let written = ann.write(visit, Put("location", .text("JFK")))
    ann.write(visit, Put("note", .text("more")))
    #expect(try await hub.push(ann).codes == [1: "forbidden", 2: "forbidden"])
    let names = try await hub.store.quarantine().map(\.id)
    let store = hub.store
    await #expect(throws: HubRefusal.self) { try await store.requeue(names[0]) }
    let invitation = Invitation(name: "Ann", role: .shopper, program: "RAIL")
    _ = try await hub.store.invite(invitation, by: nil)
    for name in names { try await hub.store.requeue(name) }
    await #expect(throws: HubRefusal.self) { try await store.requeue(names[0]) }
    #expect(try await hub.store.quarantine().isEmpty)
    let reader = try await hub.enrol("Ingrid", .coordinator, program: "RAIL")
    let pulled = try await hub.pullAll(reader)
    let record = try #require(pulled.records[visit.id])
    #expect(record.value(of: "location") == .text("JFK"))
    #expect(record.value(of: "note") == .text("more"))
    let stamp = try ChangeCodec.change(from: written).stamp
    #expect(record.siblings(of: "location").all.map(\.stamp) == [stamp])
    #expect(Set(pulled.cards.map(\.person.name)) == ["Ann", "hub"])
    #expect(try await hub.store.check() == [])
  }

  @Test func `says again what a newer program added to a refused change`() async throws {
    var ann = try await hub.enrol("Ann", .shopper)
    let visit = Study.visit("V1", of: ann.person, in: Study.otherProgram)
    let member: [UInt8] = [0xA0, 0x06, 0x01]  // number 100, which no program of today knows
    let written = ann.write(visit, Put("location", .text("JFK"))) + member
    #expect(try await hub.push([written], of: ann).codes == [1: "forbidden"])
    let invitation = Invitation(name: "Ann", role: .shopper, program: "RAIL")
    _ = try await hub.store.invite(invitation, by: nil)
    try await hub.store.requeue(try #require(hub.store.quarantine().first).id)
    var ingrid = try await hub.enrol("Ingrid", .coordinator, program: "RAIL")
    try ingrid.learn(Array(try await hub.pullAll(ingrid).records.values.map(RecordCodec.bytes)))
    ingrid.write(visit, Put("location", .text("EWR")))
    try await hub.push(ingrid)
    let pulled = try await hub.store.pull(since: [], recordsMaximum: 9, by: ingrid.session)
    #expect(pulled.past.contains { $0.contains(member) })
  }

  @Test func `withdraws an invitation, and late work is kept in quarantine`() async throws {
    var ann = try await hub.enrol("Ann", .shopper)
    let visit = Study.visit("V1", of: ann.person)
    ann.write(visit, Put("location", .text("JFK")))
    try await hub.push(ann)
    let before = try await hub.pullAll(ann)
    #expect(try await hub.store.revoke(name: "Ann", role: .shopper, program: "AIR") == 1)
    ann = Laptop(try #require(try await hub.store.session(token: ann.token)), continuing: ann)
    #expect(try await greeted(ann).revoked == [Study.program])
    let after = try await hub.store.pull(
      since: before.cursor,
      recordsMaximum: 9,
      by: ann.session
    )
    #expect(after.restart == .rights)
    #expect(after.records.isEmpty)
    ann.write(visit, Put("note", .text("on the train")))
    #expect(try await hub.push(ann, from: 2).codes == [2: "forbidden"])
    let reason = try #require(try await hub.store.quarantine().first?.reason.detail)
    #expect(reason.contains("before the invitation was withdrawn"))
    // Invited again, everything is as it was.
    _ = try await hub.enrol("Ann", .shopper)
    let session = try #require(try await hub.store.session(token: ann.token))
    #expect(session.grant.covers(Study.program))
    #expect(session.revoked.isEmpty)
    #expect(try await hub.store.check() == [])
  }

  @Test func `withdraws everything from somebody who took part in all`() async throws {
    var ingrid = try await hub.enrol("Ingrid", .coordinator, program: nil)
    ingrid.write(Study.program(), Put("code", .text("AIR")))
    try await hub.push(ingrid)
    let store = hub.store
    await #expect(throws: HubStoreError.self) {
      try await store.revoke(name: "Ingrid", role: .coordinator, program: "AIR")
    }
    await #expect(throws: HubStoreError.self) {
      try await store.revoke(name: "Nobody", role: .shopper, program: nil)
    }
    #expect(try await hub.store.revoke(name: "Ingrid", role: .coordinator, program: nil) == 1)
    let session = try #require(try await hub.store.session(token: ingrid.token))
    #expect(session.grant == .programs([]))
    #expect(session.revoked == [Study.program])
  }

  @Test func `erases a visit with all that belongs to it`() async throws {
    var ann = try await hub.enrol("Ann", .shopper)
    let ingrid = try await hub.enrol("Ingrid", .coordinator)
    let (visit, kept) = (Study.visit("V1", of: ann.person), Study.visit("V2", of: ann.person))
    let observation = Study.observation("A1", in: visit)
    ann.write(visit, Put("note", .text("Mrs Secretary was rude")))
    ann.write(observation, Put("note", .text("Mrs Secretary again")))
    ann.write(kept, Put("note", .text("a fine day")))
    try await hub.push(ann)
    let cursor = try await hub.pullAll(ingrid).cursor
    let states = ann.records.values.map(RecordCodec.bytes)
    let erased = try await hub.store.erase([visit.id], reason: "asked for on Monday")
    #expect(Set(erased) == [visit.id, observation.id])
    let pulled = try await hub.pullAll(ingrid, since: cursor)
    #expect(Set(pulled.gone) == [visit.id, observation.id])
    #expect(pulled.records.isEmpty)
    // What comes later of it is not kept either, whichever way it comes.
    ann.write(visit, Put("note", .text("Mrs Secretary, once more")))
    ann.write(Study.observation("A2", in: visit), Put("note", .text("Secretary")))
    ann.write(kept, Put("note", .text("fine indeed")))
    #expect(try await hub.push(ann, from: 4).codes == [4: "erased", 5: "erased"])
    let epoch = try await hub.store.timeline().epoch
    let offered = try await hub.store.offer(states, epoch: epoch, by: ingrid.session)
    #expect(offered.refusals.map(\.refusal.code) == [.erased, .erased])
    #expect(try await hub.pullAll(ingrid).records.keys.map(\.self) == [kept.id])
    #expect(try await hub.store.check() == [])
    try hub.store.close()
    for name in ["hub/hub.sqlite", "hub/hub.sqlite-wal"] {
      let bytes = (try? hub.folder.read(name)) ?? []
      #expect(!bytes.contains("Secretary".utf8))
    }
  }

  @Test func `retires a store that was lost`() async throws {
    let ann = try await hub.enrol("Ann", .shopper)
    // The store goes on under a new name, of which the operator knows.
    let second = hub.newReplica()
    _ = try await hub.store.greet(
      Greeting(replica: second, device: "", last: 0),
      by: ann.session
    )
    #expect(Set(try await hub.store.retire(second)) == [ann.replica, second])
    let store = hub.store
    await #expect(throws: HubStoreError.retired) { try await store.session(token: ann.token) }
    let again = try await hub.enrol("Ann", .shopper)
    #expect(try await hub.store.session(token: again.token) == again.session)
    #expect(try await hub.store.status().replicas.count(where: \.isRetired) == 2)
  }

  @Test func `is shown that a copied store's changes came`() async throws {
    let enrolled = try await hub.enrol("Ann", .shopper)
    var (original, copy) = (enrolled, enrolled)
    original.write(Study.visit("V1", of: enrolled.person), Put("note", .text("one")))
    copy.write(Study.visit("V1", of: enrolled.person), Put("note", .text("two")))
    try await hub.push(original)
    let fork = copy
    for _ in 1...2 {
      await #expect(throws: HubRefusal.self) { try await hub.push(fork) }
    }
    let status = try await hub.store.status()
    #expect(status.forks == 1)
    #expect(status.replicas.first?.forks == 1)
    #expect(try await hub.store.check() == [])
  }

  private func greeted(_ laptop: Laptop) async throws -> Welcome {
    let greeting = Greeting(replica: laptop.replica, device: "", last: 0)
    return try await hub.store.greet(greeting, by: laptop.session)
  }
}
