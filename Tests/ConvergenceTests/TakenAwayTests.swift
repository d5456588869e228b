// SPDX-License-Identifier: Apache-2.0

import FieldModel
import LocalStore
import TestSupport
import Testing

@Suite("Nothing is confirmed under the name of what the hub has taken away")
struct TakenAwayTests {
  let hub: RunningHub
  let ada: SyncedLaptop
  let visit: RecordHeader

  /// A hub that has a visit of Ada's.
  init() throws {
    hub = try RunningHub()
    ada = try hub.laptop(of: "Ada")
    visit = try ada.start("V1")
    try ada.sync()
  }

  private func isShown() throws -> Bool {
    try ada.store.read { try $0.record(visit.id) } != nil
  }

  @Test func `a visit of an erased one's code is refused at once, another code is taken`() throws {
    let erased = try hub.run("erase", visit.id.description, "--reason", "asked for")
    #expect(erased.status == 0, "\(erased)")
    try ada.sync()
    #expect(try !isShown())
    #expect(throws: StoreError.self) { try ada.start("V1") }
    #expect(try ada.store.read { try $0.status() }.pending == 0)
    try ada.start("V2")
    try ada.sync()
    let status = try ada.store.read { try $0.status() }
    #expect(status.pending == 0 && status.quarantined == 0)
  }

  @Test func `a visit of which the rights were withdrawn is back once they are given again`() throws
  {
    let revoked = try hub.run("revoke", "--name", "Ada", "--role", "shopper")
    #expect(revoked.status == 0, "\(revoked)")
    try ada.sync()
    #expect(try !isShown())
    #expect(throws: StoreError.self) { try ada.start("V1") }
    _ = try hub.invite("Ada", as: .shopper, to: SyncedLaptop.programCode)
    try ada.sync()
    #expect(try isShown())
    try ada.observe("desk", in: visit, .text("4"))
    try ada.sync()
    #expect(try ada.store.read { try $0.status() }.quarantined == 0)
  }
}

@Suite("What was refused can be said again, unless the hub erased it")
struct SaidAgainTests {
  let laptop: Laptop
  let store: LocalStore
  let visit: RecordHeader

  /// A laptop with a visit of one change.
  init() throws {
    laptop = try Laptop()
    store = try laptop.store()
    visit = try laptop.begin("V1", in: store)
  }

  @Test func `a visit that never was at the hub comes back`() throws {
    try laptop.acknowledge(1, refusing: [1], in: store)
    #expect(try store.read { try $0.record(visit.id) } == nil)
    #expect(try store.write { try $0.requeue(1) })
    #expect(try store.read { try $0.record(visit.id) } != nil)
    #expect(try store.read { try $0.status() }.quarantined == 0)
  }

  @Test func `a visit that was erased stays in quarantine`() throws {
    try laptop.acknowledge(1, refusing: [1], because: "erased", in: store)
    #expect(throws: StoreError.self) { try store.write { try $0.requeue(1) } }
    #expect(throws: StoreError.self) { try laptop.begin("V1", in: store) }
    let status = try store.read { try $0.status() }
    #expect(status.pending == 0 && status.quarantined == 1)
  }
}
