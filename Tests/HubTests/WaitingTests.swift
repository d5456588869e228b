// SPDX-License-Identifier: Apache-2.0

import FieldModel
import HubStore
import Replication
import SyncProtocol
import Testing

@Suite struct `A change whose cause the hub has not seen` {
  let hub: HubFixture

  init() throws { hub = try HubFixture() }

  /// Ann's visit, on which Ingrid wrote before Ann's changes were pushed.
  private func correction() async throws -> (ann: Laptop, ingrid: Laptop, visit: RecordHeader) {
    var ann = try await hub.enrol("Ann", .shopper)
    var ingrid = try await hub.enrol("Ingrid", .coordinator)
    let visit = Study.visit("V1", of: ann.person)
    ann.write(visit, Put("location", .text("JFK")))
    let state = RecordCodec.bytes(of: try #require(ann.records[visit.id]))
    try ingrid.learn([state])
    ingrid.write(visit, Put("location", .text("EWR")))
    ingrid.write(visit, Put("note", .text("corrected")))
    return (ann, ingrid, visit)
  }

  /// A batch as a program of version 2 sends it.
  private func batch(_ laptop: Laptop, settles: Bool = false) async throws -> Batch {
    Batch(
      epoch: try await hub.store.timeline().epoch,
      replica: laptop.replica,
      changes: laptop.journal,
      first: 1,
      head: laptop.head,
      settles: settles
    )
  }

  @Test func `is not taken, nor anything after it`() async throws {
    let (_, ingrid, _) = try await correction()
    let (store, batch) = (hub.store, try await batch(ingrid))
    await #expect(throws: HubRefusal.causalGap(counter: 1)) {
      try await store.push(batch, by: ingrid.session)
    }
    #expect(try await hub.store.status().changes == 0)
  }

  @Test(arguments: [false, true])
  func `takes effect by itself when the cause comes`(byOffer: Bool) async throws {
    let (ann, ingrid, visit) = try await correction()
    let settled = try await hub.store.push(batch(ingrid, settles: true), by: ingrid.session)
    #expect(settled.codes == [1: "causal_gap", 2: "causal_gap"])
    #expect(try await hub.pullAll(ingrid).records.isEmpty)
    let before = try await hub.pullAll(ingrid).cursor
    if byOffer {
      let state = RecordCodec.bytes(of: try #require(ann.records[visit.id]))
      let epoch = try await hub.store.timeline().epoch
      let outcome = try await hub.store.offer([state], epoch: epoch, by: ann.session)
      #expect(outcome.merged == 1)
    } else {
      try await hub.push(ann)
    }
    let pulled = try await hub.pullAll(ingrid, since: before)
    #expect(pulled.records[visit.id] == ingrid.records[visit.id])
    #expect(try await hub.store.quarantine().isEmpty)
    // Sent again, it is not told to be refused any more.
    let again = try await hub.store.push(batch(ingrid), by: ingrid.session)
    #expect(again.rejections.isEmpty)
    #expect(try await hub.store.check() == [])
  }

  @Test func `waits no longer when its cause is refused and there is no record of it`()
    async throws
  {
    var (ann, ingrid, visit) = try await correction()
    _ = try await hub.store.push(batch(ingrid, settles: true), by: ingrid.session)
    #expect(try await hub.store.revoke(name: "Ann", role: .shopper, program: "AIR") == 1)
    ann = Laptop(try #require(try await hub.store.session(token: ann.token)), continuing: ann)
    #expect(try await hub.push(ann).codes == [1: "forbidden"])
    #expect(try await hub.store.quarantine().map(\.reason.code) == ["forbidden"])
    let record = try #require(try await hub.pullAll(ingrid).records[visit.id])
    #expect(record.value(of: "location") == .text("EWR"))
    #expect(record.value(of: "note") == .text("corrected"))
    #expect(try await hub.store.check() == [])
  }

  @Test func `holds back what its author wrote to the record after it`() async throws {
    var (ann, ingrid, visit) = try await correction()
    // A change that does not name the waiting ones among what its author had seen.
    let stamp = Stamp(
      author: ingrid.person,
      enteredAt: LocalTime(milliseconds: 0),
      authority: .coordinator,
      depth: 1
    )
    ingrid.append(
      Change(
        dot: Dot(ingrid.replica, 3),
        header: visit,
        base: VersionVector(),
        puts: [Put("scenario", .text("late"))],
        stamp: stamp,
        previous: ingrid.head
      )
    )
    let settled = try await hub.store.push(batch(ingrid, settles: true), by: ingrid.session)
    #expect(settled.codes.keys.sorted() == [1, 2, 3])
    ann.write(visit, Put("party", .text("two")))
    try await hub.push(ann)
    let record = try #require(try await hub.pullAll(ann).records[visit.id])
    #expect(record.value(of: "location") == .text("EWR"))
    #expect(record.value(of: "note") == .text("corrected"))
    #expect(try await hub.store.check() == [])
  }

  @Test func `may be of a visit that comes after its observations`() async throws {
    var ann = try await hub.enrol("Ann", .shopper)
    var other = try await hub.enrol("Ann", .shopper)
    let visit = Study.visit("V1", of: ann.person)
    let observation = Study.observation("A1", in: visit)
    other.write(observation, Put("value", .number(ExactNumber(5))))
    #expect(
      try await hub.store.push(batch(other, settles: true), by: other.session).codes
        == [1: "causal_gap"]
    )
    ann.write(visit, Put("location", .text("JFK")))
    try await hub.push(ann)
    #expect(try await hub.pullAll(ann).holds(observation))
    #expect(try await hub.store.check() == [])
  }

  @Test func `is judged by the rules when its cause comes`() async throws {
    let ann = try await hub.enrol("Ann", .shopper)
    var bo = try await hub.enrol("Bo", .shopper)
    let visit = Study.visit("V1", of: ann.person)
    bo.write(
      RecordHeader(
        id: Observation.id(visit: visit.id, interaction: "A1"),
        kind: .observation,
        scope: Scope(program: Study.program, owner: bo.person),
        parent: visit.id
      ),
      Put("value", .number(ExactNumber(1)))
    )
    try await hub.push(bo)
    var owner = ann
    owner.write(visit, Put("location", .text("JFK")))
    try await hub.push(owner)
    #expect(try await hub.store.quarantine().map(\.reason.code) == ["header_mismatch"])
    owner.write(Study.observation("A1", in: visit), Put("value", .number(ExactNumber(5))))
    #expect(try await hub.push(owner).rejections.isEmpty)
    #expect(try await hub.store.check() == [])
  }
}
