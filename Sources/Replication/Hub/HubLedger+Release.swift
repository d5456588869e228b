// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension Release {
  /// What belongs to a visit that viewers may read.
  fileprivate static let kinds: [RecordKind] = [.visit, .observation, .evidence]

  /// The visit whose release a write to a record may have changed: that of its review, or the visit
  /// itself, which may have come after its review.
  static func visit(concernedBy header: RecordHeader) -> RecordID? {
    switch header.kind {
    case .visit: header.id
    case .review: header.parent.flatMap { Review.id(visit: $0) == header.id ? $0 : nil }
    default: nil
    }
  }
}

/// A released or withdrawn visit and all that belongs to it get new places in the log, so that a
/// viewer's next pull comes by them.
extension HubLedger {
  /// The release of a new record: its visit's, unless that was withdrawn.
  func inheritedRelease(of header: RecordHeader, in posting: inout Posting) throws -> Release {
    guard Release.kinds.contains(header.kind), let visit = header.parent,
      let parent = try load(visit, in: &posting), parent.header.kind == .visit,
      parent.release == .released
    else { return .never }
    return .released
  }

  /// Brings a visit's release in line with its review.
  mutating func settleRelease(of visit: RecordID, in posting: inout Posting) throws {
    guard let record = try load(visit, in: &posting), record.header.kind == .visit else {
      return
    }
    let isReleased = try isReviewReleased(of: visit, in: &posting)
    guard isReleased != (record.release == .released) else { return }
    let next: Release = isReleased ? .released : .withdrawn
    let parts = try storage.children(of: visit).filter {
      Release.kinds.contains($0.kind) && (isReleased || $0.release == .released)
    }
    for id in [visit] + parts.map(\.id) {
      try append(.touch, of: id, in: &posting)
      try storage.move(id, to: posting.log.seq, release: next)
    }
  }

  private func isReviewReleased(
    of visit: RecordID,
    in posting: inout Posting
  ) throws -> Bool {
    guard let review = try load(Review.id(visit: visit), in: &posting) else { return false }
    return !review.isErased && !review.record.isDeleted && Review(review.record).isReleased
  }
}
