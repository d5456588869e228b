// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// A record as the hub holds it.
package struct HubRecord: Hashable, Sendable {
  /// Its state; empty where it was erased.
  package var record: Record

  /// Its last entry in the log.
  package var seq: Int64

  /// How it stands to viewers.
  package var release: Release

  /// Whether what it said was erased.
  package var isErased: Bool

  /// The entry of the log with which it began, where that was a change that took effect at once;
  /// nil for any other.
  package var first: Int64?

  /// Whether the storage has no such record yet.
  package var isNew: Bool

  /// The size of its state, or an estimate that is not too low.
  package var bytesCount: Int

  /// A record as the hub holds it.
  package init(
    record: Record,
    seq: Int64,
    release: Release,
    isErased: Bool = false,
    isNew: Bool = false,
    first: Int64? = nil,
    bytesCount: Int
  ) {
    self.record = record
    self.seq = seq
    self.release = release
    self.isErased = isErased
    self.isNew = isNew
    self.first = first
    self.bytesCount = bytesCount
  }
}

/// A record that belongs to a visit.
package struct HubChild: Hashable, Sendable {
  /// Its name.
  package let id: RecordID

  /// What it is about.
  package let kind: RecordKind

  /// How it stands to viewers.
  package let release: Release

  /// Whether what it said was erased.
  package let isErased: Bool

  /// A record that belongs to a visit.
  package init(id: RecordID, kind: RecordKind, release: Release, isErased: Bool) {
    self.id = id
    self.kind = kind
    self.release = release
    self.isErased = isErased
  }
}
