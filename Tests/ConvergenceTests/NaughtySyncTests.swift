// SPDX-License-Identifier: Apache-2.0

import FieldModel
import LocalStore
import TestSupport
import Testing

@Suite("What was typed comes through a sync as it was typed")
struct NaughtySyncTests {
  @Test(.enabled(if: FieldData.isPresent, FieldData.absence))
  func `naughty texts come through notes and names byte for byte`() throws {
    let texts = try FieldData.naughtyStrings()
    let hub = try RunningHub()
    let coco = try hub.laptop(of: "Coco", as: .coordinator, program: nil)
    try coco.publish()
    try coco.sync()
    let ada = try hub.laptop(of: "Ada")
    let visit = try ada.start("v1")
    try ada.store.write { writer in
      for (number, text) in texts.enumerated() {
        try writer.edit(
          ada.observation(of: "n\(number)", in: visit),
          .write([
            Put("interaction", .text("n\(number)")), Put("note", .text(text)),
            Put("value", .text(text)),
          ])
        )
      }
    }
    try ada.sync()
    try coco.sync()
    let came = try coco.store.read { reader in
      try texts.indices.map { number in
        let id = ada.observation(of: "n\(number)", in: visit).id
        return try reader.record(id)
      }
    }
    for (record, text) in zip(came, texts) {
      #expect(record?.value(of: "note").map { Array($0.display.utf8) } == Array(text.utf8))
      #expect(record?.value(of: "value").map { Array($0.display.utf8) } == Array(text.utf8))
    }
    #expect(texts.count == 515)
  }
}
