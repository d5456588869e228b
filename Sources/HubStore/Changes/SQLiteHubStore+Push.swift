// SPDX-License-Identifier: Apache-2.0

import FieldModel
import GRDB
import SyncProtocol

extension SQLiteHubStore {
  package func push(_ batch: Batch, by session: Session) async throws -> PushOutcome {
    guard batch.replica == session.replica else { throw HubStoreError.foreignReplica }
    guard batch.epoch == identity.epoch else { throw HubStoreError.otherEpoch }
    let changes = try SQLiteHubStore.read(batch.changes)
    let now = surroundings.now()
    return try await pool.write { database in
      var ingest = try Ingest(database, session, receivedAt: now)
      for (entry, change) in changes {
        try ingest.take(entry, change)
      }
      try ingest.finish()
      return PushOutcome(
        end: ingest.end,
        rejections: ingest.rejections,
        newChanges: ingest.newChanges
      )
    }
  }

  /// Reads a batch: changes whose counters follow one another.
  private static func read(
    _ changes: [[UInt8]]
  ) throws(HubStoreError) -> [(JournalEntry, Change)] {
    var result: [(JournalEntry, Change)] = []
    var expected: UInt64?
    for (place, bytes) in changes.enumerated() {
      let change: Change
      do {
        change = try ChangeCodec.change(from: bytes)
      } catch {
        throw .malformed(place: place, counter: expected, reason: error.description)
      }
      let counter = change.dot.counter
      guard expected ?? counter == counter, counter < UInt64(Int64.max) else {
        throw .malformed(
          place: place,
          counter: expected,
          reason: "Its counter is \(counter), which does not follow the one before."
        )
      }
      expected = counter + 1
      let hash = ChangeCodec.hash(of: bytes)
      result.append((JournalEntry(counter: counter, bytes: bytes, hash: hash), change))
    }
    return result
  }
}
