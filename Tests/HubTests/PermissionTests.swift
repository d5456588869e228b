// SPDX-License-Identifier: Apache-2.0

import FieldModel
import HubStore
import Replication
import SyncProtocol
import Testing

@Suite struct `What is not yours to write is quarantined` {
  let hub: HubFixture

  init() throws { hub = try HubFixture() }

  /// A hub on which Ann has a visit.
  private func annsVisit() async throws -> (ann: Laptop, visit: RecordHeader) {
    var ann = try await hub.enrol("Ann", .shopper)
    let visit = Study.visit("V1", of: ann.person)
    ann.write(visit, Put("location", .text("JFK")))
    try await hub.push(ann)
    return (ann, visit)
  }

  @Test func `a shopper writes no other shopper's visit`() async throws {
    let (ann, visit) = try await annsVisit()
    var bo = try await hub.enrol("Bo", .shopper)
    try bo.learn([RecordCodec.bytes(of: try #require(ann.records[visit.id]))])
    bo.write(visit, Put("location", .text("LGA")))
    bo.write(Study.observation("A1", in: visit), Put("value", .number(ExactNumber(1))))
    bo.write(Study.visit("V2", of: ann.person), Put("location", .text("LGA")))
    #expect(try await hub.push(bo).codes == [1: "forbidden", 2: "forbidden", 3: "forbidden"])
    let pulled = try await hub.pullAll(ann)
    #expect(pulled.records.count == 1)
    #expect(pulled.records[visit.id]?.value(of: "location") == .text("JFK"))
    #expect(try await hub.store.check() == [])
  }

  @Test func `a shopper writes no review and no definition`() async throws {
    var (ann, visit) = try await annsVisit()
    ann.write(Study.review(of: visit), Put("state", .text("released")))
    ann.write(Study.interaction("A1"), Put("name", .text("Mine")))
    ann.write(Study.program(), Put("name", .text("Mine")))
    #expect(
      try await hub.push(ann, from: 2).codes
        == [2: "forbidden", 3: "forbidden", 4: "forbidden"]
    )
  }

  @Test func `a shopper claims no coordinator's rank and nobody else's name`() async throws {
    var (ann, visit) = try await annsVisit()
    let bo = try await hub.enrol("Bo", .shopper)
    ann.write(visit, .write([Put("note", .text("rank"))]), authority: .coordinator)
    ann.write(visit, .write([Put("note", .text("name"))]), author: bo.person)
    // Honest again: what follows a refused change applies.
    ann.write(visit, Put("note", .text("honest")))
    #expect(try await hub.push(ann, from: 2).codes == [2: "forbidden", 3: "forbidden"])
    let record = try #require(try await hub.pullAll(ann).records[visit.id])
    #expect(record.siblings(of: "note").all.map(\.value) == [.text("honest")])
    #expect(try await hub.store.check() == [])
  }

  @Test func `a viewer writes nothing`() async throws {
    var viewer = try await hub.enrol("Vera", .viewer)
    viewer.write(Study.visit("V1", of: viewer.person), Put("note", .text("no")))
    #expect(try await hub.push(viewer).codes == [1: "forbidden"])
    #expect(try await hub.pullAll(viewer).records.isEmpty)
  }

  @Test func `nobody writes in a program that they take no part in`() async throws {
    for role in [Role.shopper, .coordinator] {
      var laptop = try await hub.enrol("Zoe", role, program: "AIR")
      let visit = Study.visit("V1", of: laptop.person, in: Study.otherProgram)
      laptop.write(visit, Put("location", .text("JFK")))
      #expect(try await hub.push(laptop).codes == [1: "forbidden"])
    }
  }

  @Test func `a coordinator corrects a visit and defines`() async throws {
    let (ann, visit) = try await annsVisit()
    var ingrid = try await hub.enrol("Ingrid", .coordinator)
    try ingrid.learn(try await hub.pullAll(ingrid).states)
    ingrid.write(visit, Put("location", .text("EWR")))
    ingrid.write(Study.interaction("A1"), Put("name", .text("Greeting")))
    ingrid.write(Study.review(of: visit), Put("state", .text("approved")))
    #expect(try await hub.push(ingrid).rejections.isEmpty)
    let pulled = try await hub.pullAll(ann)
    #expect(pulled.records[visit.id]?.value(of: "location") == .text("EWR"))
    #expect(pulled.holds(Study.review(of: visit)))
  }

  @Test func `a definition has no owner and field work has one`() async throws {
    var ingrid = try await hub.enrol("Ingrid", .coordinator)
    let scopes = [
      Scope(program: Study.program, owner: ingrid.person), Scope(program: Study.program),
    ]
    for (kind, scope) in zip([RecordKind.wave, .visit], scopes) {
      let id = RecordID(kind, in: Study.program, named: "X")
      ingrid.write(RecordHeader(id: id, kind: kind, scope: scope), Put("code", .text("X")))
    }
    let outcome = try await hub.push(ingrid)
    #expect(outcome.codes == [1: "header_mismatch", 2: "header_mismatch"])
    #expect(try await hub.pullAll(ingrid).records.isEmpty)
  }

  @Test func `nobody takes the name of a record that is to come`() async throws {
    let ann = try await hub.enrol("Ann", .shopper)
    var bo = try await hub.enrol("Bo", .shopper)
    let visit = Study.visit("V1", of: ann.person)
    let id = Observation.id(visit: visit.id, interaction: "A1")
    let scope = Scope(program: Study.program, owner: bo.person)
    bo.write(
      RecordHeader(id: id, kind: .observation, scope: scope, parent: visit.id),
      Put("value", .number(ExactNumber(1)))
    )
    #expect(try await hub.push(bo).codes == [1: "causal_gap"])
    var owner = ann
    owner.write(visit, Put("location", .text("JFK")))
    owner.write(Study.observation("A1", in: visit), Put("value", .number(ExactNumber(5))))
    #expect(try await hub.push(owner).rejections.isEmpty)
  }

  @Test func `a record keeps its program and its owner`() async throws {
    var (ann, visit) = try await annsVisit()
    let moved = RecordHeader(
      id: visit.id,
      kind: .visit,
      scope: Scope(program: Study.program),
      parent: nil
    )
    ann.write(moved, Put("note", .text("to everybody")))
    #expect(try await hub.push(ann, from: 2).codes == [2: "header_mismatch"])
  }

  @Test func `a depth that nobody could have come by is refused`() async throws {
    var ann = try await hub.enrol("Ann", .shopper)
    let visit = Study.visit("V1", of: ann.person)
    let now = LocalTime(milliseconds: 0)
    ann.append(
      Change(
        dot: Dot(ann.replica, 1),
        header: visit,
        base: VersionVector(),
        puts: [Put(.existence, .boolean(true))],
        stamp: Stamp(author: ann.person, enteredAt: now, authority: .shopper, depth: .max),
        previous: .none
      )
    )
    #expect(try await hub.push(ann).codes == [1: "schema_invalid"])
  }

  @Test func `a change on something unseen waits in quarantine`() async throws {
    var ann = try await hub.enrol("Ann", .shopper)
    let visit = Study.visit("V1", of: ann.person)
    let now = LocalTime(milliseconds: 0)
    ann.append(
      Change(
        dot: Dot(ann.replica, 1),
        header: visit,
        base: VersionVector([Dot(hub.newReplica(), 3)]),
        puts: [Put("note", .text("late"))],
        stamp: Stamp(author: ann.person, enteredAt: now, authority: .shopper, depth: 2),
        previous: .none
      )
    )
    #expect(try await hub.push(ann).codes == [1: "causal_gap"])
    #expect(try await hub.pullAll(ann).records.isEmpty)
    #expect(try await hub.store.check() == [])
  }

  @Test func `a bad value does not stop the good ones after it`() async throws {
    var ann = try await hub.enrol("Ann", .shopper)
    let visit = Study.visit("V1", of: ann.person)
    ann.write(visit, Put("state", .text("lost")))
    ann.write(visit, Put("location", .text("JFK")))
    #expect(try await hub.push(ann).codes == [1: "schema_invalid"])
    let record = try #require(try await hub.pullAll(ann).records[visit.id])
    #expect(record.value(of: "location") == .text("JFK"))
    #expect(record.value(of: "state") == nil)
    #expect(try await hub.store.check() == [])
  }
}
