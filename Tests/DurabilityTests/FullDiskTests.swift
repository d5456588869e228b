// SPDX-License-Identifier: Apache-2.0

import FieldModel
import LocalStore
import SyncProtocol
import TestSupport
import Testing

@Suite(
  "A full disk harms nothing, is named, and work goes on when there is room",
  .enabled(if: SmallDisk.isPossible, "the machine lets nobody mount a disk of their own")
)
struct FullDiskTests {
  @Test func `on a laptop`() throws {
    let hub = try RunningHub()
    let coco = try hub.laptop(of: "Coco", as: .coordinator, program: nil)
    try coco.publish()
    try coco.sync()
    let ada = try CrampedLaptop()
    let code = try hub.invite("Ada", as: .shopper, to: SyncedLaptop.programCode)
    try ada.succeeds("enrol", hub.address, code)
    try ada.succeeds("sync")
    try ada.succeeds("visit", "start", "--program", SyncedLaptop.programCode, "--location", "ARN")
    try ada.succeeds("observe", "desk", "4")

    try ada.disk.fill()
    for command in [["observe", "desk", "5"], ["sync"]] {
      let outcome = try ada.run(command)
      #expect(outcome.status == 1)
      #expect(outcome.error.contains("the disk is full. Make room"), "\(outcome)")
    }
    try ada.disk.makeRoom()

    #expect(try ada.succeeds("visit", "show").contains("desk         4"))
    #expect(try ada.succeeds("verify").contains("as they were written"))
    try ada.succeeds("observe", "desk", "5")
    try ada.succeeds("sync")
    try coco.sync()
    #expect(try coco.store.read { try $0.count(.observation) } == 1)
    #expect(try ada.succeeds("visit", "show").contains("desk         5"))
  }

  @Test func `at the hub, which tells the laptops`() throws {
    let hub = try RunningHub(diskMegabytes: 2)
    let disk = try #require(hub.disk)
    let coco = try hub.laptop(of: "Coco", as: .coordinator, program: nil)
    try coco.publish()
    try coco.sync()
    let ada = try hub.laptop(of: "Ada")
    let visit = try ada.start("v1")
    try ada.sync()

    try disk.fill()
    try ada.observe("said", in: visit, .text(String(repeating: "Well! ", count: 9_000)))
    let failure = #expect(throws: SyncFailure.self) { try ada.sync() }
    #expect(failure?.isTemporary == true)
    #expect(failure?.sentence.contains("The hub's disk is full.") == true, "\(failure as Any)")
    let invitation = try hub.run("invite", "--role", "shopper", "--name", "Bo")
    #expect(invitation.status == 1)
    #expect(invitation.error.contains("The hub's disk is full. Make room"), "\(invitation)")
    #expect(try hub.findings() == "")
    try disk.makeRoom()

    try ada.sync()
    try coco.sync()
    #expect(try ada.store.read { try $0.status().pending } == 0)
    #expect(try coco.contents() == ada.contents())
    #expect(try hub.findings() == "")
  }

  @Test func `under a dataset, of which the older one stays`() throws {
    let laptop = try Laptop(of: "Coco", role: .coordinator)
    let place = try CrampedLaptop("coordinator", store: laptop.folder)
    let folder = place.folder.path("dataset")
    let command = ["pull", "--program", "skyline", "--no-sync", "--out", folder]
    let first = try place.run(command)
    #expect(first.status == 0, "\(first)")
    let before = try place.listing(of: folder)

    try place.disk.fill()
    let outcome = try place.run(command)
    try place.disk.makeRoom()

    #expect(outcome.status == 1)
    #expect(outcome.error.contains("No space left on device"), "\(outcome)")
    #expect(try place.listing(of: folder) == before)
    #expect(try place.run(command).status == 0)
  }
}

@Suite("A store that cannot grow says so and is not harmed")
struct LimitedFileTests {
  /// With no bytes allowed not even the index beside the store can be made; with 40 KiB, it can.
  @Test(arguments: [0, 80])
  func `and grows when it can`(blocks: Int) throws {
    let laptop = try Laptop()
    let start = ["visit", "start", "--program", "skyline", "--location", "ARN"]
    #expect(try laptop.start(start).wait().status == 0)
    #expect(try laptop.run("observe", "desk", "4").status == 0)

    // A process that ignores the signal is told by the call instead.
    var limited = try ProgramUnderTest("shopper", environment: ["HOME": laptop.folder.path])
    limited.launcher = ["/bin/sh", "-c", "trap '' XFSZ; ulimit -f \(blocks); exec \"$@\"", "sh"]
    limited.environment["SHOPPER_STORE"] = laptop.folder.path
    let note = String(repeating: "Well! ", count: 10_000)
    let outcome = try limited.run(["observe", "desk", "5", "--note", note])
    #expect(outcome.status == 1)
    #expect(outcome.error.contains("The store cannot be written"), "\(outcome)")
    #expect(outcome.error.contains("Make room on the disk"), "\(outcome)")

    #expect(try laptop.run("visit", "show").output.contains("desk         4"))
    #expect(try laptop.store().integrityFindings() == [])
    #expect(try laptop.run("observe", "desk", "5", "--note", note).status == 0)
    #expect(try laptop.run("visit", "show").output.contains("desk         5"))
    #expect(try laptop.run("verify").status == 0)
  }
}

/// A program that sees a disk of two megabytes in the place of a folder.
private struct CrampedLaptop {
  let folder: TemporaryFolder
  let disk: SmallDisk
  private let program: ProgramUnderTest
  private let store: TemporaryFolder?

  /// A laptop whose store is on the disk, or in another folder.
  init(_ name: String = "shopper", store: TemporaryFolder? = nil) throws {
    folder = try TemporaryFolder()
    disk = try SmallDisk(megabytes: 2, at: folder.path)
    self.store = store
    var program = try ProgramUnderTest(name)
    program.environment = [
      "SHOPPER_STORE": store?.path ?? folder.path("store"), "HOME": folder.path,
    ]
    program.launcher = disk.launcher
    self.program = program
  }

  /// Runs the program to its end.
  func run(_ arguments: [String]) throws -> ProgramOutcome {
    try program.run(arguments)
  }

  /// Runs the program, which has to succeed; returns what it said.
  @discardableResult
  func succeeds(_ arguments: String...) throws -> String {
    let outcome = try run(arguments)
    try #require(outcome.status == 0, "\(arguments): \(outcome)")
    return outcome.output
  }

  /// The names and digests of the files of a folder.
  func listing(of folder: String) throws -> String {
    var shell = try ProgramUnderTest(path: "/bin/sh")
    shell.launcher = disk.launcher
    return try shell.run(["-c", "cd \"$1\" && sha256sum * .[!.]*", "sh", folder]).output
  }
}
