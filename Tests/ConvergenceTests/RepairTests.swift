// SPDX-License-Identifier: Apache-2.0

import FieldModel
import LocalStore
import SyncProtocol
import TestSupport
import Testing

@Suite("A store whose hub was restored keeps what people see, and offers what the hub lacks")
struct RepairTests {
  let laptop: Laptop
  let store: LocalStore
  let visit: RecordHeader

  /// A laptop whose visit the hub has, with one answer that waits.
  init() throws {
    laptop = try Laptop()
    store = try laptop.store()
    _ = try laptop.standing(after: .beginRepair(epoch: [1]), in: store)
    visit = try laptop.begin("V1", in: store)
    try laptop.answer("desk", .text("4"), of: visit, in: store)
    try laptop.acknowledge(2, in: store)
    try laptop.pull(try laptop.hubStates(in: store))
    try laptop.answer("desk", .text("5"), of: visit, in: store)
  }

  private func offers() throws -> [FieldModel.Record] {
    let action = SyncAction.loadOffers(after: nil, bytesMaximum: 1 << 20)
    guard case .offers(let offers)? = try store.read({ try $0.perform(action) }) else { return [] }
    return try offers.states.map { try RecordCodec.record(from: $0) }
  }

  @Test func `while it pulls anew, people go on seeing all, and may go on writing`() throws {
    let standing = try laptop.standing(after: .beginRepair(epoch: [2]), in: store)
    #expect(standing.mode == .repairing && standing.epoch == [2] && standing.cursor == [])
    #expect(try laptop.values(in: store) == ["desk": "5"])
    #expect(try store.read { try $0.count(.location) } == 3)
    try laptop.answer("desk", .text("6"), of: visit, in: store)
    #expect(try laptop.values(in: store) == ["desk": "6"])
  }

  @Test func `it offers just what the restored hub does not show`() throws {
    let shown = try laptop.hubStates(in: store).filter { $0.header.kind == .visit }
    _ = try laptop.standing(after: .beginRepair(epoch: [2]), in: store)
    try laptop.pull(try SampleProgram.records() + shown)
    let offered = try offers()
    #expect(offered.map(\.header.kind) == [.observation])
    #expect(offered.first?.value(of: "value") == .text("4"), "what waits is pushed, not offered")
    try laptop.pull(offered)
    #expect(try offers() == [], "the hub has it again")
    _ = try laptop.standing(after: .endRepair, in: store)
    try laptop.pull([])
    #expect(try store.read { try $0.standing() }.mode == .settled)
    #expect(try laptop.values(in: store) == ["desk": "5"])
  }

  @Test func `when the repair is over, what the hub never showed again is gone`() throws {
    _ = try laptop.standing(after: .beginRepair(epoch: [2]), in: store)
    let kept = try SampleProgram.records().filter { $0.header.kind != .location }
    try laptop.pull(kept + (try laptop.hubStates(in: store)))
    _ = try laptop.standing(after: .endRepair, in: store)
    #expect(try store.read { try $0.count(.location) } == 0)
    #expect(try laptop.values(in: store) == ["desk": "5"])
  }

  @Test func `what the hub has lost of the journal waits again`() throws {
    let replica = try store.read { try $0.replica() }
    let standing = try laptop.standing(after: .rewind(replica, to: 1), in: store)
    #expect(standing.incarnations.map(\.acknowledged) == [1])
    #expect(try store.read { try $0.status() }.pending == 2)
    #expect(try laptop.values(in: store) == ["desk": "5"])
    #expect(try store.read { try $0.verify() }.findings == [])
  }

  @Test func `a second restore during a repair forgets nothing of the first`() throws {
    let states = try laptop.hubStates(in: store)
    _ = try laptop.standing(after: .beginRepair(epoch: [2]), in: store)
    try laptop.pull(states.filter { $0.header.kind == .visit })
    let standing = try laptop.standing(after: .beginRepair(epoch: [3]), in: store)
    #expect(standing.epoch == [3])
    let offered = try offers()
    #expect(offered.contains { $0.header == visit })
    #expect(offered.contains { $0.value(of: "value") == .text("4") })
    #expect(try laptop.values(in: store) == ["desk": "5"])
  }
}
