// SPDX-License-Identifier: Apache-2.0

import FieldModel
import LocalStore
import SyncProtocol
import TestSupport
import Testing

@Suite("A store whose first pull is broken off")
struct BrokenFirstPullTests {
  private let folder: TemporaryFolder
  private let owner = Person(id: PersonID(bits: 5), name: "Ada", role: .shopper, pseudonym: "a-1")
  private let program = Program.id(code: "skyline")
  private let visit: RecordHeader

  /// A store that has kept the first of two pages, and was closed.
  init() throws {
    folder = try TemporaryFolder()
    visit = RecordHeader(
      id: Visit.id(program: program, shopper: owner.id, code: "V1"),
      kind: .visit,
      scope: Scope(program: program, owner: owner.id)
    )
    let owner = owner
    try store().write { writer in
      let replica = try writer.reader.replica()
      let card = ReplicaCard(replica: replica, device: "laptop", person: owner)
      try writer.enrol(
        Enrolment(hub: "http://127.0.0.1:9", token: "t", card: card, pseudonymKey: [], caFile: nil)
      )
    }
    try keep(1...30, more: true)
  }

  private func store() throws -> LocalStore {
    try LocalStore(folder: folder.path, surroundings: .ofTests)
  }

  private func observation(_ number: Int) -> RecordHeader {
    RecordHeader(
      id: Observation.id(visit: visit.id, interaction: "I\(number)"),
      kind: .observation,
      scope: visit.scope,
      parent: visit.id
    )
  }

  /// Keeps a page on which the first record is the visit.
  private func keep(_ numbers: ClosedRange<Int>, more: Bool) throws {
    let states = numbers.map { number in
      let puts = [
        Put("code", .text("V1")), Put("interaction", .text("I\(number)")),
        Put("value", .number(ExactNumber(number))),
      ]
      var record = Record(header: number == 1 ? visit : observation(number))
      record.apply(
        record.change(
          .write(number == 1 ? [puts[0]] : Array(puts[1...])),
          by: Writer(person: owner.id, authority: .shopper, now: LocalTime(milliseconds: 1)),
          at: JournalPosition(dot: Dot(ReplicaID(bits: 9), UInt64(number)), previous: .none)
        )
      )
      return PulledState(record)
    }
    let page = PulledPage(states: states, cursor: [UInt8(numbers.upperBound)], more: more)
    try store().write { try $0.keep(page) }
  }

  private func write(_ value: String) throws {
    let header = observation(2)
    try store().write { _ = try $0.edit(header, .write([Put("value", .text(value))])) }
  }

  private func value() throws -> String? {
    try store().read { try $0.record(observation(2).id)?.value(of: "value")?.text }
  }

  @Test func `finds what it has, and takes what is written to it`() throws {
    let store = try store()
    #expect(try store.read { try $0.count(.observation) } == 29)
    #expect(try store.read { try $0.find(Visit.self, code: "V1", in: program) } != nil)
    #expect(try store.read { try $0.all(Observation.self, of: visit.id) }.count == 29)
    try write("mine")
    #expect(try value() == "mine")
  }

  @Test func `goes on from the page that it kept, and is then like any other`() throws {
    #expect(try store().read { try $0.standing() }.cursor == [30])
    try write("mine")
    try keep(31...60, more: false)
    let store = try store()
    #expect(try store.read { try $0.standing() }.mode == .settled)
    #expect(try store.read { try $0.count(.observation) } == 59)
    #expect(try value() == "mine")
    #expect(try store.read { try $0.verify() }.findings == [])
    #expect(try store.integrityFindings() == [])
  }
}
