// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import LocalStore
import SyncProtocol
import TestSupport
import Testing

@Suite("Work gets to the hub by file where there is no network")
struct BundleTests {
  let hub: RunningHub
  let coco: SyncedLaptop
  let ada: SyncedLaptop
  let bo: SyncedLaptop
  let visit: RecordHeader

  /// Ada's work waits; Bo is somebody who gets to the hub.
  init() throws {
    hub = try RunningHub()
    coco = try hub.laptop(of: "Coco", as: .coordinator, program: nil)
    try coco.publish()
    try coco.sync()
    ada = try hub.laptop(of: "Ada")
    bo = try hub.laptop(of: "Bo")
    for laptop in [ada, bo] { try laptop.sync() }
    visit = try ada.start("V1")
    try ada.observe("desk", in: visit, .text("4"))
  }

  private func bundle() throws -> [UInt8] {
    try ada.store.read { try $0.bundle(at: LocalTime(milliseconds: 0)) }.bytes
  }

  /// The bundle as somebody changed it on the way.
  private func forgedBundle() throws -> [UInt8] {
    var sealed = try WireSealedBundle(decoding: bundle())
    var inner = try WireBundle(decoding: Array(sealed.bundle))
    inner.author = "Eve"
    sealed.bundle = Data(inner.encoded())
    return sealed.encoded()
  }

  @Test func `another person's laptop carries it, and the coordinator has it`() throws {
    let bytes = try bundle()
    let carried = try bo.store.write { try $0.carry(bytes) }
    #expect(carried.author == "Ada" && carried.changes == 2)
    #expect(try bo.store.read { try $0.status() }.bundles == [carried])
    try bo.sync()
    #expect(try bo.store.read { try $0.status() }.bundles == [])
    try coco.sync()
    #expect(try coco.value(of: "value", "desk", in: visit) == .text("4"))
    #expect(try bo.value(of: "value", "desk", in: visit) == nil, "it is not Bo's to read")
    #expect(try hub.findings() == "")
  }

  @Test func `brought twice, by two people, and sent by the store itself, it is there once`() throws
  {
    let bytes = try bundle()
    for laptop in [bo, coco, bo] {
      try laptop.store.write {
        try $0.carry(bytes)
        try $0.carry(bytes)
      }
      try laptop.sync()
    }
    try ada.observe("desk", in: visit, .text("5"))
    let second = try bundle()
    try ada.sync()
    try bo.store.write { try $0.carry(second) }
    try bo.sync()
    try coco.sync()
    #expect(try coco.value(of: "value", "desk", in: visit) == .text("5"))
    #expect(try hub.changeCount(of: "Ada") == 3)
    #expect(try ada.store.read { try $0.status() }.pending == 0)
    #expect(try hub.findings() == "")
  }

  @Test func `a file that was cut or changed is not taken`() throws {
    let bytes = try bundle()
    for cut in [0, 1, bytes.count / 2, bytes.count - 40] {
      #expect(throws: StoreError.self) {
        try bo.store.write { try $0.carry(Array(bytes.prefix(cut))) }
      }
    }
    // Whoever carries it may not change it either: the hub compares the seal.
    let forged = try forgedBundle()
    try bo.store.write { try $0.carry(forged) }
    let report = try bo.sync()
    #expect(report.carried == 2 && report.carriedRefused == 2)
    let left = try bo.store.read { try $0.status() }.bundles
    let reason =
      "The bundle was altered, or its store is unknown to this hub. "
      + "Ask its owner for it once more."
    #expect(left.map(\.detail) == [reason], "it stays, with the reason")
    try coco.sync()
    #expect(try coco.value(of: "value", "desk", in: visit) == nil)
  }

  @Test func `who carries it is told what came of it, and can let go of it`() throws {
    let shopper = try bo.program("shopper")
    let (genuine, forged) = (try bundle(), try forgedBundle())
    for bytes in [genuine, forged] { try bo.store.write { try $0.carry(bytes) } }
    #expect(try Answer(shopper.run(["bundle", "list", "--json"])).list.count == 2)
    let synced = try shopper.run(["sync"])
    #expect(
      synced.output.contains(
        "Carried 4 changes of others; the hub refused 2 of them. 1 bundle not taken: see bundle"
      ),
      "\(synced)"
    )
    let again = try Answer(shopper.run(["sync", "--json"]))
    #expect(again["carried"].number == 2 && again["carried_refused"].number == 2)
    let name = try #require(try Answer(shopper.run(["bundle", "list", "--json"]))[0]["id"].text)
    #expect(try shopper.run(["status"]).output.contains("bundle drop \(name)"))
    #expect(try shopper.run(["bundle", "drop", "xyz"]).status == 65)
    let dropped = try shopper.run(["bundle", "drop", String(name.prefix(6))])
    #expect(dropped.output.hasPrefix("Dropped 2 changes of Eve's laptop"), "\(dropped)")
    let nothing = "This store carries nothing for others.\n"
    #expect(try shopper.run(["bundle", "list"]).output == nothing)
  }

  @Test func `a store does not carry its own work`() throws {
    let bytes = try bundle()
    #expect(throws: StoreError.self) { try ada.store.write { try $0.carry(bytes) } }
  }
}
