// SPDX-License-Identifier: Apache-2.0

import GRDB
import Synchronization

/// Writes of several requests in one transaction, with one wait for the disk.
///
/// Whatever comes while a group is being written waits for the next one, in the order in which it
/// came; a request that is alone waits for nobody. Each answer leaves after its group is on disk.
/// A request that is refused takes back what it wrote itself, and nothing of the others'.
///
/// Source: D. DeWitt and others, "Implementation techniques for main memory database systems"
/// (1984), §5.
final class GroupCommit: Sendable {
  /// Larger groups save little more, and keep everybody waiting.
  private static let jobsMaximum = 10

  /// Tells a request what came of it, once its group is on disk or could not be written.
  private typealias Answer = @Sendable ((any Error)?) -> Void

  /// What a request wants done.
  private struct Job: Sendable {
    /// Does the work within a transaction; what it throws is kept for its answer.
    let work: @Sendable (Database) -> (answer: Answer, failed: Bool)

    /// Answers without the work having been done.
    let refuse: @Sendable (any Error) -> Void
  }

  private struct State {
    var waiting: [Job] = []
    var isScheduled = false
  }

  private let pool: DatabasePool
  private let state = Mutex(State())

  init(_ pool: DatabasePool) {
    self.pool = pool
  }

  /// Runs a body in a transaction, perhaps with others'.
  ///
  /// - Parameter body: It may run a second time, where its group could not be written.
  /// - Returns: What the body returned, once it is on disk.
  /// - Throws: What the body throws, and what SQLite says.
  func write<Outcome: Sendable>(
    _ body: @Sendable @escaping (Database) throws -> Outcome
  ) async throws -> Outcome {
    try await withCheckedThrowingContinuation { continuation in
      let job = Job(
        work: { database in
          let result = Result { try body(database) }
          let answer: Answer = { failure in
            switch (failure, result) {
            case (_, .failure(let error)), (let error?, _): continuation.resume(throwing: error)
            case (nil, .success(let outcome)): continuation.resume(returning: outcome)
            }
          }
          if case .failure = result { return (answer, true) }
          return (answer, false)
        },
        refuse: { continuation.resume(throwing: $0) }
      )
      enqueue(job)
    }
  }

  private func enqueue(_ job: Job) {
    let isFirst = state.withLock { state in
      state.waiting.append(job)
      defer { state.isScheduled = true }
      return !state.isScheduled
    }
    if isFirst { schedule() }
  }

  private func schedule() {
    pool.asyncWriteWithoutTransaction { [self] database in
      let (group, isMore) = state.withLock { state in
        let group = Array(state.waiting.prefix(GroupCommit.jobsMaximum))
        state.waiting.removeFirst(group.count)
        state.isScheduled = !state.waiting.isEmpty
        return (group, state.isScheduled)
      }
      commit(group, in: database)
      if isMore { schedule() }
    }
  }

  /// Writes a group; where that fails, each of it alone, so that one does not fail the others.
  private func commit(_ group: [Job], in database: Database) {
    var answers: [Answer] = []
    var hasBegun = false
    do {
      try database.inTransaction(.immediate) {
        hasBegun = true
        for job in group {
          let before = database.totalChangesCount
          let (answer, failed) = job.work(database)
          answers.append(answer)
          // Mostly a request is refused before it has written anything. SQLite itself takes back a
          // whole transaction where the disk is full.
          let isWhole = database.isInsideTransaction
          guard isWhole, !failed || database.totalChangesCount == before else {
            throw DatabaseError.lost
          }
        }
        return .commit
      }
      for answer in answers { answer(nil) }
    } catch {
      if !hasBegun {
        // Another process writes for longer than this one waits: nobody's work is done, which must
        // not be done outside of a transaction, nor be waited for ten times.
        for job in group { job.refuse(error) }
      } else if group.count > 1 {
        for job in group { commit([job], in: database) }
      } else {
        for answer in answers { answer(error) }
      }
    }
  }
}

extension DatabaseError {
  /// A transaction that SQLite has taken back.
  fileprivate static let lost = DatabaseError(
    resultCode: .SQLITE_ABORT,
    message: "The transaction was taken back."
  )
}
