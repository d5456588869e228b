// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import LocalStore
import TestSupport
import Testing

@Suite("A change that was damaged on the laptop does not travel")
struct DamagedChangeTests {
  let hub: RunningHub
  let ada: SyncedLaptop
  let shopper: ProgramUnderTest

  /// Three changes wait; the second is not what was written any more.
  init() throws {
    hub = try RunningHub()
    ada = try hub.laptop(of: "Ada")
    shopper = try ada.program("shopper")
    let visit = try ada.start("V1")
    for value in ["4", "5"] { try ada.observe("desk", in: visit, .text(value)) }
    let queue = try DatabaseQueue(path: ada.folder.path(LocalStore.fileName))
    try queue.write { database in
      try database.execute(
        sql: """
          UPDATE journal SET bytes = CAST(substr(bytes, 1, length(bytes) - 1) || x'7f' AS BLOB)
          WHERE counter = 2
          """
      )
    }
    try queue.close()
  }

  @Test func `sync says so by its counter, and sends nothing`() throws {
    let outcome = try shopper.run(["sync"])
    #expect(outcome.status == 1, "\(outcome)")
    #expect(outcome.error.contains("its journal is damaged at counter 2"), "\(outcome)")
    #expect(try hub.changeCount(of: "Ada") == 0)
    #expect(try shopper.run(["status"]).output.contains("damaged at counter 2"))
    #expect(try shopper.run(["verify"]).error.contains("Counter 2 of "))
  }

  @Test func `bundle export says so, and writes no file`() throws {
    let outcome = try shopper.run(["bundle", "export", "work.bundle"])
    #expect(outcome.status == 1, "\(outcome)")
    #expect(outcome.error.contains("its journal is damaged at counter 2"), "\(outcome)")
    #expect(!FileManager.default.fileExists(atPath: ada.folder.path("work.bundle")))
  }
}
