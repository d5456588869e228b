// SPDX-License-Identifier: Apache-2.0

import FieldModel
import GRDB
import SyncProtocol

/// What viewers may read: released visits, with their observations and evidence.
///
/// A released or withdrawn visit and all that belongs to it get new places in the log, so that a
/// viewer's next pull comes by them.
enum Release: Int64 {
  case never = 0
  case released = 1
  case withdrawn = 2

  /// What belongs to a visit that viewers may read.
  private static let kinds: [RecordKind] = [.visit, .observation, .evidence]

  /// The visit whose release a change may have changed: that of its review, or the visit itself,
  /// which may have come after its review.
  static func visit(concernedBy change: Change) -> RecordID? {
    let header = change.header
    switch header.kind {
    case .visit: return header.id
    case .review: return header.parent.flatMap { Review.id(visit: $0) == header.id ? $0 : nil }
    default: return nil
    }
  }

  /// The release of a new record: its visit's, unless that was withdrawn.
  static func inherited(by header: RecordHeader, in database: Database) throws -> Int64 {
    guard kinds.contains(header.kind), let visit = header.parent,
      try state(of: visit, in: database) == .released
    else { return Release.never.rawValue }
    return Release.released.rawValue
  }

  /// Brings a visit's release in line with its review.
  static func settle(_ visit: RecordID, in database: Database, log: inout CommitLog) throws {
    let isReleased = try isReviewReleased(of: visit, in: database)
    let current = try state(of: visit, in: database)
    guard let current, isReleased != (current == .released) else { return }
    let next: Release = isReleased ? .released : .withdrawn
    let rows = try database.rows(
      """
      SELECT id FROM record WHERE id = ?1
      UNION ALL
      SELECT id FROM record WHERE parent = ?1 AND kind IN (?2, ?3) AND (?4 = 1 OR release = 1)
      """,
      visit.blob,
      RecordKind.observation.rawValue,
      RecordKind.evidence.rawValue,
      next.rawValue
    )
    for id in try rows.map({ try $0.identifier("id") as RecordID }) {
      try log.append(touched: id)
      try database.run(
        "UPDATE record SET seq = ?, release = ? WHERE id = ?",
        log.seq,
        next.rawValue,
        id.blob
      )
    }
  }

  private static func state(of visit: RecordID, in database: Database) throws -> Release? {
    let row = try database.row(
      "SELECT release FROM record WHERE id = ? AND kind = ?",
      visit.blob,
      RecordKind.visit.rawValue
    )
    return row.flatMap { Release(rawValue: $0["release"]) }
  }

  private static func isReviewReleased(
    of visit: RecordID,
    in database: Database
  ) throws -> Bool {
    let id = Review.id(visit: visit)
    guard let row = try database.row("SELECT state FROM record WHERE id = ?", id.blob) else {
      return false
    }
    let record = try RecordCodec.record(from: row.bytes("state"))
    return !record.isDeleted && Review(record).isReleased
  }
}
