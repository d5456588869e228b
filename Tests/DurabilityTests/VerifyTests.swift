// SPDX-License-Identifier: Apache-2.0

import FieldModel
import GRDB
import LocalStore
import SyncProtocol
import TestSupport
import Testing

@Suite("Verify finds what was changed, dropped, repeated or reordered in a journal")
struct VerifyTests {
  let laptop: Laptop
  let name: ReplicaID

  /// A laptop with six changes, four of them acknowledged.
  init() throws {
    laptop = try Laptop()
    let store = try laptop.store()
    let visit = try laptop.begin("V1", in: store)
    for value in 1...5 {
      try laptop.answer("desk", .text("\(value)"), of: visit, in: store)
    }
    try laptop.acknowledge(4, in: store)
    name = try store.read { try $0.replica() }
  }

  private func findings(after sql: String) throws -> [String] {
    let queue = try DatabaseQueue(path: laptop.folder.path(LocalStore.fileName))
    try queue.write { try $0.execute(sql: sql) }
    try queue.close()
    return try laptop.store().read { try $0.verify() }.findings
  }

  @Test func `a journal as it was written has nothing to find`() throws {
    let (changes, findings) = try laptop.store().read { try $0.verify() }
    #expect(changes == 6)
    #expect(findings == [])
  }

  @Test(arguments: 1...6)
  func `a flipped byte is named by its counter`(counter: Int) throws {
    let found = try findings(
      after: """
        UPDATE journal SET bytes = CAST(substr(bytes, 1, length(bytes) - 1) || x'7f' AS BLOB)
        WHERE counter = \(counter)
        """
    )
    #expect(found.first?.hasPrefix("Counter \(counter) of \(name): ") == true, "\(found)")
  }

  @Test(arguments: 1...5)
  func `a dropped change is named by its counter`(counter: Int) throws {
    let found = try findings(after: "DELETE FROM journal WHERE counter = \(counter)")
    #expect(found.first?.hasPrefix("Counter \(counter) of \(name): it is missing") == true)
  }

  @Test func `a dropped end that the hub acknowledged is missed`() throws {
    let found = try findings(after: "DELETE FROM journal WHERE counter > 3")
    #expect(found.last == "Counter 4 of \(name): the hub acknowledged it, and it is missing.")
  }

  @Test func `two changes in each other's place are named`() throws {
    let found = try findings(
      after: """
        UPDATE journal SET counter = -counter WHERE counter IN (2, 3);
        UPDATE journal SET counter = 5 + counter WHERE counter < 0;
        """
    )
    #expect(found.contains { $0.hasPrefix("Counter 2 of \(name): the change says that it is") })
    #expect(found.contains { $0.hasPrefix("Counter 3 of \(name): the change says that it is") })
  }

  @Test func `a repeated change is named`() throws {
    let found = try findings(
      after: """
        UPDATE journal SET bytes = (SELECT bytes FROM journal WHERE counter = 2),
          hash = (SELECT hash FROM journal WHERE counter = 2) WHERE counter = 5
        """
    )
    #expect(found.contains { $0.hasPrefix("Counter 5 of \(name): the change says that it is") })
  }

  @Test func `a receipt for another change is named`() throws {
    let found = try findings(
      after: """
        UPDATE incarnation SET head = (SELECT hash FROM journal WHERE counter = 3)
        """
    )
    #expect(found == ["Counter 4 of \(name): the hub's receipt is for another change."])
  }

  @Test func `a record without content is named, and who reads it is told what to do`() throws {
    let found = try findings(
      after: "UPDATE record SET shadow = NULL, view = NULL WHERE kind = 'visit'"
    )
    let visit = Visit.id(
      program: Program.id(code: "skyline"),
      shopper: laptop.owner.id,
      code: "V1"
    )
    #expect(found.contains("The record \(visit) cannot be read."), "\(found)")
    let outcome = try laptop.run("visit", "list")
    #expect(outcome.status == 1)
    #expect(outcome.error.hasPrefix("error: The store is damaged: "), "\(outcome)")
  }

  @Test func `a change of a name that the store never had is named`() throws {
    let found = try findings(after: "UPDATE journal SET replica = zeroblob(16) WHERE counter = 6")
    let stranger = ReplicaID(bits: 0)
    #expect(found.last == "Counter 6 of \(stranger): the store never had that name.")
  }
}
