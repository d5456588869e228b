// SPDX-License-Identifier: Apache-2.0

import FieldModel
import LocalStore
import Replication
import TestSupport
import Testing

@Suite("Copies of a store that are both used lose nothing, whatever their order of syncing")
struct CopiesAtHubTests {
  let hub: RunningHub
  let coco: SyncedLaptop
  let ada: SyncedLaptop
  let visit: RecordHeader

  /// A shopper's laptop whose visit the hub has, and a coordinator's beside it.
  init() throws {
    hub = try RunningHub()
    coco = try hub.laptop(of: "Coco", as: .coordinator, program: nil)
    try coco.publish()
    try coco.sync()
    ada = try hub.laptop(of: "Ada")
    try ada.sync()
    visit = try ada.start("V1")
    try ada.observe("said", in: visit, .text("before"))
    try ada.sync()
  }

  /// Syncs until nobody has anything new, and checks that all hold the same.
  private func settle(_ laptops: [SyncedLaptop]) throws {
    for _ in 0..<3 { for laptop in laptops { try laptop.sync() } }
    let contents = try laptops.map { try $0.contents() }
    #expect(contents.allSatisfy { $0 == contents[0] })
    for laptop in laptops {
      #expect(try laptop.store.read { try $0.status() }.pending == 0)
      #expect(try laptop.store.read { try $0.verify() }.findings == [])
    }
    #expect(try hub.findings() == "")
  }

  private func answers(_ interaction: String, on laptop: SyncedLaptop) throws -> Set<String> {
    let id = laptop.observation(of: interaction, in: visit).id
    let record = try laptop.store.read { try $0.record(id) }
    return Set(record?.siblings(of: "value").all.map(\.value.display) ?? [])
  }

  @Test(arguments: [true, false])
  func `both copies' work is there, and what differs is shown to people`(
    originalFirst: Bool
  ) throws {
    let copy = try ada.copied()
    try ada.observe("desk", in: visit, .text("4"))
    try ada.observe("queue", in: visit, .text("7"))
    try copy.observe("desk", in: visit, .text("5"))
    try copy.observe("said", in: visit, .text("after"))
    for laptop in originalFirst ? [ada, copy] : [copy, ada] { try laptop.sync() }
    try settle([ada, copy, coco])
    for laptop in [ada, copy, coco] {
      #expect(try answers("desk", on: laptop) == ["4", "5"])
      #expect(try answers("queue", on: laptop) == ["7"])
      #expect(try answers("said", on: laptop) == ["after"])
    }
    let told = try [ada, copy].flatMap { try $0.store.read { try $0.status() }.notes }
    #expect(told.count == 1, "the one that came second goes on under a new name")
    #expect(told.first?.cause == .hub)
  }

  @Test func `a copy that only looked on goes on under a new name before it writes`() throws {
    let copy = try ada.copied()
    try ada.observe("desk", in: visit, .text("4"))
    try ada.sync()
    try copy.sync()
    #expect(try copy.store.read { try $0.status() }.notes.count == 1)
    try copy.observe("desk", in: visit, .text("5"))
    try settle([copy, ada, coco])
    #expect(try answers("desk", on: coco) == ["5"], "it had seen the other answer")
  }

  @Test func `work that waited when the copy was made arrives once`() throws {
    try ada.observe("desk", in: visit, .text("4"))
    let copy = try ada.copied()
    try ada.sync()
    try copy.observe("desk", in: visit, .text("5"))
    try settle([copy, ada, coco])
    #expect(try answers("desk", on: coco) == ["5"])
  }

  @Test func `a store put back from an older copy has all again and goes on`() throws {
    let older = try ada.copied()
    try ada.observe("desk", in: visit, .text("4"))
    try ada.sync()
    try older.observe("queue", in: visit, .text("7"))
    try settle([older, coco])
    #expect(try answers("desk", on: older) == ["4"], "what the hub had came back")
    #expect(try answers("queue", on: coco) == ["7"])
    #expect(try older.store.read { try $0.status() }.notes.count == 1)
  }

  @Test func `copies of copies, all used, all arrive`() throws {
    var laptops = [ada]
    for round in 1...3 {
      let copy = try unwrapped(laptops.last, "a laptop").copied()
      laptops.append(copy)
      for (place, laptop) in laptops.enumerated() {
        try laptop.observe("a\(round)-\(place)", in: visit, .text("\(round)\(place)"))
      }
      for laptop in laptops.reversed() { try laptop.sync() }
    }
    try settle(laptops + [coco])
    for round in 1...3 {
      for place in 0...round {
        #expect(try answers("a\(round)-\(place)", on: coco) == ["\(round)\(place)"])
      }
    }
  }
}
