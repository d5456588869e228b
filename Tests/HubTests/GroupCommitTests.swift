// SPDX-License-Identifier: Apache-2.0

import FieldModel
import GRDB
import HubStore
import Replication
import SyncProtocol
import TestSupport
import Testing

@Suite struct `Pushes that come at once` {
  let hub: HubFixture

  init() throws { hub = try HubFixture() }

  private func batch(_ laptop: Laptop, on store: SQLiteHubStore) async throws -> Batch {
    Batch(
      epoch: try await store.timeline().epoch,
      replica: laptop.replica,
      changes: laptop.journal,
      first: 1,
      head: laptop.head
    )
  }

  private func laptop(_ name: String) async throws -> Laptop {
    var laptop = try await hub.enrol(name, .shopper)
    for number in 1...3 {
      let visit = Study.visit("V\(number)", of: laptop.person)
      laptop.write(visit, Put("location", .text("JFK")))
    }
    return laptop
  }

  @Test func `are each taken whole, but for one that is refused half-way`() async throws {
    var laptops: [Laptop] = []
    for number in 1...14 { laptops.append(try await laptop("Shopper \(number)")) }
    // Its last change was made on one that nobody has.
    let visit = Study.visit("V9", of: laptops[4].person)
    let unseen = Dot(ReplicaID(bits: 77), 1)
    laptops[4].append(
      Change(
        dot: Dot(laptops[4].replica, 4),
        header: visit,
        base: VersionVector([unseen]),
        puts: [Put("location", .text("EWR"))],
        stamp: Stamp(
          author: laptops[4].person,
          enteredAt: LocalTime(milliseconds: 0),
          authority: .shopper,
          depth: 1
        ),
        previous: laptops[4].head
      )
    )
    let store = hub.store
    let outcomes = try await withThrowingTaskGroup(of: (Int, PushOutcome?).self) { group in
      for (place, laptop) in laptops.enumerated() {
        let batch = try await batch(laptop, on: store)
        group.addTask { (place, try? await store.push(batch, by: laptop.session)) }
      }
      return try await group.reduce(into: [Int: PushOutcome?]()) { $0[$1.0] = $1.1 }
    }
    for place in laptops.indices {
      #expect(outcomes[place]??.end.counter == (place == 4 ? nil : 3))
    }
    #expect(try await store.status().changes == 13 * 3)
    #expect(try await store.check() == [])
  }

  @Test func `wait so long for a file that another process writes, and then write nothing of it`()
    async throws
  {
    let ann = try await laptop("Ann")
    let path = hub.folder.path("hub")
    let impatient = try SQLiteHubStore(folder: path, patienceSeconds: 0.05)
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    let other = try DatabaseQueue(path: path + "/hub.sqlite", configuration: configuration)
    try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
    let batch = try await batch(ann, on: impatient)
    await #expect(throws: DatabaseError.self) {
      try await impatient.push(batch, by: ann.session)
    }
    try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
    try other.close()
    #expect(try await impatient.status().changes == 0)
    #expect(try await impatient.push(batch, by: ann.session).end.counter == 3)
    #expect(try await impatient.check() == [])
    try impatient.close()
  }
}
