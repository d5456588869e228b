// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// A page of what has changed at the hub.
package struct PulledPage: Hashable, Sendable {
  /// Whole records, at their latest state.
  package private(set) var states: [PulledState]

  /// Changes to these records that their states do not tell whole, as their authors wrote them:
  /// what a history shows beside the live values.
  package private(set) var past: [PastChange]

  /// Records that are no longer the person's to read.
  package private(set) var gone: [RecordID]

  /// Everybody who wrote in these records.
  package private(set) var cards: [ReplicaCard]

  /// Where the page ends; stored in one transaction with the records.
  package private(set) var cursor: [UInt8]

  /// Whether there is more behind it.
  package private(set) var more: Bool

  /// Whether the cursor was void and this page is one from the beginning.
  package let restarted: Bool

  /// Whether the hub was restored: say hello again.
  ///
  /// Such a page is empty.
  package let provesRestore: Bool

  /// A page of what has changed.
  package init(
    states: [PulledState],
    past: [PastChange] = [],
    gone: [RecordID] = [],
    cards: [ReplicaCard] = [],
    cursor: [UInt8],
    more: Bool,
    restarted: Bool = false,
    provesRestore: Bool = false
  ) {
    self.states = states
    self.past = past
    self.gone = gone
    self.cards = cards
    self.cursor = cursor
    self.more = more
    self.restarted = restarted
    self.provesRestore = provesRestore
  }

  /// The same records, read whole.
  package var records: [Record] { states.map(\.record) }

  /// The size of all its states.
  package var bytesCount: Int { states.reduce(0) { $0 + $1.bytes.count } }

  /// Puts states before those of the page.
  mutating func precede(by earlier: [PulledState]) {
    states = states.isEmpty ? earlier : earlier + states
  }

  /// Whether this page and the next may be kept as one: nothing leaves by this one, and the next
  /// one goes on from it.
  package func takes(_ next: PulledPage) -> Bool {
    more && gone.isEmpty && !provesRestore && !next.restarted && !next.provesRestore
  }

  /// Takes the page behind this one to it.
  ///
  /// - Precondition: ``takes(_:)``.
  package mutating func take(_ next: PulledPage) {
    states += next.states
    past += next.past
    gone = next.gone
    cards += next.cards.filter { !cards.contains($0) }
    cursor = next.cursor
    more = next.more
  }
}
