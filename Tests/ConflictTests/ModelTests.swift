// SPDX-License-Identifier: Apache-2.0

import FieldModel
import TestSupport
import Testing

/// Concurrent answers are all kept until a person decides.
@Suite struct ModelTests {
  @Test func `different fields merge silently`() throws {
    var (mary, peter) = Holder.pair(after: [Put("value", .whole(7)), Put("note", .text("slow"))])
    mary.write("value", .whole(8))
    peter.write("note", .text("slow, but kind"))
    try meet(&mary, &peter)
    #expect(mary.record.conflicts.isEmpty)
    #expect(mary.record.value(of: "value") == .whole(8))
    #expect(mary.record.value(of: "note") == .text("slow, but kind"))
  }

  @Test func `two answers to one question stand side by side`() throws {
    var (mary, peter) = Holder.pair(after: [Put("value", .whole(7))])
    mary.write("value", .whole(8))
    peter.write("value", .whole(5))
    try meet(&mary, &peter)
    let conflict = try #require(mary.record.conflicts.only)
    #expect(conflict.path == "value" && mary.record.isProvisional("value"))
    #expect(Set(conflict.candidates.map(\.value)) == [.whole(8), .whole(5)])
    let writes = conflict.candidates.map { ($0.value, $0.write) }
    for (value, write) in writes {
      let laptop = value == .whole(8) ? mary : peter
      #expect(write.dot.replica == laptop.replica && write.stamp.author == laptop.person)
    }
  }

  @Test func `the same answer twice is no conflict`() throws {
    var (mary, peter) = Holder.pair(after: [Put("value", .whole(7))])
    mary.write("value", .whole(8))
    peter.write("value", .number(try #require(ExactNumber("8.0"))))
    try meet(&mary, &peter)
    #expect(mary.record.conflicts.isEmpty && !mary.record.isProvisional("value"))
    #expect(mary.record.siblings(of: "value").all.count == 2)
  }

  @Test func `answers that only look the same are a conflict`() throws {
    var (mary, peter) = Holder.pair(after: [Put("note", .text(""))])
    mary.write("note", .text("caf\u{e9}"))
    peter.write("note", .text("cafe\u{301}"))
    try meet(&mary, &peter)
    #expect(mary.record.conflicts.only?.candidates.count == 2)
  }

  @Test func `emptying a field against filling it is a conflict`() throws {
    var (mary, peter) = Holder.pair(after: [Put("value", .whole(7))])
    mary.write("value", .null)
    peter.write("value", .absent(.refused))
    try meet(&mary, &peter)
    #expect(mary.record.conflicts.only?.candidates.count == 2)
  }

  @Test func `two people who create the same record without a network make one`() throws {
    var (mary, peter) = (Holder(1, person: 1), Holder(2, person: 2))
    mary.write("value", .whole(8))
    peter.write("value", .whole(5))
    peter.write("note", .text("late"))
    try meet(&mary, &peter)
    #expect(mary.record.conflicts.only?.path == "value")
    #expect(mary.record.value(of: "note") == .text("late"))
  }

  @Test func `a third answer joins the two, and equal ones count together`() throws {
    var (mary, peter) = Holder.pair(after: [Put("value", .whole(7))])
    var ingrid = Holder(3, person: 3, holding: mary.record)
    mary.write("value", .whole(8))
    peter.write("value", .whole(5))
    ingrid.write("value", .whole(8))
    try meet(&mary, &peter)
    try meet(&mary, &ingrid)
    let conflict = try #require(mary.record.conflicts.only)
    let writes = Dictionary(
      uniqueKeysWithValues: conflict.candidates.map { ($0.value, $0.writes.count) }
    )
    #expect(writes == [.whole(8): 2, .whole(5): 1])
  }
}

/// A person's answer settles a conflict, for everybody, until somebody who had not seen it writes.
@Suite struct ResolutionTests {
  @Test(arguments: [Resolution.keep(1), .keep(2), .value(.whole(6)), .value(.null)])
  func `an answer settles it on every laptop`(_ resolution: Resolution) throws {
    var (mary, peter) = try Holder.quarrel()
    let conflict = try #require(mary.record.conflicts.only)
    let expected =
      switch resolution {
      case .keep(let number): conflict.candidates[number - 1].value
      case .value(let value): value
      }
    let edit = try #require(mary.record.edit(settling: conflict, by: resolution))
    mary.perform(edit, as: .resolution)
    try meet(&mary, &peter)
    for record in [mary.record, peter.record] {
      #expect(record.conflicts.isEmpty && record.value(of: "value") == expected)
      #expect(record.siblings(of: "value").all.map(\.stamp.authority) == [.resolution])
    }
  }

  @Test(arguments: [Resolution.keep(0), .keep(3), .keep(-1), .keep(.min)])
  func `an answer that names no candidate settles nothing`(_ resolution: Resolution) throws {
    let (mary, _) = try Holder.quarrel()
    let conflict = try #require(mary.record.conflicts.only)
    #expect(mary.record.edit(settling: conflict, by: resolution) == nil)
  }

  @Test func `an answer that comes late opens it again`() throws {
    var (mary, peter) = try Holder.quarrel()
    var late = Holder(3, person: 2, holding: mary.record)
    let conflict = try #require(mary.record.conflicts.only)
    mary.perform(try #require(mary.record.edit(settling: conflict, by: .keep(1))), as: .resolution)
    late.write("value", .whole(10))
    try meet(&mary, &peter)
    try meet(&mary, &late)
    let reopened = try #require(mary.record.conflicts.only)
    #expect(reopened.candidates.map(\.value) == [conflict.candidates[0].value, .whole(10)])
    #expect(reopened.id == conflict.id)
  }

  @Test func `two people who settle it differently have a conflict of two answers`() throws {
    var (mary, peter) = try Holder.quarrel()
    let conflict = try #require(mary.record.conflicts.only)
    mary.perform(try #require(mary.record.edit(settling: conflict, by: .keep(1))), as: .resolution)
    peter.perform(
      try #require(peter.record.edit(settling: conflict, by: .keep(2))),
      as: .resolution
    )
    try meet(&mary, &peter)
    #expect(mary.record.conflicts.only?.candidates.count == 2)
  }

  @Test func `a conflict has a name of ten characters, and each field another`() throws {
    var (mary, peter) = Holder.pair(after: [])
    for path in ["value", "note", "verdict"] as [FieldPath] {
      mary.write(path, .text("m"))
      peter.write(path, .text("p"))
    }
    try meet(&mary, &peter)
    let names = mary.record.conflicts.map(\.id)
    #expect(names == peter.record.conflicts.map(\.id) && Set(names).count == 3)
    #expect(names.allSatisfy { $0.utf8.count == 10 })
  }
}

/// A deletion takes only what it had seen.
@Suite struct DeletionTests {
  @Test func `a deletion that had seen everything deletes`() throws {
    var (mary, peter) = Holder.pair(after: [Put("value", .whole(7))])
    mary.perform(.delete(reason: "wrong shop"))
    try meet(&mary, &peter)
    #expect(peter.record.isDeleted && peter.record.conflicts.isEmpty)
  }

  @Test func `two deletions delete once`() throws {
    var (mary, peter) = Holder.pair(after: [Put("value", .whole(7))])
    mary.perform(.delete(reason: "wrong shop"))
    peter.perform(.delete(reason: "twice"))
    try meet(&mary, &peter)
    #expect(peter.record.isDeleted && peter.record.conflicts.isEmpty)
  }

  @Test func `an edit that the deletion had not seen brings the whole record back`() throws {
    let (mary, peter) = try Holder.disputed()
    #expect(!mary.record.isDeleted && mary.record.wasEditedWhileDeleted)
    #expect(mary.record.value(of: "note") == .text("slow"))
    #expect(mary.record.value(of: "value") == .whole(8))
    let conflict = try #require(mary.record.conflicts.only)
    #expect(conflict.path == .tombstone)
    #expect(conflict.candidates.map(\.write.dot.replica) == [mary.replica, peter.replica])
    #expect(conflict.candidates[0].value.display == "wrong shop")
    #expect(conflict.candidates[1].value == .whole(8))
  }

  @Test func `keeping the record settles it`() throws {
    var (mary, peter) = try Holder.disputed()
    let conflict = try #require(mary.record.conflicts.only)
    mary.perform(try #require(mary.record.edit(settling: conflict, by: .keep(2))), as: .resolution)
    try meet(&mary, &peter)
    #expect(!peter.record.isDeleted && peter.record.conflicts.isEmpty)
    #expect(peter.record.value(of: "value") == .whole(8))
    #expect(peter.record.value(of: "note") == .text("slow"))
  }

  @Test func `deleting it again settles it`() throws {
    var (mary, peter) = try Holder.disputed()
    let conflict = try #require(mary.record.conflicts.only)
    let edit = try #require(mary.record.edit(settling: conflict, by: .keep(1)))
    #expect(edit == .delete(reason: "wrong shop"))
    peter.perform(edit, as: .resolution)
    try meet(&mary, &peter)
    #expect(mary.record.isDeleted && mary.record.conflicts.isEmpty)
  }

  @Test func `whether a record stays is no question of a value`() throws {
    let (mary, _) = try Holder.disputed()
    let conflict = try #require(mary.record.conflicts.only)
    #expect(mary.record.edit(settling: conflict, by: .value(.text("stay"))) == nil)
  }

  @Test func `writing to a deleted record brings it back without a question`() throws {
    var (mary, peter) = Holder.pair(after: [Put("value", .whole(7)), Put("note", .text("slow"))])
    mary.perform(.delete(reason: ""))
    try meet(&mary, &peter)
    peter.write("value", .whole(8))
    try meet(&mary, &peter)
    #expect(!mary.record.isDeleted && mary.record.conflicts.isEmpty)
    #expect(mary.record.value(of: "note") == .text("slow"))
  }

  @Test func `a record kept here and deleted again there stays in dispute`() throws {
    var (mary, peter) = try Holder.disputed()
    mary.perform(.keep, as: .resolution)
    peter.perform(.delete(reason: "still wrong"), as: .resolution)
    try meet(&mary, &peter)
    #expect(!mary.record.isDeleted && mary.record.wasEditedWhileDeleted)
    let conflict = try #require(mary.record.conflicts.only)
    #expect(conflict.candidates.map(\.write.dot.replica) == [peter.replica, mary.replica])
    mary.perform(try #require(mary.record.edit(settling: conflict, by: .keep(1))), as: .resolution)
    try meet(&mary, &peter)
    #expect(peter.record.isDeleted)
  }
}
