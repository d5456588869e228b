// SPDX-License-Identifier: Apache-2.0

import FieldModel
import HubStore
import Replication
import SyncProtocol
import Testing

@Suite struct `Everybody reads what is theirs to read` {
  let hub: HubFixture

  init() throws { hub = try HubFixture() }

  /// Two programs, in each a coordinator who has defined it and two shoppers with a visit each.
  private struct Town {
    var ingrid: Laptop
    var ann: Laptop
    var bo: Laptop
    var annsVisit: RecordHeader
    var bosVisit: RecordHeader
  }

  private func town() async throws -> Town {
    var ingrid = try await hub.enrol("Ingrid", .coordinator)
    var rita = try await hub.enrol("Rita", .coordinator, program: "RAIL")
    var (ann, bo) = (try await hub.enrol("Ann", .shopper), try await hub.enrol("Bo", .shopper))
    ingrid.write(Study.program(), Put("code", .text("AIR")))
    ingrid.write(Study.interaction("A1"), Put("code", .text("A1")))
    ingrid.write(Study.assignment("1"), Put("shopper", .text("Ann")))
    rita.write(Study.program(Study.otherProgram), Put("code", .text("RAIL")))
    let annsVisit = Study.visit("V1", of: ann.person)
    let bosVisit = Study.visit("V1", of: bo.person)
    ann.write(annsVisit, Put("location", .text("JFK")))
    ann.write(Study.observation("A1", in: annsVisit), Put("value", .number(ExactNumber(5))))
    bo.write(bosVisit, Put("location", .text("LGA")))
    for laptop in [ingrid, rita, ann, bo] { try await hub.push(laptop) }
    return Town(ingrid: ingrid, ann: ann, bo: bo, annsVisit: annsVisit, bosVisit: bosVisit)
  }

  @Test func `a shopper reads definitions and their own visits`() async throws {
    let town = try await town()
    let pulled = try await hub.pullAll(town.ann)
    #expect(pulled.holds(Study.program()))
    #expect(pulled.holds(Study.interaction("A1")))
    #expect(pulled.holds(town.annsVisit))
    #expect(pulled.holds(Study.observation("A1", in: town.annsVisit)))
    #expect(!pulled.holds(town.bosVisit))
    #expect(!pulled.holds(Study.program(Study.otherProgram)))
    #expect(pulled.records.count == 5)
  }

  @Test func `a coordinator reads all of their programs`() async throws {
    let town = try await town()
    let pulled = try await hub.pullAll(town.ingrid)
    #expect(pulled.records.count == 6)
    #expect(!pulled.holds(Study.program(Study.otherProgram)))
    let everybody = try await hub.enrol("Olga", .coordinator, program: nil)
    #expect(try await hub.pullAll(everybody).records.count == 7)
  }

  @Test func `a viewer reads released visits with their observations and nothing else`()
    async throws
  {
    var town = try await town()
    let viewer = try await hub.enrol("Vera", .viewer)
    let before = try await hub.pullAll(viewer)
    #expect(Set(before.records.keys) == [Study.program().id, Study.interaction("A1").id])
    let review = Study.review(of: town.annsVisit)
    town.ingrid.write(review, Put("state", .text("released")))
    try await hub.push(town.ingrid, from: 4)
    let released = try await hub.pullAll(viewer, since: before.cursor)
    let observation = Study.observation("A1", in: town.annsVisit)
    #expect(Set(released.records.keys) == [town.annsVisit.id, observation.id])
    #expect(!released.restarted)
    // What is added to a released visit is seen at once.
    let late = Study.observation("A2", in: town.annsVisit)
    town.ann.write(late, Put("value", .number(ExactNumber(2))))
    try await hub.push(town.ann, from: 3)
    let added = try await hub.pullAll(viewer, since: released.cursor)
    #expect(Set(added.records.keys) == [late.id])
    town.ingrid.write(review, Put("state", .text("held")))
    try await hub.push(town.ingrid, from: 5)
    let withdrawn = try await hub.pullAll(viewer, since: added.cursor)
    #expect(withdrawn.records.isEmpty)
    #expect(Set(withdrawn.gone) == [town.annsVisit.id, observation.id, late.id])
    #expect(try await hub.store.check() == [])
  }

  @Test func `a release that somebody contradicts is none`() async throws {
    let town = try await town()
    let viewer = try await hub.enrol("Vera", .viewer)
    let review = Study.review(of: town.annsVisit)
    for (name, state) in [("Ingrid", "released"), ("Olga", "held")] {
      var coordinator = try await hub.enrol(name, .coordinator)
      coordinator.write(review, Put("state", .text(state)))
      try await hub.push(coordinator)
    }
    let pulled = try await hub.pullAll(viewer)
    #expect(!pulled.holds(town.annsVisit))
    #expect(pulled.gone.contains(town.annsVisit.id))
  }

  @Test func `each record comes once and at its latest state`() async throws {
    var town = try await town()
    town.ann.write(town.annsVisit, Put("note", .text("late")))
    try await hub.push(town.ann, from: 3)
    let pulled = try await hub.pullAll(town.ann)
    #expect(pulled.states.count == pulled.records.count)
    #expect(pulled.records[town.annsVisit.id]?.value(of: "note") == .text("late"))
    let again = try await hub.pullAll(town.ann, since: pulled.cursor)
    #expect(again.states.isEmpty)
    #expect(!again.restarted)
  }

  @Test func `a record that changes between two pages comes at the end`() async throws {
    var town = try await town()
    let first = try await hub.store.pull(since: [], recordsMaximum: 2, by: town.ann.session)
    #expect(first.more)
    town.ann.write(town.annsVisit, Put("note", .text("meanwhile")))
    try await hub.push(town.ann, from: 3)
    let rest = try await hub.pullAll(town.ann, since: first.cursor)
    #expect(rest.records[town.annsVisit.id]?.value(of: "note") == .text("meanwhile"))
  }

  @Test func `a cursor of another hub, of other rights or of nobody begins anew`() async throws {
    let town = try await town()
    let pulled = try await hub.pullAll(town.ann)
    let elsewhere = try HubFixture(seed: 2)
    var stranger = try await elsewhere.enrol("Ann", .shopper)
    stranger.write(Study.visit("V9", of: stranger.person))
    try await elsewhere.push(stranger)
    let foreign = try await elsewhere.pullAll(stranger).cursor
    var broken = pulled.cursor
    broken[40] ^= 1
    for cursor in [foreign, broken, [1, 2, 3]] {
      let page = try await hub.pullAll(town.ann, since: cursor)
      #expect(page.restarted)
      #expect(page.records.count == pulled.records.count)
    }
    #expect(try await hub.pullAll(town.bo, since: pulled.cursor).restarted)
    let wider = try await hub.enrol("Ann", .shopper, program: "RAIL")
    let all = try await hub.pullAll(wider, since: pulled.cursor)
    #expect(all.restarted)
    #expect(all.holds(Study.program(Study.otherProgram)))
  }

  @Test func `cards name coordinators to all and shoppers to coordinators`() async throws {
    var town = try await town()
    town.ingrid.write(Study.review(of: town.annsVisit), Put("state", .text("released")))
    try await hub.push(town.ingrid, from: 4)
    let viewer = try await hub.enrol("Vera", .viewer)
    let names = { (laptop: Laptop) in
      Set(try await hub.pullAll(laptop).cards.map(\.person.name))
    }
    #expect(try await names(town.ingrid) == ["Ingrid", "Ann", "Bo"])
    #expect(try await names(town.ann) == ["Ingrid", "Ann"])
    #expect(try await names(viewer) == ["Ingrid", town.ann.session.person.pseudonym])
    let card = try await hub.pullAll(viewer).cards.first { $0.replica == town.ann.replica }
    #expect(card?.device == "")
  }

  @Test func `the owner of a visit that a coordinator made has a card too`() async throws {
    let ann = try await hub.enrol("Ann", .shopper)
    var ingrid = try await hub.enrol("Ingrid", .coordinator)
    ingrid.write(Study.visit("V1", of: ann.person), Put("location", .text("JFK")))
    try await hub.push(ingrid)
    let cards = try await hub.pullAll(ingrid).cards
    #expect(Set(cards.map(\.person.name)) == ["Ingrid", "Ann"])
  }

  @Test func `what was replaced comes as history and what was refused does not`() async throws {
    var town = try await town()
    let viewer = try await hub.enrol("Vera", .viewer)
    let written = town.ann.journal[0]
    town.ann.write(town.annsVisit, .write([Put("note", .text("rank"))]), authority: .coordinator)
    town.ann.write(town.annsVisit, Put("location", .text("EWR")))
    try await hub.push(town.ann, from: 3)
    town.ingrid.write(Study.review(of: town.annsVisit), Put("state", .text("released")))
    try await hub.push(town.ingrid, from: 4)
    for reader in [town.ann, town.ingrid] {
      let page = try await hub.store.pull(since: [], recordsMaximum: 500, by: reader.session)
      #expect(page.past.first == written)
      let past = try page.past.map { try ChangeCodec.change(from: $0) }
      #expect(past.allSatisfy { !$0.puts.contains(Put("note", .text("rank"))) })
      #expect(past.contains { $0.puts.contains(Put("location", .text("EWR"))) })
    }
    let page = try await hub.store.pull(since: [], recordsMaximum: 500, by: viewer.session)
    #expect(page.records.count == 4)
    #expect(page.past.isEmpty)
  }

  @Test func `a page is bounded in bytes too`() async throws {
    var ann = try await hub.enrol("Ann", .shopper)
    let text = String(repeating: "a", count: 60_000)
    for code in 0..<8 {
      let puts = (0..<15).map { Put(FieldPath("attribute/\($0)"), .text(text)) }
      ann.write(Study.visit("V\(code)", of: ann.person), .write(puts))
    }
    try await hub.push(ann)
    let page = try await hub.store.pull(since: [], recordsMaximum: 500, by: ann.session)
    #expect(page.more)
    #expect(page.records.reduce(0) { $0 + $1.count } <= SyncLimits.bytesMaximum)
    #expect(try await hub.pullAll(ann).records.count == 8)
  }
}
