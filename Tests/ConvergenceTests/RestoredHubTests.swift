// SPDX-License-Identifier: Apache-2.0

import FieldModel
import TestSupport
import Testing

@Suite("A laptop says that its hub had been restored")
struct RestoredHubTests {
  @Test func `sync tells how many records were offered to the hub again`() throws {
    let hub = try RunningHub()
    let coco = try hub.laptop(of: "Coco", as: .coordinator, program: nil)
    let ada = try hub.laptop(of: "Ada")
    let backup = hub.folder.path("backup.sqlite")
    #expect(try hub.run("backup", backup).status == 0)
    try ada.start("V1")
    for laptop in [ada, coco] { try laptop.sync() }
    hub.terminate()
    #expect(try hub.run("restore", backup).status == 0)
    try hub.restart()
    let outcome = try coco.program("coordinator").run(["sync"])
    #expect(
      outcome.output.contains("The hub had been restored: 1 record was offered to it again."),
      "\(outcome)"
    )
  }
}
