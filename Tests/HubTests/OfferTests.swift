// SPDX-License-Identifier: Apache-2.0

import FieldModel
import HubStore
import Replication
import SyncProtocol
import Testing

@Suite struct `What a restored hub lacks is offered` {
  let hub: HubFixture

  init() throws { hub = try HubFixture() }

  /// A record that a laptop had from the hub, with writes that the hub has lost.
  private func state(_ laptop: Laptop, _ header: RecordHeader) throws -> [UInt8] {
    RecordCodec.bytes(of: try #require(laptop.records[header.id]))
  }

  private func offer(_ states: [UInt8]..., by laptop: Laptop) async throws -> OfferOutcome {
    let epoch = try await hub.store.timeline().epoch
    return try await hub.store.offer(states, epoch: epoch, by: laptop.session)
  }

  @Test func `by a coordinator, who may tell of anybody`() async throws {
    var ann = try await hub.enrol("Ann", .shopper)
    let ingrid = try await hub.enrol("Ingrid", .coordinator)
    let visit = Study.visit("V1", of: ann.person)
    let observation = Study.observation("A1", in: visit)
    ann.write(visit, Put("location", .text("JFK")))
    ann.write(observation, Put("value", .number(ExactNumber(5))))
    let (first, second) = (try state(ann, visit), try state(ann, observation))
    let outcome = try await offer(second, first, by: ingrid)
    #expect(outcome.merged == 2)
    #expect(outcome.refusals.isEmpty)
    #expect(try await hub.pullAll(ann).records == ann.records)
    #expect(try await offer(first, second, by: ingrid).merged == 0)
    // The journal comes again later, and says nothing new.
    #expect(try await hub.push(ann).rejections.isEmpty)
    #expect(try await hub.pullAll(ann).records == ann.records)
    #expect(try await hub.store.check() == [])
  }

  @Test func `by a shopper, who may tell of their own writes`() async throws {
    var ann = try await hub.enrol("Ann", .shopper)
    let visit = Study.visit("V1", of: ann.person)
    let observation = Study.observation("A1", in: visit)
    ann.write(visit, Put("location", .text("JFK")))
    ann.write(observation, Put("value", .number(ExactNumber(5))))
    #expect(try await offer(state(ann, observation), by: ann).refusals.count == 1)
    // The visit comes, and with it what waited for it.
    #expect(try await offer(state(ann, visit), by: ann).merged == 1)
    #expect(try await hub.pullAll(ann).records == ann.records)
    #expect(try await hub.store.quarantine().isEmpty)
    #expect(try await hub.store.check() == [])
  }

  @Test func `by a shopper with others' writes, and waits for somebody's word`() async throws {
    var ann = try await hub.enrol("Ann", .shopper)
    var ingrid = try await hub.enrol("Ingrid", .coordinator)
    let bo = try await hub.enrol("Bo", .shopper)
    let visit = Study.visit("V1", of: ann.person)
    ann.write(visit, Put("location", .text("JFK")))
    try ingrid.learn([state(ann, visit)])
    ingrid.write(visit, Put("location", .text("EWR")))
    let corrected = try state(ingrid, visit)
    for laptop in [ann, bo] {
      let outcome = try await offer(corrected, by: laptop)
      #expect(outcome.merged == 0)
      #expect(outcome.refusals.map(\.refusal.code) == [.forbidden])
    }
    #expect(try await hub.pullAll(ingrid).records.isEmpty)
    let waiting = try await hub.store.quarantine()
    #expect(waiting.map(\.record) == [visit.id])
    #expect(try await hub.store.status().offers == 1)
    try await hub.store.requeue(waiting[0].id)
    #expect(try await hub.pullAll(ann).records[visit.id] == ingrid.records[visit.id])
    #expect(try await hub.store.quarantine().isEmpty)
    #expect(try await hub.store.check() == [])
  }

  @Test func `and waits no longer once somebody else has brought it`() async throws {
    var ann = try await hub.enrol("Ann", .shopper)
    var ingrid = try await hub.enrol("Ingrid", .coordinator)
    let visit = Study.visit("V1", of: ann.person)
    ann.write(visit, Put("location", .text("JFK")))
    try ingrid.learn([state(ann, visit)])
    ingrid.write(visit, Put("location", .text("EWR")))
    #expect(try await offer(state(ingrid, visit), by: ann).refusals.count == 1)
    #expect(try await offer(state(ingrid, visit), by: ingrid).merged == 1)
    #expect(try await hub.store.quarantine().isEmpty)
  }

  @Test func `but not two values under one name, nor bytes that are no record`() async throws {
    let enrolled = try await hub.enrol("Ann", .shopper)
    var (original, copy) = (enrolled, enrolled)
    let visit = Study.visit("V1", of: enrolled.person)
    original.write(visit, Put("location", .text("JFK")))
    copy.write(visit, Put("location", .text("LGA")))
    try await hub.push(original)
    let ingrid = try await hub.enrol("Ingrid", .coordinator)
    copy.write(visit, Put("note", .text("more")))
    let outcome = try await offer(state(copy, visit), [1, 2, 3], by: ingrid)
    #expect(outcome.merged == 0)
    #expect(outcome.refusals.count == 2)
    #expect(try await hub.pullAll(ingrid).records == original.records)
    #expect(try await hub.store.status().offers == 1)
  }

  @Test func `on its own timeline only`() async throws {
    let ann = try await hub.enrol("Ann", .shopper)
    let store = hub.store
    await #expect(throws: HubRefusal.otherEpoch) {
      try await store.offer([], epoch: [1], by: ann.session)
    }
  }
}
