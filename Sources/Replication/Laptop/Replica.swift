// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import SyncProtocol

/// The rules by which a laptop keeps changes, over a storage that is passed in.
///
/// A store keeps a *journal* of its own changes, contiguous and hash-chained under each of its
/// names; for every record its *shadow*, the last state that the hub sent; and where the two differ
/// for people, a *view*: the shadow with the store's own changes replayed. Hub state is never
/// joined into the view: a change that the hub refuses would stay for ever.
///
/// A store that was copied or restored goes on under a new name (see ``fork(_:at:because:)``), and
/// one whose hub was restored sets its shadows aside, pulls anew, and offers what the hub lacks.
/// Nothing that was written is dropped by either.
///
/// What is done between two commits of the storage is one transaction.
package struct Replica<Storage: ReplicaStorage> {
  /// What the store is made of.
  package var storage: Storage

  let now: () -> LocalTime
  let freshName: () -> ReplicaID

  /// The rules over a storage.
  ///
  /// - Parameters:
  ///   - storage: What the store is made of, within one transaction.
  ///   - now: The laptop's clock.
  ///   - freshName: Draws a name that no store has had.
  package init(
    _ storage: Storage,
    now: @escaping () -> LocalTime,
    freshName: @escaping () -> ReplicaID
  ) {
    self.storage = storage
    self.now = now
    self.freshName = freshName
  }

  /// Does what a round of sync wants of the store, in this transaction.
  ///
  /// - Parameter action: What the session said to do.
  /// - Returns: What came of it; nil where the action is for the network or ends the round.
  /// - Throws: ``ReplicaError``, and what the storage throws.
  package mutating func perform(_ action: SyncAction) throws -> SyncEvent? {
    switch action {
    case .hello, .push, .offer, .pull, .finish, .fail: return nil
    case .stand: break
    case .compare(let replica, let first, let hashes):
      return .compared(through: try agreement(of: replica, first: first, with: hashes))
    case .load(let replica, let after, let changesMaximum, let bytesMaximum):
      return .loaded(
        try run(
          of: replica,
          after: after,
          changesMaximum: changesMaximum,
          bytesMaximum: bytesMaximum
        )
      )
    case .acknowledge(let acknowledgement):
      try keep(acknowledgement)
      return .stored(isRenamed: false)
    case .accept(let page): return .stored(isRenamed: try keep(page))
    case .loadOffers(let after, let bytesMaximum):
      return .offers(try offers(after: after, bytesMaximum: bytesMaximum))
    case .prune(let replica, let through):
      try prune(replica, through: through)
      return .stored(isRenamed: false)
    case .rewind(let replica, let counter): try rewind(replica, to: counter)
    case .fork(let replica, let counter): try fork(replica, at: counter, because: .hub)
    case .beginRepair(let epoch): try beginRepair(epoch: epoch)
    case .endRepair: try endRepair()
    }
    return .standing(try standing())
  }

  /// Where the store stands before a round.
  package func standing() throws -> Standing {
    let timeline = try storage.timeline()
    return Standing(
      incarnations: try storage.incarnations(),
      device: try storage.device(),
      epoch: timeline.epoch,
      cursor: timeline.cursor,
      mode: timeline.mode
    )
  }

  func incarnation(_ replica: ReplicaID) throws -> Incarnation {
    guard let found = try storage.incarnations().first(where: { $0.replica == replica }) else {
      throw ReplicaError.damaged("it never had the name \(replica)")
    }
    return found
  }
}
