// SPDX-License-Identifier: Apache-2.0

import FieldModel
import LocalStore
import SyncClient
import SyncProtocol
import TestSupport
import Testing

/// Ada has two laptops, Coco coordinates, and nobody has a network most of the time.
@Suite("Concurrent answers are all kept until a person decides")
struct TwoLaptopTests {
  let hub: RunningHub
  let coco: SyncedLaptop
  let first: SyncedLaptop
  let second: SyncedLaptop
  let visit: RecordHeader

  init() throws {
    hub = try RunningHub()
    coco = try hub.laptop(of: "Coco", as: .coordinator, program: nil)
    try coco.publish()
    try coco.sync()
    first = try hub.laptop(of: "Ada", device: "grey")
    second = try hub.laptop(of: "Ada", device: "blue")
    try first.sync()
    visit = try first.start("v1")
    try first.observe("desk", in: visit, .number(ExactNumber(3)))
    try first.sync()
    try second.sync()
  }

  private func settleDown() throws {
    for _ in 0..<2 {
      for laptop in [first, second, coco] { try laptop.sync() }
    }
  }

  @Test func `both values stand on both laptops and at the coordinator, with who and when`() throws
  {
    try first.observe("desk", in: visit, .number(ExactNumber(4)))
    try second.observe("desk", in: visit, .number(ExactNumber(2)))
    try settleDown()
    for laptop in [first, second, coco] {
      let (conflicts, cards) = try laptop.store.read { (try $0.conflicts(), try $0.cards()) }
      #expect(conflicts.count == 1)
      let writes = conflicts.flatMap(\.candidates).map(\.write)
      #expect(Set(writes.map(\.value.display)) == ["2", "4"])
      #expect(Set(writes.map { cards[$0.dot.replica]?.device }) == ["grey", "blue"])
      #expect(writes.allSatisfy { cards[$0.dot.replica]?.person.name == "Ada" })
    }
    let ids = try [first, second, coco].map { try $0.store.read { try $0.conflicts().map(\.id) } }
    #expect(Set(ids).count == 1)
  }

  @Test func `different fields merge without a word`() throws {
    try first.observe("desk", in: visit, .text("Ten minutes."), field: "note")
    try second.observe("desk", in: visit, .number(ExactNumber(-2)), field: "verdict")
    try settleDown()
    for laptop in [first, second, coco] {
      #expect(try laptop.store.read { try $0.conflicts() } == [])
      #expect(try laptop.value(of: "note", "desk", in: visit) == .text("Ten minutes."))
      #expect(try laptop.value(of: "verdict", "desk", in: visit)?.display == "-2")
    }
  }

  @Test func `two laptops that wrote the same value have no conflict`() throws {
    try first.observe("desk", in: visit, .number(ExactNumber(5)))
    try second.observe("desk", in: visit, .number(ExactNumber(5)))
    try settleDown()
    for laptop in [first, second, coco] {
      #expect(try laptop.store.read { try $0.conflicts() } == [])
      #expect(try laptop.value(of: "value", "desk", in: visit)?.display == "5")
    }
  }

  @Test func `an edit brings back the whole record that somebody else deleted`() throws {
    let header = first.observation(of: "desk", in: visit)
    try first.store.write { try $0.edit(header, .delete(reason: "wrong desk")) }
    try second.observe("desk", in: visit, .text("The right desk."), field: "note")
    try settleDown()
    for laptop in [first, second, coco] {
      #expect(try laptop.value(of: "value", "desk", in: visit)?.display == "3")
      #expect(try laptop.value(of: "note", "desk", in: visit) == .text("The right desk."))
      #expect(try laptop.store.read { try $0.conflicts() }.map(\.path) == [.tombstone])
    }
  }

  @Test func `a resolution travels back and is a change in every history`() throws {
    try first.observe("desk", in: visit, .number(ExactNumber(4)))
    try second.observe("desk", in: visit, .number(ExactNumber(2)))
    try settleDown()
    let conflict = try #require(try coco.store.read { try $0.conflicts() }.first)
    try coco.store.write { writer in
      let record = try #require(try writer.reader.record(conflict.header.id))
      let edit = try #require(
        record.edit(settling: conflict, by: .value(.number(ExactNumber(1))))
      )
      try writer.edit(conflict.header, edit, isResolution: true)
    }
    try settleDown()
    for laptop in [first, second, coco] {
      #expect(try laptop.store.read { try $0.conflicts() } == [])
      #expect(try laptop.value(of: "value", "desk", in: visit)?.display == "1")
      let history = try laptop.store.read { try $0.history(of: conflict.header.id) }
        .filter { $0.path == "value" }
      #expect(
        history.map { $0.after?.display }.dropFirst().sorted { $0 ?? "" < $1 ?? "" }
          == ["1", "2", "4"]
      )
      #expect(history.last?.stamp.authority == .resolution)
      #expect(Set(history.last?.before.map(\.display) ?? []) == ["2", "4"])
    }
  }

  @Test func `what the hub refuses leaves the view, is listed, and holds nothing up`() throws {
    let other = try hub.laptop(of: "Bo")
    try other.sync()
    let mine = try other.start("b1")
    try other.sync()
    // Bo's store is told a lie: that Bo may coordinate. The hub knows better.
    try other.store.write { writer in
      var card = try #require(try writer.reader.enrolment())
      let person = Person(id: other.owner.id, name: "Bo", role: .coordinator, pseudonym: "")
      card = Enrolment(
        hub: card.hub,
        token: card.token,
        card: .init(replica: card.card.replica, device: "", person: person),
        pseudonymKey: [],
        caFile: nil
      )
      try writer.enrol(card)
      try writer.edit(visit, .write([Put("note", .text("forged"))]))
      try writer.edit(mine, .write([Put("note", .text("mine"))]))
    }
    _ = try? other.sync()
    _ = try? other.sync()
    let refused = try other.store.read { try $0.quarantine() }
    #expect(refused.contains { $0.change.header.id == visit.id })
    try settleDown()
    #expect(try first.store.read { try $0.record(visit.id)?.value(of: "note") } == nil)
    #expect(try other.store.read { try $0.status().pending } == 0)
  }
}
