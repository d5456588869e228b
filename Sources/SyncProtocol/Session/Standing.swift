// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// One of a store's names: a store that was copied or restored goes on under a new one.
///
/// Its journal is a chain of its own, with counters from 1 without gaps.
package struct Incarnation: Hashable, Sendable {
  /// The name.
  package let replica: ReplicaID

  /// The last counter that the hub acknowledged; 0 for none.
  package var acknowledged: UInt64

  /// The hash of that change; ``ChangeHash/none`` at 0.
  package var head: ChangeHash

  /// The hub's signature for just that counter and hash; empty where there is none.
  package var receipt: [UInt8]

  /// The last counter that the journal no longer holds, being in the hub's backup; 0 for none.
  package var pruned: UInt64

  /// The last counter in the journal; 0 for none.
  package var last: UInt64

  /// A name of a store, with how far the hub holds its journal.
  package init(
    replica: ReplicaID,
    acknowledged: UInt64 = 0,
    head: ChangeHash = .none,
    receipt: [UInt8] = [],
    pruned: UInt64 = 0,
    last: UInt64 = 0
  ) {
    self.replica = replica
    self.acknowledged = acknowledged
    self.head = head
    self.receipt = receipt
    self.pruned = pruned
    self.last = last
  }
}

/// Where a store stands before a round.
package struct Standing: Hashable, Sendable {
  /// What a store is doing about what it had from the hub.
  package enum Mode: String, Sendable {
    /// Nothing: what it has is what the hub sent.
    case settled
    /// What it may read has changed: it pulls from the beginning, and forgets what does not come.
    case sweeping
    /// The hub was restored: the store pulls from the beginning, and offers what the hub lacks.
    case repairing
  }

  /// The store's names, the oldest first; the last is the one it writes under.
  package var incarnations: [Incarnation]

  /// What the store's owner calls the machine.
  package var device: String

  /// The hub's timeline as the store knows it; empty before the first round.
  package var epoch: [UInt8]

  /// Where the last pull ended; empty for the beginning.
  package var cursor: [UInt8]

  /// What the store is doing about what it had from the hub.
  package var mode: Mode

  /// Where a store stands.
  ///
  /// - Precondition: There is an incarnation.
  package init(
    incarnations: [Incarnation],
    device: String,
    epoch: [UInt8] = [],
    cursor: [UInt8] = [],
    mode: Mode = .settled
  ) {
    self.incarnations = incarnations
    self.device = device
    self.epoch = epoch
    self.cursor = cursor
    self.mode = mode
  }

  /// How many changes the hub has not acknowledged.
  package var waiting: UInt64 {
    incarnations.reduce(0) { $0 + ($1.last - min($1.last, $1.acknowledged)) }
  }
}

extension Standing {
  /// The names whose journals a round has to settle: the present one, those with unsent changes,
  /// and all of them where the hub may have lost some.
  var due: [ReplicaID] {
    #if Mutants
    if Mutant.isOn(.forgetsEarlierNames) { return incarnations.suffix(1).map(\.replica) }
    #endif
    return incarnations.enumerated()
      .filter { place, incarnation in
        place == incarnations.count - 1 || mode == .repairing
          || incarnation.last > incarnation.acknowledged
      }
      .map(\.element.replica)
  }

  subscript(replica: ReplicaID) -> Incarnation? {
    get { incarnations.first { $0.replica == replica } }
    set {
      guard let place = incarnations.firstIndex(where: { $0.replica == replica }) else { return }
      if let newValue { incarnations[place] = newValue }
    }
  }
}
