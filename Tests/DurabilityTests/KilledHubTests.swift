// SPDX-License-Identifier: Apache-2.0

import FieldModel
import LocalStore
import SyncClient
import TestSupport
import Testing

@Suite(
  "What the command line confirmed survives a kill; what the hub acknowledged survives its own"
)
struct KilledTests {
  @Test
  func `a hub killed at twenty moments in mid-round has lost nothing and holds nothing twice`()
    throws
  {
    var random = SeededGenerator(seed: 20)
    let hub = try RunningHub()
    let coco = try hub.laptop(of: "Coco", as: .coordinator, program: nil)
    try coco.publish()
    try coco.sync()
    let ada = try hub.laptop(of: "Ada")
    try ada.sync()
    var acknowledged: Set<String> = []
    for round in 1...20 {
      let visit = try ada.start("v\(round)")
      for number in 0..<30 {
        try ada.observe("said", in: visit, .text("\(round)-\(number)"))
      }
      let proxy = try CuttingProxy(
        toPort: hub.port,
        trigger: .init(atTotalBytes: Int.random(in: 1...6_000, using: &random)) { hub.kill() }
      )
      if (try? ada.sync(through: proxy.url)) != nil { acknowledged.insert("v\(round)") }
      proxy.stop()
      hub.kill()
      try hub.restart()
      #expect(try hub.findings() == "")
    }
    try ada.sync()
    try coco.sync()
    #expect(try ada.store.read { try $0.status().pending } == 0)
    #expect(try ada.store.read { try $0.verify() }.findings == [])
    let mine = try ada.contents()
    #expect(try coco.contents() == mine)
    #expect(try coco.store.read { try $0.count(.visit) } == 20)
    #expect(mine.count == 40)
  }

  @Test func `a daemon killed at twenty moments in mid-round has lost nothing`() throws {
    var random = SeededGenerator(seed: 21)
    let hub = try RunningHub()
    let coco = try hub.laptop(of: "Coco", as: .coordinator, program: nil)
    try coco.publish()
    try coco.sync()
    let ada = try hub.laptop(of: "Ada")
    try ada.sync()
    for round in 1...20 {
      let visit = try ada.start("v\(round)")
      for number in 0..<30 {
        try ada.observe("said", in: visit, .text("\(round)-\(number)"))
      }
      try Self.killDaemon(of: ada, at: hub, afterBytes: Int.random(in: 1...6_000, using: &random))
      #expect(try ada.store.integrityFindings() == [])
    }
    let program = try ProgramUnderTest("shopper-syncd")
    let last = try program.run(["run", "--once", "--store", ada.folder.path])
    #expect(last.status == 0, "\(last)")
    try coco.sync()
    #expect(try ada.store.read { try $0.status().pending } == 0)
    #expect(try coco.contents() == ada.contents())
    #expect(try coco.store.read { try $0.count(.visit) } == 20)
    #expect(try hub.findings() == "")
  }

  /// Runs the daemon through a proxy, and kills it when so many bytes have passed.
  private static func killDaemon(
    of laptop: SyncedLaptop,
    at hub: RunningHub,
    afterBytes bytes: Int
  ) throws {
    let passed = Gate()
    let proxy = try CuttingProxy(
      toPort: hub.port,
      trigger: .init(atTotalBytes: bytes) { passed.open() }
    )
    let enrolment = try unwrapped(try laptop.store.read { try $0.enrolment() }, "enrolment")
    try laptop.store.write { try $0.enrol(enrolment.at(proxy.url)) }
    let daemon = try ProgramUnderTest("shopper-syncd")
      .start(["run", "--store", laptop.folder.path])
    _ = passed.pass()
    _ = daemon.kill()
    proxy.stop()
    try laptop.store.write { try $0.enrol(enrolment) }
  }
}

extension Enrolment {
  fileprivate func at(_ hub: String) -> Enrolment {
    Enrolment(hub: hub, token: token, card: card, pseudonymKey: pseudonymKey, caFile: caFile)
  }
}
