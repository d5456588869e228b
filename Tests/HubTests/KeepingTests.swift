// SPDX-License-Identifier: Apache-2.0

import FieldModel
import GRDB
import HubStore
import Replication
import SyncProtocol
import TestSupport
import Testing

@Suite struct `A hub keeps what it acknowledged` {
  let hub: HubFixture

  init() throws { hub = try HubFixture() }

  /// A laptop whose journal the hub holds.
  private func pushed() async throws -> Laptop {
    var ann = try await hub.enrol("Ann", .shopper)
    let visit = Study.visit("V1", of: ann.person)
    ann.write(visit, Put("location", .text("JFK")))
    for code in ["A1", "A2", "A3"] {
      let observation = Study.observation(code, in: visit)
      ann.write(observation, Put("value", .number(ExactNumber(3))))
      ann.write(observation, Put("note", .text("more")))
    }
    ann.write(Study.interaction("A1"), Put("name", .text("not mine")))
    try await hub.push(ann)
    return ann
  }

  /// Does something to the file that the hub would not do.
  private func tamper(_ sql: String) throws {
    try Tampering.run(sql, on: hub.folder.path("hub/hub.sqlite"))
  }

  @Test func `across a restart`() async throws {
    let ann = try await pushed()
    let before = try await hub.pullAll(ann)
    let timeline = try await hub.store.timeline()
    try hub.store.close()
    let reopened = try hub.reopened()
    #expect(try await reopened.timeline() == timeline)
    #expect(reopened.identity.receiptKey == hub.store.identity.receiptKey)
    let session = try #require(try await reopened.session(token: ann.token))
    #expect(session == ann.session)
    let greeting = Greeting(replica: ann.replica, device: "", last: 8)
    let end = try await reopened.greet(greeting, by: session).end
    #expect(end == JournalEnd(counter: 8, head: ann.head))
    let page = try await reopened.pull(since: [], recordsMaximum: 500, by: session)
    #expect(page.records.count == before.records.count)
    #expect(try await reopened.check() == [])
  }

  @Test func `because every commit waits for the disk`() throws {
    #expect(try hub.store.synchronousMode() == 2)
    #expect(try hub.reopened().synchronousMode() == 2)
  }

  @Test func `and does not touch a file of a newer program`() async throws {
    _ = try await pushed()
    try hub.store.close()
    try tamper("INSERT INTO grdb_migrations VALUES ('999')")
    let path = hub.folder.path("hub/hub.sqlite")
    #expect(throws: HubStoreError.newerFile(path: path)) { try hub.reopened() }
  }

  @Test func `and makes no hub where only reading was meant`() throws {
    let path = hub.folder.path("elsewhere")
    #expect(throws: HubStoreError.noHub(folder: path)) {
      try SQLiteHubStore(folder: path, creates: false)
    }
  }

  @Test func `and says how it stands`() async throws {
    let ann = try await pushed()
    let greeting = Greeting(replica: ann.replica, device: "old laptop", last: 11)
    _ = try await hub.store.greet(greeting, by: ann.session)
    let status = try await hub.store.status()
    #expect(status.changes == 8)
    #expect(status.records == 4)
    #expect(status.quarantined == 1)
    let replica = try #require(status.replicas.first)
    #expect(replica.changes == 8)
    #expect(replica.waiting == 3)
    #expect(replica.device == "old laptop")
  }

  @Test func `and keeps neither token nor code in its files`() async throws {
    let issued = try await hub.store.invite(Invitation(name: "Bo", role: .shopper), by: nil)
    let ann = try await pushed()
    for name in ["hub/hub.sqlite", "hub/hub.sqlite-wal"] {
      let bytes = try hub.folder.read(name)
      for secret in [ann.token, issued.code, issued.code.replacing("-", with: "")] {
        #expect(!bytes.contains(secret.utf8))
      }
    }
  }

  @Test(
    arguments: [
      ("UPDATE log SET bytes = CAST(bytes || x'00' AS BLOB) WHERE seq = 3", "counter 3"),
      ("DELETE FROM log WHERE seq = 4", "no changes 4"),
      ("UPDATE log SET chain = zeroblob(32) WHERE seq = 5", "entry 5"),
      ("UPDATE log SET record = zeroblob(16) WHERE seq = 6", "entry 6"),
      (
        """
        UPDATE log SET counter = CASE counter WHEN 2 THEN -3 ELSE -2 END WHERE counter IN (2, 3);
        UPDATE log SET counter = -counter WHERE counter < 0
        """, "counter 2"
      ),
      ("DELETE FROM log WHERE seq = 8", "ends at counter 7"),
      (
        """
        DELETE FROM record
        WHERE kind = (SELECT number FROM name WHERE name = CAST('visit' AS BLOB))
        """,
        "is missing"
      ),
      ("UPDATE run SET seq = seq + 1", "is not found where it stands"),
      (
        "UPDATE record SET state = (SELECT state FROM record WHERE length(state) > 0 LIMIT 1)",
        "is not what its changes"
      ),
      ("UPDATE record SET seq = -seq", "stands at entry -"),
      ("DELETE FROM quarantine", "is missing"),
    ])
  func `and finds what was done to its file`(_ sql: String, _ finding: String) async throws {
    _ = try await pushed()
    #expect(try await hub.store.check() == [])
    try tamper(sql)
    let findings = try await hub.store.check()
    #expect(findings.contains { $0.contains(finding) }, "\(findings)")
  }
}

extension [UInt8] {
  /// Whether the bytes hold these bytes in a row.
  func contains(_ needle: some Collection<UInt8>) -> Bool {
    guard let first = needle.first, needle.count <= count else { return false }
    return indices.dropLast(needle.count - 1).contains {
      self[$0] == first && self[$0..<$0 + needle.count].elementsEqual(needle)
    }
  }
}

/// What a hub would not do to its own file.
enum Tampering {
  static func run(_ sql: String, on path: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.write { try $0.execute(sql: sql) }
    try queue.close()
  }
}
