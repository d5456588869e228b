// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import LocalStore
import Replication
import SyncProtocol
import TestSupport
import Testing

@Suite("A store that was copied or restored goes on under a new name, and loses nothing")
struct ForkTests {
  let laptop: Laptop
  let store: LocalStore

  init() throws {
    laptop = try Laptop()
    store = try laptop.store()
  }

  @Test func `what came after the fork is written again, on what both branches have`() throws {
    let visit = try laptop.begin("V1", in: store)
    try laptop.answer("desk", .text("4"), of: visit, in: store)
    try laptop.answer("desk", .text("5"), of: visit, in: store)
    let old = try store.read { try $0.replica() }
    let before = try laptop.changes(of: old, in: store)
    let seen = try laptop.values(in: store)

    let standing = try laptop.standing(after: .fork(old, at: 1), in: store)
    let new = try store.read { try $0.replica() }
    #expect(standing.incarnations.map(\.replica) == [old, new])
    #expect(standing.incarnations.map(\.last) == [1, 2])
    let after = try laptop.changes(of: new, in: store)
    #expect(after.map(\.puts) == before.dropFirst().map(\.puts))
    #expect(after.map(\.stamp.enteredAt) == before.dropFirst().map(\.stamp.enteredAt))
    #expect(after.map(\.base) == [VersionVector(), VersionVector([Dot(new, 1)])])
    #expect(try laptop.values(in: store) == seen, "people see what they saw")
    #expect(try store.read { try $0.verify() }.findings == [])
  }

  @Test func `a deletion written again covers what it covered, and no more`() throws {
    let visit = try laptop.begin("V1", in: store)
    try laptop.answer("desk", .text("4"), of: visit, in: store)
    let desk = laptop.observation(of: "desk", in: visit)
    try store.write { try $0.edit(desk, .delete(reason: "never asked")) }
    let old = try store.read { try $0.replica() }
    _ = try laptop.standing(after: .fork(old, at: 2), in: store)

    let new = try store.read { try $0.replica() }
    let deletion = try #require(try laptop.changes(of: new, in: store).first)
    #expect(deletion.base == VersionVector([Dot(old, 2)]))
    let record = try #require(try store.read { try $0.record(desk.id) })
    #expect(record.isDeleted)
    // The other branch wrote the desk again, under the old name.
    var other = FieldModel.Record(header: desk)
    for change in try laptop.changes(of: old, in: store) where change.header == desk {
      other.apply(change)
    }
    other.apply(
      Change(
        dot: Dot(old, 3),
        header: desk,
        base: other.context,
        puts: [Put("value", .text("1"))],
        stamp: deletion.stamp,
        previous: .none
      )
    )
    let both = try other.joined(with: record)
    #expect(!both.isDeleted && both.wasEditedWhileDeleted, "nobody deleted what they never saw")
  }

  @Test func `a refused change stays refused, in its place`() throws {
    let visit = try laptop.begin("V1", in: store)
    try laptop.answer("desk", .text("4"), of: visit, in: store)
    try laptop.answer("queue", .text("9"), of: visit, in: store)
    let old = try store.read { try $0.replica() }
    try laptop.acknowledge(3, refusing: [2], in: store)
    _ = try laptop.standing(after: .fork(old, at: 1), in: store)
    let quarantined = try store.read { try $0.quarantine() }
    #expect(quarantined.map(\.change.dot.counter) == [1])
    #expect(quarantined.map(\.detail) == ["It was not to be."])
    #expect(try store.read { try $0.status() }.pending == 1)
  }

  @Test func `a page that names later changes of this store makes it take a new name`() throws {
    let visit = try laptop.begin("V1", in: store)
    try laptop.acknowledge(1, in: store)
    try laptop.answer("desk", .text("4"), of: visit, in: store)
    let old = try store.read { try $0.replica() }
    let theirs = SampleProgram.record(
      laptop.observation(of: "queue", in: visit),
      [Put("interaction", .text("queue")), Put("value", .text("7"))],
      counter: 9,
      on: old
    )
    try laptop.pull([theirs])
    let standing = try store.read { try $0.standing() }
    #expect(standing.incarnations.map(\.last) == [1, 1])
    #expect(standing.incarnations.map(\.acknowledged) == [1, 0])
    let note = try #require(try store.read { try $0.status() }.notes.last)
    #expect(note.cause == .page && note.rewritten == 1)
    #expect(try laptop.values(in: store)["desk"] == "4")
    #expect(try laptop.values(in: store)["queue"] == "7")
    try laptop.pull([theirs])
    #expect(try store.read { try $0.status() }.notes.count == 1, "once is enough")
  }

  @Test func `a change written again keeps what newer programs added to it`() throws {
    let visit = try laptop.begin("V1", in: store)
    let old = try store.read { try $0.replica() }
    let run = try laptop.run(of: old, in: store)
    let added: [UInt8] = [0xf8, 0x7f, 0x2a]  // member 2047, the number 42
    let position = JournalPosition(dot: Dot(ReplicaID(bits: 9), 1), previous: .none)
    let bytes = try ChangeCodec.rewritten(run[0] + added, at: position) { seen, _ in seen }
    #expect(Array(bytes.suffix(3)) == added)
    #expect(try ChangeCodec.change(from: bytes).header == visit)
  }
}
