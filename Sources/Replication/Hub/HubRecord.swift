// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// A record as the hub holds it.
package struct HubRecord: Sendable {
  /// What never changes about it.
  package let header: RecordHeader

  /// What is known of its state.
  ///
  /// Of most records, which are written once, nobody asks for more than the change. In a box, since
  /// records are handed about more often than their state is looked at.
  private indirect enum Content: Sendable {
    case beginning(Change)
    case whole(Record)
    case nothing
  }

  private var content: Content

  /// Its last entry in the log.
  package var seq: Int64

  /// How it stands to viewers.
  package var release: Release

  /// Whether what it said was erased.
  package var isErased: Bool

  /// The entry of the log with which it began, where that was a change that took effect at once;
  /// nil for any other.
  package let first: Int64?

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
    bytesCount: Int
  ) {
    header = record.header
    content = .whole(record)
    self.seq = seq
    self.release = release
    self.isErased = isErased
    self.isNew = isNew
    first = nil
    self.bytesCount = bytesCount
  }

  /// A new record, which begins with a change.
  ///
  /// - Parameters:
  ///   - change: The change, which takes effect.
  ///   - seq: Its entry in the log.
  ///   - bytesCount: Its size.
  package init(beginningWith change: Change, at seq: Int64, bytesCount: Int) {
    header = change.header
    content = .beginning(change)
    self.seq = seq
    release = .never
    isErased = false
    isNew = true
    first = seq
    self.bytesCount = bytesCount
  }

  /// Its state; empty where it was erased.
  package var record: Record {
    get {
      switch content {
      case .beginning(let change): Record(beginningWith: change)
      case .whole(let record): record
      case .nothing: Record(header: header)
      }
    }
    _modify {
      var whole = record
      // Else every write to the record would be a copy of all of it.
      content = .nothing
      defer { content = .whole(whole) }
      yield &whole
    }
  }
}

extension Record {
  /// The record that a change makes which its author wrote before anybody else wrote to it.
  package init(beginningWith change: Change) {
    self.init(header: change.header)
    applyAdmitted(change)
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
