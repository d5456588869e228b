// SPDX-License-Identifier: Apache-2.0

import FieldModel
import LocalStore
import SyncClient
import TestSupport
import Testing

@Suite("The daemon carries changes both ways, and ends when it is told to")
struct DaemonTests {
  let hub: RunningHub
  let coco: SyncedLaptop
  let ada: SyncedLaptop

  init() throws {
    hub = try RunningHub()
    coco = try hub.laptop(of: "Coco", as: .coordinator, program: nil)
    try coco.publish()
    try coco.sync()
    ada = try hub.laptop(of: "Ada")
  }

  private func daemon() throws -> RunningProgram {
    try ProgramUnderTest("shopper-syncd").start(["run", "--store", ada.folder.path])
  }

  @Test func `a change of another process is carried to the hub`() throws {
    let daemon = try daemon()
    _ = try daemon.waitForLine(containing: "pulled=", on: .error)
    let shopper = try ProgramUnderTest("shopper", environment: ["SHOPPER_STORE": ada.folder.path])
    let outcome = try shopper.run([
      "visit", "start", "--program", SyncedLaptop.programCode, "--location", "ARN", "--id", "d1",
    ])
    #expect(outcome.status == 0, "\(outcome)")
    _ = try daemon.waitForLine(containing: "pushed=1", on: .error)
    try coco.sync()
    #expect(try coco.store.read { try $0.all(Visit.self) }.map(\.code) == ["d1"])
    #expect(daemon.terminate().status == 0)
  }

  @Test func `a change at the hub is fetched without being asked for`() throws {
    let visit = try ada.start("d2")
    try ada.sync()
    try coco.sync()
    let daemon = try daemon()
    try coco.store.write { try $0.edit(visit, .write([Put("note", .text("Well done."))])) }
    try coco.sync()
    _ = try daemon.waitForLine(containing: "pulled=1", on: .error)
    #expect(try ada.store.read { try $0.record(visit.id)?.value(of: "note") }?.text == "Well done.")
    #expect(daemon.terminate().status == 0)
  }

  @Test func `with the hub away it waits, says until when, and ends when told to`() throws {
    hub.kill()
    let daemon = try daemon()
    _ = try daemon.waitForLine(containing: "round failed", on: .error)
    let status = try ada.store.read { try $0.status() }
    #expect(status.failures >= 1)
    #expect(status.nextAttemptAt != nil)
    #expect(status.lastError?.contains("safe here") == true)
    #expect(daemon.terminate().status == 0)
  }
}
