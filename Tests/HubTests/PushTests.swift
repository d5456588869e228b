// SPDX-License-Identifier: Apache-2.0

import FieldModel
import HubStore
import Replication
import SyncProtocol
import Testing

@Suite struct `A push` {
  @Test func `is acknowledged with counter and head`() async throws {
    let hub = try HubFixture()
    var ann = try await hub.enrol("Ann", .shopper)
    ann.write(Study.visit("V1", of: ann.person), Put("location", .text("JFK")))
    let outcome = try await hub.push(ann)
    #expect(outcome.end.counter == 1)
    #expect(outcome.end.head == ann.head)
    #expect(outcome.newChanges == 1)
    #expect(outcome.rejections.isEmpty)
  }

  @Test func `that is sent again changes nothing`() async throws {
    let hub = try HubFixture()
    var ann = try await hub.enrol("Ann", .shopper)
    let visit = Study.visit("V1", of: ann.person)
    ann.write(visit, Put("location", .text("JFK")))
    ann.write(Study.observation("A1", in: visit), Put("value", .number(ExactNumber(4))))
    let first = try await hub.push(ann)
    let before = try await hub.pullAll(ann)
    let again = try await hub.push(ann)
    #expect(again.end == first.end)
    #expect(again.newChanges == 0)
    let after = try await hub.pullAll(ann, since: before.cursor)
    #expect(after.states.isEmpty)
    #expect(try await hub.store.check() == [])
  }

  @Test func `may begin with changes that the hub has`() async throws {
    let hub = try HubFixture()
    var ann = try await hub.enrol("Ann", .shopper)
    let visit = Study.visit("V1", of: ann.person)
    ann.write(visit, Put("location", .text("JFK")))
    try await hub.push(ann)
    ann.write(visit, Put("location", .text("LGA")))
    #expect(try await hub.push(ann).newChanges == 1)
    #expect(try await hub.pullAll(ann).records[visit.id]?.value(of: "location") == .text("LGA"))
  }

  @Test func `tells again what was refused when it is sent again`() async throws {
    let hub = try HubFixture()
    var ann = try await hub.enrol("Ann", .shopper)
    ann.write(Study.interaction("A1"), Put("name", .text("mine")))
    #expect(try await hub.push(ann).codes == [1: "forbidden"])
    let again = try await hub.push(ann)
    #expect(again.codes == [1: "forbidden"])
    #expect(again.newChanges == 0)
  }

  @Test func `with other bytes under a known counter is a fork`() async throws {
    let hub = try HubFixture()
    let enrolled = try await hub.enrol("Ann", .shopper)
    var (original, copy) = (enrolled, enrolled)
    let visit = Study.visit("V1", of: enrolled.person)
    original.write(visit, Put("location", .text("JFK")))
    copy.write(visit, Put("location", .text("LGA")))
    try await hub.push(original)
    let fork = copy
    await #expect(throws: fork.refusal(at: 1)) { try await hub.push(fork) }
    copy.write(visit, Put("note", .text("more")))
    let longerFork = copy
    await #expect(throws: fork.refusal(at: 1)) {
      try await hub.push(longerFork, from: 2)
    }
    #expect(
      try await hub.pullAll(original).records[visit.id]?.value(of: "location") == .text("JFK")
    )
  }

  @Test func `that leaves a gap is refused and told where to begin`() async throws {
    let hub = try HubFixture()
    var ann = try await hub.enrol("Ann", .shopper)
    let visit = Study.visit("V1", of: ann.person)
    for place in 1...3 { ann.write(visit, Put("note", .text("\(place)"))) }
    let laptop = ann
    await #expect(throws: HubRefusal.gap(expected: 1)) { try await hub.push(laptop, from: 2) }
    await #expect(throws: HubRefusal.self) {
      try await hub.push([laptop.journal[0], laptop.journal[2]], of: laptop)
    }
    #expect(try await hub.push(laptop).newChanges == 3)
  }

  @Test func `is taken whole or not at all`() async throws {
    let hub = try HubFixture()
    var ann = try await hub.enrol("Ann", .shopper)
    ann.write(Study.visit("V1", of: ann.person), Put("location", .text("JFK")))
    let laptop = ann
    await #expect(throws: HubRefusal.self) {
      try await hub.push(laptop.journal + [[1, 2, 3]], of: laptop)
    }
    #expect(try await hub.pullAll(laptop).records.isEmpty)
    #expect(try await hub.push(laptop).newChanges == 1)
  }

  @Test func `names the counter of what cannot be read`() async throws {
    let hub = try HubFixture()
    var ann = try await hub.enrol("Ann", .shopper)
    ann.write(Study.visit("V1", of: ann.person))
    let laptop = ann
    let error = await #expect(throws: HubRefusal.self) {
      try await hub.push(laptop.journal + [[1, 2, 3]], of: laptop)
    }
    guard case .malformed(place: 1, counter: 2, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `speaks for its own replica only`() async throws {
    let hub = try HubFixture()
    var ann = try await hub.enrol("Ann", .shopper)
    let bo = try await hub.enrol("Bo", .shopper)
    ann.write(Study.visit("V1", of: ann.person))
    let (forged, epoch) = (ann.journal, try await hub.store.timeline().epoch)
    // Another's dots under one's own name, and a batch in another's name.
    await #expect(throws: HubRefusal.foreignReplica) { try await hub.push(forged, of: bo) }
    let batch = Batch(epoch: epoch, replica: ann.replica, changes: forged)
    await #expect(throws: HubRefusal.foreignReplica) {
      try await hub.store.push(batch, by: bo.session)
    }
    let greeting = Greeting(replica: ann.replica, device: "", last: 0)
    await #expect(throws: HubRefusal.takenReplica) {
      try await hub.store.greet(greeting, by: bo.session)
    }
  }

  @Test func `on another timeline is refused`() async throws {
    let hub = try HubFixture()
    var ann = try await hub.enrol("Ann", .shopper)
    ann.write(Study.visit("V1", of: ann.person))
    let batch = Batch(epoch: [], replica: ann.replica, changes: ann.journal)
    let session = ann.session
    await #expect(throws: HubRefusal.otherEpoch) {
      try await hub.store.push(batch, by: session)
    }
  }

  @Test func `keeps concurrent values of two laptops beside each other`() async throws {
    let hub = try HubFixture()
    var first = try await hub.enrol("Ann", .shopper)
    var second = try await hub.enrol("Ann", .shopper)
    let visit = Study.visit("V1", of: first.person)
    first.write(visit, Put("note", .text("one")))
    try await hub.push(first)
    second.write(visit, Put("note", .text("two")))
    try await hub.push(second)
    let record = try #require(try await hub.pullAll(first).records[visit.id])
    #expect(record.conflicts.map(\.path) == ["note"])
    try second.learn([RecordCodec.bytes(of: record)])
    second.write(visit, Put("note", .text("both")))
    try await hub.push(second)
    let settled = try #require(try await hub.pullAll(first).records[visit.id])
    #expect(settled.conflicts.isEmpty)
    #expect(settled.value(of: "note") == .text("both"))
    #expect(try await hub.store.check() == [])
  }
}

extension Laptop {
  /// How the hub refuses this journal where it holds another change under a counter.
  fileprivate func refusal(at counter: UInt64) -> HubRefusal {
    let hash = ChangeCodec.hash(of: journal[Int(counter) - 1])
    return .forked(SeenFork(dot: Dot(replica, counter), hash: hash))
  }
}
