// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import SyncProtocol

/// A change in quarantine.
package struct RefusedChange: Hashable, Sendable {
  /// The change.
  package let dot: Dot

  /// The reason.
  package var code: Refusal.Code

  /// The reason, for people.
  package var detail: String

  /// The record that it writes; nil where the change cannot be read.
  package let record: RecordID?

  /// The visit that the record belongs to; nil where there is none.
  package let parent: RecordID?

  /// The change by which the hub wrote it again; nil where it did not.
  package var requeuedAs: Dot?

  /// A change in quarantine.
  package init(
    dot: Dot,
    code: Refusal.Code,
    detail: String,
    record: RecordID?,
    parent: RecordID?,
    requeuedAs: Dot? = nil
  ) {
    self.dot = dot
    self.code = code
    self.detail = detail
    self.record = record
    self.parent = parent
    self.requeuedAs = requeuedAs
  }

  /// As the author is told.
  package var rejection: Rejection {
    Rejection(counter: dot.counter, code: code.rawValue, detail: detail)
  }
}

/// An offered state that was not joined.
package struct RefusedOffer: Hashable, Sendable {
  /// The hash of the state's bytes, by which it is known.
  package let hash: ChangeHash

  /// The state's bytes.
  package let bytes: [UInt8]

  /// The record.
  package let record: RecordID

  /// The visit that the record belongs to; nil where there is none.
  package let parent: RecordID?

  /// Who offered it.
  package let person: PersonID

  /// The reason, as an answer to an offer spells it.
  package let code: String

  /// The reason, for people.
  package let detail: String

  /// When it was offered, in milliseconds since 1970.
  package let at: Int64

  /// An offered state that was not joined.
  package init(
    hash: ChangeHash,
    bytes: [UInt8],
    record: RecordID,
    parent: RecordID?,
    person: PersonID,
    code: String,
    detail: String,
    at: Int64
  ) {
    self.hash = hash
    self.bytes = bytes
    self.record = record
    self.parent = parent
    self.person = person
    self.code = code
    self.detail = detail
    self.at = at
  }
}

/// A change that somebody sent under a name under which the hub holds another.
package struct SeenFork: Error, Hashable, Sendable {
  /// The name.
  package let dot: Dot

  /// The hash of the change that was sent.
  package let hash: ChangeHash

  /// A change that the hub did not take.
  package init(dot: Dot, hash: ChangeHash) {
    self.dot = dot
    self.hash = hash
  }
}
