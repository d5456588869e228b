// SPDX-License-Identifier: Apache-2.0

import FieldModel
import HubStore
import Replication
import SyncProtocol
import Synchronization
import TestSupport

/// A hub's store in a folder of its own, with a clock that the test turns.
final class HubFixture: Sendable {
  let folder: TemporaryFolder
  let store: SQLiteHubStore
  private let clock: Clock
  private let replicas = Mutex<UInt128>(0)

  /// A clock and a generator, both of the test's making.
  private final class Clock: Sendable {
    let milliseconds = Mutex<Int64>(1_700_000_000_000)
    let generator: Mutex<SeededGenerator>
    /// Kept for as long as any store works in it.
    let folder: TemporaryFolder

    init(seed: UInt64, _ folder: TemporaryFolder) {
      generator = Mutex(SeededGenerator(seed: seed))
      self.folder = folder
    }

    var surroundings: Surroundings {
      Surroundings(
        now: { self.milliseconds.withLock { $0 } },
        random: { count in
          self.generator.withLock { generator in
            (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
          }
        }
      )
    }
  }

  init(seed: UInt64 = 1) throws {
    folder = try TemporaryFolder()
    clock = Clock(seed: seed, folder)
    store = try SQLiteHubStore(folder: folder.path("hub"), surroundings: clock.surroundings)
  }

  /// Lets time pass.
  func wait(milliseconds: Int64) {
    clock.milliseconds.withLock { $0 += milliseconds }
  }

  /// Opens the same file again, as another process would.
  func reopened() throws -> SQLiteHubStore {
    try SQLiteHubStore(folder: folder.path("hub"), surroundings: clock.surroundings)
  }

  /// A name that no replica has yet.
  func newReplica() -> ReplicaID {
    replicas.withLock {
      $0 += 1
      return ReplicaID(bits: $0 << 64 | 7)
    }
  }

  /// Invites and enrols somebody.
  func enrol(_ name: String, _ role: Role, program: String? = "AIR") async throws -> Laptop {
    let invitation = Invitation(name: name, role: role, program: program)
    let issued = try await store.invite(invitation, by: nil)
    return Laptop(
      try await store.enrol(code: issued.code, replica: newReplica(), device: "\(name)'s laptop")
    )
  }

  /// Pushes a laptop's journal from a counter on.
  @discardableResult
  func push(_ laptop: Laptop, from first: Int = 1) async throws -> PushOutcome {
    let changes = Array(laptop.journal[(first - 1)...])
    return try await push(changes, of: laptop)
  }

  /// Pushes changes as they are.
  @discardableResult
  func push(_ changes: [[UInt8]], of laptop: Laptop) async throws -> PushOutcome {
    let epoch = try await store.timeline().epoch
    let batch = Batch(epoch: epoch, replica: laptop.replica, changes: changes)
    return try await store.push(batch, by: laptop.session)
  }

  /// Pulls to the end and returns the records by their names.
  func pullAll(_ laptop: Laptop, since cursor: [UInt8] = []) async throws -> Pulled {
    var pulled = Pulled()
    pulled.cursor = cursor
    var more = true
    while more {
      let page = try await store.pull(since: pulled.cursor, recordsMaximum: 3, by: laptop.session)
      for state in page.records {
        let record = try RecordCodec.record(from: state)
        pulled.records[record.header.id] = record
        pulled.states.append(state)
      }
      pulled.gone += page.gone
      pulled.cards += page.cards
      pulled.restarted = pulled.restarted || page.restarted
      pulled.cursor = page.cursor
      more = page.more
    }
    return pulled
  }
}

/// What a round of pulls brought.
struct Pulled {
  var records: [RecordID: Record] = [:]
  var states: [[UInt8]] = []
  var gone: [RecordID] = []
  var cards: [ReplicaCard] = []
  var cursor: [UInt8] = []
  var restarted = false

  /// Whether a record came.
  func holds(_ header: RecordHeader) -> Bool { records[header.id] != nil }
}

extension PushOutcome {
  /// The codes of the refusals, by counter.
  var codes: [UInt64: String] {
    Dictionary(uniqueKeysWithValues: rejections.map { ($0.counter, $0.code) })
  }
}
