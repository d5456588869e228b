// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation
import GRDB
package import Replication
import SyncProtocol

/// What waits in a store, since when, and how the last rounds went.
package struct StoreStatus: Hashable, Sendable {
  /// How many changes the hub has not acknowledged.
  package var pending = 0

  /// When the oldest of them was entered, in milliseconds since 1970.
  package var pendingSince: Int64?

  /// How many changes the hub refused.
  package var quarantined = 0

  /// How many conflicts are open.
  package var conflicts = 0

  /// When the last round came to its end, in milliseconds since 1970.
  package var lastRoundAt: Int64?

  /// Why the last round failed; nil where it did not.
  package var lastError: String?

  /// How many rounds in a row have failed.
  package var failures = 0

  /// When the daemon tries again, in milliseconds since 1970; nil where nothing is planned.
  package var nextAttemptAt: Int64?

  /// How often, why and when the store took a new name; the latest last.
  package var notes: [IncarnationNote] = []

  /// Other stores' work that waits to be carried to the hub.
  package var bundles: [CarriedBundle] = []
}

/// A change that the hub refused.
package struct QuarantinedChange: Sendable {
  /// The change.
  package let change: Change

  /// The reason's code.
  package let code: String

  /// The reason, for people.
  package let detail: String
}

extension StoreReader {
  /// What waits, and how the last rounds went.
  package func status() throws -> StoreStatus {
    var status = StoreStatus()
    let waiting = try Row.fetchOne(
      database,
      sql: "SELECT COUNT(*), MIN(entered_at) FROM journal WHERE state = 0"
    )
    status.pending = waiting?[0] ?? 0
    status.pendingSince = waiting?[1]
    status.quarantined =
      try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM journal WHERE state = 2") ?? 0
    status.conflicts =
      try Int.fetchOne(
        database,
        sql: "SELECT SUM(conflicts) FROM record WHERE conflicts > 0"
      ) ?? 0
    status.lastRoundAt = try MetaKey.lastRoundAt.readText(in: database).flatMap { Int64($0) }
    status.lastError = try MetaKey.lastError.readText(in: database)
    status.failures = try MetaKey.failures.readText(in: database).flatMap { Int($0) } ?? 0
    status.nextAttemptAt = try MetaKey.nextAttemptAt.readText(in: database).flatMap { Int64($0) }
    status.notes = try notes()
    status.bundles = try bundles()
    return status
  }

  private func notes() throws -> [IncarnationNote] {
    try Row.fetchAll(database, sql: "SELECT * FROM incarnation_note ORDER BY rowid").compactMap {
      guard let old = ReplicaID(bytes: $0["old"] as Data),
        let new = ReplicaID(bytes: $0["new"] as Data),
        let cause = IncarnationNote.Cause(rawValue: $0["cause"])
      else { return nil }
      return IncarnationNote(
        old: old,
        counter: UInt64($0["counter"] as Int64),
        new: new,
        cause: cause,
        at: $0["at"],
        rewritten: $0["rewritten"]
      )
    }
  }

  /// The changes that the hub refused, the oldest first.
  package func quarantine() throws -> [QuarantinedChange] {
    let sql = """
      SELECT bytes, code, detail
      FROM journal JOIN incarnation ON incarnation.replica = journal.replica
      WHERE state = 2 ORDER BY place, counter
      """
    return try Row.fetchAll(database, sql: sql).map { row in
      QuarantinedChange(
        change: try ChangeCodec.change(from: Array(row[0] as Data)),
        code: row[1] ?? "",
        detail: row[2] ?? ""
      )
    }
  }
}

extension StoreWriter {
  /// Notes that a round came to its end.
  package func noteRound(at milliseconds: Int64) throws {
    try MetaKey.lastRoundAt.writeText("\(milliseconds)", in: database)
    try MetaKey.lastError.writeText(nil, in: database)
    try MetaKey.failures.writeText(nil, in: database)
    try MetaKey.nextAttemptAt.writeText(nil, in: database)
  }

  /// Notes that a round failed, and when the next attempt is, if one is planned.
  package func noteFailure(_ sentence: String, failures: Int, nextAttemptAt: Int64?) throws {
    try MetaKey.lastError.writeText(sentence, in: database)
    try MetaKey.failures.writeText("\(failures)", in: database)
    try MetaKey.nextAttemptAt.writeText(nextAttemptAt.map { "\($0)" }, in: database)
  }
}
