// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import HubStore
import Replication
import SyncProtocol
import Testing

@Suite struct `A bundle that somebody carried to the hub` {
  let hub: HubFixture

  init() throws { hub = try HubFixture() }

  /// A laptop's unsent work, sealed with its token.
  private func bundle(_ laptops: Laptop..., token: String) -> WireSealedBundle {
    var bundle = WireBundle()
    bundle.replica = Data(laptops.last?.replica.bytes ?? [])
    bundle.runs = laptops.map { laptop in
      var run = WireJournalRun()
      run.replica = Data(laptop.replica.bytes)
      run.first = 1
      run.changes = laptop.journal.map { Data($0) }
      return run
    }
    let bytes = bundle.encoded()
    var sealed = WireSealedBundle()
    sealed.bundle = Data(bytes)
    let hash = BundleSeal.hash(ofToken: token)
    sealed.seal = Data(BundleSeal.seal(bytes, tokenHash: hash))
    return sealed
  }

  @Test func `brings the work of all the store's names, once`() async throws {
    var ann = try await hub.enrol("Ann", .shopper)
    let visit = Study.visit("V1", of: ann.person)
    ann.write(visit, Put("location", .text("JFK")))
    // The store goes on under a name that the hub has not heard of.
    var renamed = Laptop(
      Session(person: ann.session.person, replica: hub.newReplica(), grant: ann.session.grant)
    )
    renamed.write(Study.visit("V2", of: ann.person), Put("location", .text("LGA")))
    let sealed = bundle(ann, renamed, token: ann.token)
    let deliveries = try await hub.store.deliver(sealed)
    #expect(deliveries.map(\.outcome.end.head) == [ann.head, renamed.head])
    #expect(deliveries.allSatisfy { $0.outcome.rejections.isEmpty })
    let again = try await hub.store.deliver(sealed)
    #expect(again.map(\.outcome.end) == deliveries.map(\.outcome.end))
    #expect(again.allSatisfy { $0.outcome.newChanges == 0 })
    #expect(try await hub.pullAll(ann).records.count == 2)
    #expect(try await hub.store.check() == [])
  }

  @Test func `is taken as its store wrote it or not at all`() async throws {
    var ann = try await hub.enrol("Ann", .shopper)
    let bo = try await hub.enrol("Bo", .shopper)
    ann.write(Study.visit("V1", of: ann.person), Put("location", .text("JFK")))
    var changed = bundle(ann, token: ann.token)
    changed.bundle[changed.bundle.count - 1] ^= 1
    let store = hub.store
    for sealed in [changed, bundle(ann, token: "none")] {
      await #expect(throws: HubRefusal.foreignSeal) { try await store.deliver(sealed) }
    }
    // Whoever seals another's work speaks for themselves only.
    let foreign = bundle(ann, token: bo.token)
    await #expect(throws: HubRefusal.takenReplica) { try await store.deliver(foreign) }
    #expect(try await hub.store.status().changes == 0)
  }
}

@Suite struct `A batch of version 2` {
  let hub: HubFixture

  init() throws { hub = try HubFixture() }

  private func batch(
    _ laptop: Laptop,
    _ changes: [[UInt8]],
    head: ChangeHash
  ) async throws
    -> Batch
  {
    Batch(
      epoch: try await hub.store.timeline().epoch,
      replica: laptop.replica,
      changes: changes,
      first: 1,
      head: head
    )
  }

  @Test func `that was damaged on its way is not taken`() async throws {
    var ann = try await hub.enrol("Ann", .shopper)
    let visit = Study.visit("V1", of: ann.person)
    for place in 1...3 { ann.write(visit, Put("note", .text("\(place)"))) }
    let (laptop, store) = (ann, hub.store)
    for place in 0..<3 {
      var changes = laptop.journal
      changes[place][changes[place].count - 1] ^= 1
      let damaged = try await batch(laptop, changes, head: laptop.head)
      await #expect(throws: HubRefusal.damagedBatch) {
        try await store.push(damaged, by: laptop.session)
      }
    }
    let whole = try await batch(laptop, laptop.journal, head: laptop.head)
    #expect(try await hub.store.push(whole, by: laptop.session).newChanges == 3)
  }

  @Test func `with bytes that are no change uses up their counter`() async throws {
    let ann = try await hub.enrol("Ann", .shopper)
    let nonsense: [UInt8] = [1, 2, 3]
    let visit = Study.visit("V1", of: ann.person)
    let stamp = Stamp(
      author: ann.person,
      enteredAt: LocalTime(milliseconds: 0),
      authority: .shopper,
      depth: 1
    )
    let next = ChangeCodec.bytes(
      of: Change(
        dot: Dot(ann.replica, 2),
        header: visit,
        base: VersionVector(),
        puts: [Put(.existence, .boolean(true)), Put("note", .text("fine"))],
        stamp: stamp,
        previous: ChangeCodec.hash(of: nonsense)
      )
    )
    let head = ChangeCodec.hash(of: next)
    let outcome = try await hub.store.push(
      batch(ann, [nonsense, next], head: head),
      by: ann.session
    )
    #expect(outcome.codes == [1: "malformed"])
    #expect(outcome.end == JournalEnd(counter: 2, head: head))
    #expect(try await hub.pullAll(ann).records[visit.id]?.value(of: "note") == .text("fine"))
    let refused = try await hub.store.quarantine()
    #expect(refused.map(\.origin.bytes) == [nonsense])
    let store = hub.store
    await #expect(throws: HubRefusal.self) { try await store.requeue(refused[0].id) }
    #expect(try await hub.store.check() == [])
  }
}
