// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FoundationEssentials
import GRDB
package import Replication
package import SyncProtocol

extension SQLiteHubStore {
  /// A pull of at most so many entries of the log is read at a glance.
  private static let shortPull: Int64 = 256

  package func timeline() async throws -> HubTimeline {
    let now = surroundings.now()
    return try await pool.read { try SQLiteHubStorage(database: $0, now: now).timeline() }
  }

  package func answer(
    _ request: WireHelloRequest,
    by session: Session
  ) async throws -> WireHelloResponse {
    try await writing { try $0.answer(request, by: session) }
  }

  package func greet(_ greeting: Greeting, by session: Session) async throws -> Welcome {
    try await writing { try $0.greet(greeting, by: session) }
  }

  package func push(_ batch: Batch, by session: Session) async throws -> PushOutcome {
    let opened = try OpenedBatch(batch)
    return try await notingForks { try $0.push(opened, by: session) }
  }

  package func pull(
    since cursor: [UInt8],
    recordsMaximum: Int,
    by session: Session
  ) async throws -> PullOutcome {
    let occasion = occasion()
    @Sendable func page(_ database: Database) throws -> PullOutcome {
      try ledger(on: database, occasion)
        .page(since: cursor, recordsMaximum: recordsMaximum, by: session)
    }
    let short = try glance.read { database in
      try ledger(on: database, occasion).page(
        since: cursor,
        recordsMaximum: recordsMaximum,
        by: session,
        entriesMaximum: SQLiteHubStore.shortPull
      )
    }
    let outcome = if let short { short } else { try await pool.read(page) }
    guard outcome.provesRestore else { return outcome }
    return try await writing {
      try $0.pull(since: cursor, recordsMaximum: recordsMaximum, by: session)
    }
  }

  package func offer(
    _ states: [[UInt8]],
    epoch: [UInt8],
    by session: Session
  ) async throws -> OfferOutcome {
    try await writing { try $0.offer(states, epoch: epoch, by: session) }
  }

  package func deliver(_ sealed: WireSealedBundle) async throws -> [BundleDelivery] {
    let bytes = Array(sealed.bundle)
    let bundle = try WireBundle(decoding: bytes)
    let author = try await author(of: bytes, seal: Array(sealed.seal))
    return try await notingForks { try $0.deliver(bundle, by: author) }
  }

  /// The store whose seal is under a bundle.
  private func author(of bundle: [UInt8], seal: [UInt8]) async throws -> Session {
    let digest = BundleSeal.digest(of: bundle)
    return try await pool.read { database in
      let hashes = try Row.fetchCursor(
        database,
        sql: "SELECT hash FROM token WHERE retired_at IS NULL"
      )
      while let row = try hashes.next() {
        let hash = row.bytes("hash")
        if BundleSeal.isGenuine(seal, digest: digest, tokenHash: hash),
          let session = try database.session(tokenHash: hash)
        {
          return session
        }
      }
      throw HubRefusal.foreignSeal
    }
  }

  /// Runs a writing transaction by the ledger's rules.
  func writing<Outcome: Sendable>(
    _ body: @Sendable @escaping (inout HubLedger<SQLiteHubStorage>) throws -> Outcome
  ) async throws -> Outcome {
    let occasion = occasion()
    return try await commits.write { database in
      var ledger = ledger(on: database, occasion)
      return try body(&ledger)
    }
  }

  /// The same; and where it is refused because somebody's journal forks, that is kept.
  private func notingForks<Outcome: Sendable>(
    _ body: @Sendable @escaping (inout HubLedger<SQLiteHubStorage>) throws -> Outcome
  ) async throws -> Outcome {
    do {
      return try await writing(body)
    } catch HubRefusal.forked(let fork) {
      try await writing { try $0.note(fork) }
      throw HubRefusal.forked(fork)
    }
  }

  func occasion() -> Occasion {
    Occasion(now: surroundings.now(), epoch: surroundings.random(16))
  }

  func ledger(
    on database: Database,
    _ occasion: Occasion
  ) -> HubLedger<SQLiteHubStorage> {
    HubLedger(
      SQLiteHubStorage(database: database, now: occasion.now),
      key: identity.receiptKey,
      occasion: occasion
    )
  }
}
