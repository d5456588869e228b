// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
package import LocalStore
package import Logging
import ServiceLifecycle
import SyncProtocol
import Synchronization

/// Keeps a store in step with its hub: at once after a local change, soon after a remote one, and
/// with patience while there is no network.
///
/// Events only wake the loop; the loop then looks at the store and decides. A round therefore never
/// depends on which event was seen, and a missed one costs a delay, not data.
package final class SyncDaemon: Service {
  /// Makes a connection to the hub that the store belongs to, on the thread that will use it.
  package typealias Connect = @Sendable (Enrolment, Cancellation) throws -> HubConnection

  private let store: LocalStore
  private let logger: Logger
  private let connect: Connect
  private let watch: StoreWatch
  private let rounds = Cancellation()
  private let listening = Cancellation()
  private let news = News()
  private let isStopping = Mutex(false)

  /// Without news for so long, the daemon asks all the same.
  private static let idleMilliseconds: Int64 = 300_000

  /// A daemon for a store.
  ///
  /// - Parameters:
  ///   - store: The store.
  ///   - logger: Where rounds and failures are told, once each, without secrets.
  ///   - connect: Makes connections.
  /// - Throws: ``StoreError`` where the folder cannot be watched.
  package init(store: LocalStore, logger: Logger, connect: @escaping Connect) throws {
    self.store = store
    self.logger = logger
    self.connect = connect
    watch = try StoreWatch(folder: store.folder)
  }

  /// Runs until the service group asks it to stop; a transfer under way is broken off, which costs
  /// nothing, since every step may be repeated.
  package func run() async throws {
    try await withGracefulShutdownHandler {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await onThread { self.listen() }.get() }
        group.addTask { try await onThread { try self.loop() }.get() }
        try await group.waitForAll()
      }
    } onGracefulShutdown: {
      self.stop()
    }
  }

  /// Runs one round and returns.
  ///
  /// - Throws: What ended the round, where it did not come to its end.
  package func runOnce() throws {
    var backoff = Backoff()
    if let error = round(&backoff) { throw error }
  }

  private func stop() {
    isStopping.withLock { $0 = true }
    rounds.cancel()
    listening.cancel()
    news.close()
    watch.signal()
  }

  private func loop() throws {
    var backoff = Backoff()
    var seen: UInt64 = 0
    var next = now
    // The folder is seen to change while a commit is being written, which is before the commit can
    // be read. After a change the loop therefore looks again, five times, less and less often.
    var looks = 0
    while !isStopping.withLock({ $0 }) {
      // What waits to be sent: the store's own work, and what it carries for others.
      let last = try store.read { reader in
        let own = try reader.standing().incarnations.last?.last ?? 0
        return own + UInt64(try reader.bundles().count)
      }
      // A local change is a person at work: try at once, whatever the waiting time was.
      if last != seen { backoff.reset() }
      if last != seen || now >= next || news.take() {
        seen = last
        _ = round(&backoff)
        next = try store.read { try $0.status().nextAttemptAt } ?? now + Self.idleMilliseconds
        news.settled()
      } else {
        let patience = looks > 0 ? 640 >> looks : Int.max
        let hasChanged = watch.wait(milliseconds: min(patience, Int(next - now)))
        looks = hasChanged ? 5 : max(0, looks - 1)
      }
    }
  }

  /// Runs a round and notes how it went; returns what ended it.
  private func round(_ backoff: inout Backoff) -> (any Error)? {
    do {
      guard let enrolment = try store.read({ try $0.enrolment() }) else {
        throw StoreError.notEnrolled
      }
      let connection = try connect(enrolment, rounds)
      let report = try SyncRound(store: store, connection: connection).run()
      backoff.reset()
      try store.write { try $0.noteRound(at: now) }
      if report != SyncReport() {
        logger.info(
          "synced",
          metadata: [
            "pushed": "\(report.pushed)", "pulled": "\(report.pulled)",
            "refused": "\(report.rejected)",
          ]
        )
      }
      return nil
    } catch {
      guard !isStopping.withLock({ $0 }) else { return nil }
      return note(error, &backoff)
    }
  }

  private func note(_ error: any Error, _ backoff: inout Backoff) -> any Error {
    let failure = error as? SyncFailure
    let sentence = failure?.sentence ?? "\(error)"
    var atLeast = Duration.zero
    if case .unavailable(_, let seconds?) = failure { atLeast = .seconds(seconds) }
    // What does not pass by itself is still tried again, slowly: a person may have mended it.
    if failure?.isTemporary != true { atLeast = .seconds(60) }
    let wait = backoff.failed(fraction: .random(in: 0...1), atLeast: atLeast)
    let next = now + wait.components.seconds * 1_000
    try? store.write {
      try $0.noteFailure(sentence, failures: backoff.failures, nextAttemptAt: next)
    }
    logger.warning(
      "round failed",
      metadata: ["why": "\(sentence)", "next": "in \(wait.components.seconds) s"]
    )
    return error
  }

  private var now: Int64 { store.surroundings.now().milliseconds }

  /// Asks the hub, again and again, whether there is news behind the store's cursor; what there is,
  /// the loop fetches.
  ///
  /// The hub holds the question until it has an answer.
  private func listen() {
    var backoff = Backoff()
    while !isStopping.withLock({ $0 }) {
      do {
        guard let enrolment = try store.read({ try $0.enrolment() }) else { return }
        let connection = try connect(enrolment, listening)
        while !isStopping.withLock({ $0 }) {
          let cursor = try store.read { try $0.standing().cursor }
          var question = WirePullRequest()
          question.cursor = Data(cursor)
          question.recordsMaximum = 1
          question.waitSeconds = SyncLimits.waitSecondsMaximum
          let answer: WirePullResponse = try connection.call(
            question,
            at: .pull,
            waitSeconds: Int(question.waitSeconds)
          )
          backoff.reset()
          if !answer.records.isEmpty || !answer.gone.isEmpty {
            news.announce { watch.signal() }
          }
        }
      } catch {
        let wait = backoff.failed(fraction: .random(in: 0.5...1), atLeast: .seconds(1))
        news.pause(for: wait)
      }
    }
  }
}

/// Runs blocking work on a thread of its own, so that none of it sits on the cooperative pool.
private func onThread<Value: Sendable>(
  _ body: @escaping @Sendable () throws -> Value
) async -> Result<Value, any Error> {
  await withCheckedContinuation { continuation in
    let thread = Thread { continuation.resume(returning: Result { try body() }) }
    thread.stackSize = 1 << 20
    thread.start()
  }
}
