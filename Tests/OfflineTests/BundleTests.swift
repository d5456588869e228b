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
    var changed = try WireSealedBundle(decoding: bytes)
    var inner = try WireBundle(decoding: Array(changed.bundle))
    inner.author = "Eve"
    changed.bundle = Data(inner.encoded())
    let forged = changed.encoded()
    try bo.store.write { try $0.carry(forged) }
    try bo.sync()
    let left = try bo.store.read { try $0.status() }.bundles
    #expect(left.first?.detail?.isEmpty == false, "it stays, with the reason")
    try coco.sync()
    #expect(try coco.value(of: "value", "desk", in: visit) == nil)
  }

  @Test func `a store does not carry its own work`() throws {
    let bytes = try bundle()
    #expect(throws: StoreError.self) { try ada.store.write { try $0.carry(bytes) } }
  }
}
