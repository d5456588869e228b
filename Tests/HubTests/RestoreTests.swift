// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import HubStore
import Replication
import SyncProtocol
import TestSupport
import Testing

@Suite struct `A hub that was restored` {
  let hub: HubFixture

  init() throws { hub = try HubFixture() }

  /// A laptop of which the hub has acknowledged three changes, two of them in its backup.
  private struct Yesterday {
    var ann: Laptop
    var acknowledged: PushOutcome
    var cursor: [UInt8]
    var timeline: HubTimeline
    var backup: String
  }

  private func yesterday() async throws -> Yesterday {
    var ann = try await hub.enrol("Ann", .shopper)
    let visit = Study.visit("V1", of: ann.person)
    ann.write(visit, Put("location", .text("JFK")))
    ann.write(visit, Put("note", .text("a")))
    try await hub.push(ann)
    let backup = hub.folder.path("backup")
    _ = try await hub.store.backUp(to: backup)
    ann.write(visit, Put("note", .text("b")))
    let acknowledged = try await hub.push(ann)
    return Yesterday(
      ann: ann,
      acknowledged: acknowledged,
      cursor: try await hub.pullAll(ann).cursor,
      timeline: try await hub.store.timeline(),
      backup: backup
    )
  }

  /// Puts the backup in place with the system's own means, so that nobody tells the hub.
  private func restoredSilently(_ day: Yesterday) throws -> SQLiteHubStore {
    try hub.store.close()
    let file = hub.folder.path("hub/hub.sqlite")
    for path in [file, file + "-wal", file + "-shm"] {
      try? FileManager.default.removeItem(atPath: path)
    }
    try FileManager.default.copyItem(atPath: day.backup, toPath: file)
    return try hub.reopened()
  }

  private func greeting(_ day: Yesterday, epoch: [UInt8], receipt: [UInt8]) -> Greeting {
    Greeting(
      replica: day.ann.replica,
      device: "",
      last: 3,
      epoch: epoch,
      acknowledged: day.acknowledged.end,
      receipt: receipt
    )
  }

  @Test func `and nobody said so, learns it from a receipt`() async throws {
    let day = try await yesterday()
    let store = try restoredSilently(day)
    let greeting = greeting(day, epoch: day.timeline.epoch, receipt: day.acknowledged.receipt)
    let welcome = try await store.greet(greeting, by: day.ann.session)
    #expect(welcome.epoch != day.timeline.epoch)
    #expect(welcome.end.counter == 2)
    // The same evidence again is of another timeline.
    let again = try await store.greet(greeting, by: day.ann.session)
    #expect(again.epoch == welcome.epoch)
    #expect(try await store.timeline().generation == 2)
    let late = Batch(epoch: day.timeline.epoch, replica: day.ann.replica, changes: day.ann.journal)
    await #expect(throws: HubRefusal.otherEpoch) {
      try await store.push(late, by: day.ann.session)
    }
    let batch = Batch(epoch: welcome.epoch, replica: day.ann.replica, changes: day.ann.journal)
    let outcome = try await store.push(batch, by: day.ann.session)
    #expect(outcome.end == day.acknowledged.end)
    #expect(outcome.newChanges == 1)
    #expect(try await store.check() == [])
  }

  @Test func `and nobody said so, learns it from a cursor`() async throws {
    let day = try await yesterday()
    let store = try restoredSilently(day)
    let page = try await store.pull(since: day.cursor, recordsMaximum: 9, by: day.ann.session)
    #expect(page.restart == .timeline)
    #expect(page.records.isEmpty)
    #expect(try await store.timeline().epoch != day.timeline.epoch)
    let anew = try await store.pull(since: [], recordsMaximum: 9, by: day.ann.session)
    #expect(anew.records.count == 1)
    #expect(!anew.restarted)
  }

  @Test func `is not believed to be one on a forged receipt or cursor`() async throws {
    let day = try await yesterday()
    let receipts = [[], [UInt8](repeating: 7, count: 32)]
    for receipt in receipts {
      var greeting = greeting(day, epoch: day.timeline.epoch, receipt: receipt)
      greeting = Greeting(
        replica: greeting.replica,
        device: "",
        last: 9,
        epoch: greeting.epoch,
        acknowledged: JournalEnd(counter: 9, head: day.ann.head),
        receipt: receipt
      )
      _ = try await hub.store.greet(greeting, by: day.ann.session)
    }
    for place in [0, 20, 30, day.cursor.count - 1] {
      var forged = day.cursor
      forged[place] ^= 1
      _ = try await hub.store.pull(since: forged, recordsMaximum: 9, by: day.ann.session)
    }
    #expect(try await hub.store.timeline() == day.timeline)
  }

  @Test func `takes no seal but its own under a cursor, however many are tried`() {
    let key = [UInt8](repeating: 7, count: 32)
    let bytes = [UInt8](repeating: 1, count: 16)
    let cursor = PullCursor(epoch: bytes, seq: 300, chain: bytes + bytes, rights: bytes)
    var forged = cursor.bytes(key: key)
    #expect(PullCursor(forged, key: key) == cursor)
    var generator = SeededGenerator(seed: 5)
    var taken = 0
    for _ in 0..<20_000 {
      for place in forged.indices.suffix(16) {
        forged[place] = UInt8.random(in: .min ... .max, using: &generator)
      }
      if PullCursor(forged, key: key) != nil { taken += 1 }
    }
    #expect(taken == 0)
  }

  @Test func `by its operator begins a timeline and keeps what was replaced`() async throws {
    let day = try await yesterday()
    let folder = hub.folder.path("hub")
    #expect(throws: HubStoreError.busy(folder: folder)) {
      try SQLiteHubStore.restore(from: day.backup, in: folder)
    }
    try hub.store.close()
    let (report, replaced) = try SQLiteHubStore.restore(from: day.backup, in: folder)
    #expect(report.changes == 2)
    let store = try hub.reopened()
    #expect(try await store.timeline().generation == 2)
    #expect(try await store.timeline().epoch != day.timeline.epoch)
    #expect(try await store.check() == [])
    #expect(try await store.status().changes == 2)
    #expect(FileManager.default.fileExists(atPath: try #require(replaced)))
    let again = try await store.pull(since: day.cursor, recordsMaximum: 9, by: day.ann.session)
    #expect(again.restart == .timeline)
    #expect(try await store.timeline().generation == 2)
  }

  @Test func `knows whom it is told again, and takes their work`() async throws {
    let day = try await yesterday()
    var bo = try await hub.enrol("Bo", .shopper)
    bo.write(Study.visit("V1", of: bo.person), Put("location", .text("LGA")))
    try await hub.push(bo)
    let store = try restoredSilently(day)
    #expect(try await store.session(token: bo.token) == nil)
    let code = try await store.invite(
      Invitation(name: "Bo", role: .shopper, program: "AIR"),
      by: nil
    )
    let enrolment = try await store.enrol(code: code.code, replica: bo.replica, device: "")
    let epoch = try await store.timeline().epoch
    let batch = Batch(epoch: epoch, replica: bo.replica, changes: bo.journal)
    #expect(try await store.push(batch, by: enrolment.session).rejections.isEmpty)
  }

  @Test func `is not replaced by a file that is not sound`() async throws {
    let day = try await yesterday()
    try hub.store.close()
    let folder = hub.folder.path("hub")
    try Tampering.run("UPDATE log SET bytes = x'00' WHERE seq = 1", on: day.backup)
    let text = try hub.folder.write("no database at all, but long enough to look", to: "text")
    for file in [day.backup, text, hub.folder.path("none")] {
      #expect(throws: HubStoreError.self) { try SQLiteHubStore.restore(from: file, in: folder) }
    }
    let store = try hub.reopened()
    #expect(try await store.status().changes == 3)
    #expect(try await store.timeline() == day.timeline)
  }
}
