// SPDX-License-Identifier: Apache-2.0

import FieldModel
import LocalStore
import TestSupport
import Testing

@Suite("Replicas that have received the same changes hold the same records")
struct RandomHistoryTests {
  @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
  func `three laptops that write and sync in any order end up alike`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let hub = try RunningHub()
    let coco = try hub.laptop(of: "Coco", as: .coordinator, program: nil)
    try coco.publish()
    try coco.sync()
    let laptops = [try hub.laptop(of: "Ada"), try hub.laptop(of: "Ada"), coco]
    let visits = try ["v1", "v2"].map { try laptops[0].start($0) }
    var written = 0
    for laptop in laptops { try laptop.sync() }
    for _ in 0..<60 {
      let laptop = laptops.randomElement(using: &random) ?? coco
      let visit = visits.randomElement(using: &random) ?? visits[0]
      let interaction = ["desk", "queue", "said"].randomElement(using: &random) ?? "desk"
      switch Int.random(in: 0..<10, using: &random) {
      case 0..<6:
        written += 1
        try laptop.observe(interaction, in: visit, .text("answer \(written)"))
      case 6:
        let header = laptop.observation(of: interaction, in: visit)
        if let record = try laptop.store.read({ try $0.record(header.id) }), !record.isDeleted {
          try laptop.store.write { try $0.edit(header, .delete(reason: "")) }
        }
      default:
        try laptop.sync()
      }
    }
    for _ in 0..<2 { for laptop in laptops { try laptop.sync() } }
    let contents = try laptops.map { try $0.contents() }
    #expect(contents.allSatisfy { $0 == contents[0] })
    #expect(!contents[0].isEmpty)
    let waiting = try laptops.map { try $0.store.read { try $0.status().pending } }
    #expect(waiting == [0, 0, 0])
    #expect(try hub.findings() == "")
  }
}
