// SPDX-License-Identifier: Apache-2.0

import FieldModel
import LocalStore
import SyncProtocol
import TestSupport
import Testing

@Suite("A journal shrinks only by what the hub has in a backup")
struct PruneTests {
  let laptop: Laptop
  let store: LocalStore
  let visit: RecordHeader

  /// A laptop with three acknowledged changes that it has seen come back, the last refused.
  init() throws {
    laptop = try Laptop()
    store = try laptop.store()
    visit = try laptop.begin("V1", in: store)
    try laptop.answer("desk", .text("4"), of: visit, in: store)
    try laptop.answer("desk", .text("5"), of: visit, in: store)
    try laptop.answer("queue", .text("9"), of: visit, in: store)
    try laptop.acknowledge(4, refusing: [4], in: store)
  }

  private func prune(through counter: UInt64) throws -> UInt64 {
    let replica = try store.read { try $0.replica() }
    _ = try store.write { try $0.perform(.prune(replica, through: counter)) }
    return try store.read { try $0.standing() }.incarnations[0].pruned
  }

  @Test func `what no pull has shown yet stays`() throws {
    #expect(try prune(through: 4) == 0)
  }

  @Test func `a history tells the same after its changes went`() throws {
    try laptop.pull(try laptop.hubStates(in: store))
    let desk = laptop.observation(of: "desk", in: visit).id
    let before = try store.read { try $0.history(of: desk) }
    #expect(before.count == 4)
    #expect(try prune(through: 3) == 3)
    #expect(try store.read { try $0.history(of: desk) } == before)
    #expect(try laptop.values(in: store) == ["desk": "5"])
  }

  @Test func `verify says how much was dropped`() throws {
    try laptop.pull(try laptop.hubStates(in: store))
    #expect(try prune(through: 3) == 3)
    let outcome = try laptop.run("verify")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output.contains("The one change is as it was written."), "\(outcome)")
    #expect(outcome.output.contains("dropped 3 earlier changes, which a backup"), "\(outcome)")
  }

  @Test func `refused changes stay for people, and the journal goes on`() throws {
    try laptop.pull(try laptop.hubStates(in: store))
    #expect(try prune(through: 4) == 4)
    #expect(try store.read { try $0.quarantine() }.map(\.change.dot.counter) == [4])
    #expect(try store.read { try $0.verify() }.findings == [])
    try laptop.answer("said", .text("hello"), of: visit, in: store)
    let standing = try store.read { try $0.standing() }
    #expect(standing.incarnations.map(\.last) == [5])
    #expect(try store.read { try $0.verify() }.findings == [])
    #expect(try store.write { try $0.requeue(4) })
    #expect(try laptop.values(in: store)["queue"] == "9")
  }

  @Test func `what the hub lost below the backup makes a new name of what is left`() throws {
    try laptop.pull(try laptop.hubStates(in: store))
    #expect(try prune(through: 2) == 2)
    let replica = try store.read { try $0.replica() }
    let standing = try laptop.standing(after: .rewind(replica, to: 1), in: store)
    #expect(standing.incarnations.map(\.last) == [2, 2])
    #expect(try laptop.values(in: store) == ["desk": "5"])
    #expect(try store.read { try $0.verify() }.findings == [])
  }
}
