// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import SyncProtocol

/// How a store goes on that was copied or restored.
extension Replica {
  /// Goes on under a new name: the hub holds other changes of this name after a counter, or may.
  ///
  /// The changes up to the counter stay. Those after it, and all of later names, are written again
  /// in their order under one fresh name: the same words, times and ranks, made on what they were
  /// made on as far as that is the same on both branches. Nothing is dropped; where both branches
  /// wrote one field, people see both values.
  ///
  /// - Parameters:
  ///   - replica: One of the store's names.
  ///   - counter: The last of its changes that both branches have.
  ///   - cause: How it was found out, for people.
  /// - Throws: ``ReplicaError``, and what the storage throws.
  package mutating func fork(
    _ replica: ReplicaID,
    at counter: UInt64,
    because cause: IncarnationNote.Cause
  ) throws {
    let all = try storage.incarnations()
    guard let place = all.firstIndex(where: { $0.replica == replica }) else {
      throw ReplicaError.damaged("it never had the name \(replica)")
    }
    let point = min(max(counter, all[place].pruned), all[place].last)
    if point == all[place].last, place < all.count - 1 {
      // The hub's branch goes on from all that this one holds, and nothing new is written here.
      return try close(all[place], at: point)
    }
    var ends = [replica: point]
    for later in all[(place + 1)...] { ends[later.replica] = later.pruned }
    let moved = try remove(all[place...], after: ends)
    let fresh = freshName()
    try storage.begin(fresh)
    try rewrite(moved, under: fresh, ends: ends)
    try storage.keep(
      IncarnationNote(
        old: replica,
        counter: point,
        new: fresh,
        cause: cause,
        at: now().milliseconds,
        rewritten: moved.count
      )
    )
  }

  /// Takes a fresh name for what is written from now on.
  ///
  /// What waits keeps its name: the hub tells at the next hello whether it is the same there.
  ///
  /// - Parameter cause: How it was found out that the store was copied or restored, for people.
  /// - Throws: What the storage throws.
  package mutating func rename(because cause: IncarnationNote.Cause) throws {
    guard let present = try storage.incarnations().last else { return }
    let fresh = freshName()
    try storage.begin(fresh)
    try storage.keep(
      IncarnationNote(
        old: present.replica,
        counter: present.last,
        new: fresh,
        cause: cause,
        at: now().milliseconds,
        rewritten: 0
      )
    )
  }

  /// Takes nothing after a counter as acknowledged.
  ///
  /// What up to it waits is still sent, so that the hub tells what it refused.
  private mutating func close(_ incarnation: Incarnation, at counter: UInt64) throws {
    guard counter < incarnation.acknowledged else { return }
    var closed = incarnation
    closed.acknowledged = counter
    closed.head = try hash(of: incarnation.replica, at: counter) ?? .none
    closed.receipt = []
    try storage.keep(closed)
  }

  /// Takes out of the journal what does not keep its name.
  private mutating func remove(
    _ incarnations: ArraySlice<Incarnation>,
    after ends: [ReplicaID: UInt64]
  ) throws -> [KeptChange] {
    var moved: [KeptChange] = []
    for incarnation in incarnations {
      let end = ends[incarnation.replica] ?? 0
      moved += try storage.changes(of: incarnation.replica, after: end, maximum: .max)
      try storage.removeChanges(of: incarnation.replica, after: end)
      if end == 0 {
        // Nothing bears the name any more.
        try storage.forget(incarnation.replica)
      } else {
        try close(incarnation, at: end)
      }
    }
    #if Mutants
    if Mutant.isOn(.forkDropsTail) { return [] }
    if Mutant.isOn(.forkDropsRefused) { return moved.filter { $0.state == .waiting } }
    #endif
    return moved
  }

  /// Writes changes again under a fresh name, and shows their records with them.
  private mutating func rewrite(
    _ moved: [KeptChange],
    under fresh: ReplicaID,
    ends: [ReplicaID: UInt64]
  ) throws {
    var views: [RecordID: Record] = [:]
    for old in moved {
      let header = old.change.header
      let kept = try storage.kept(header.id) ?? KeptRecord(header: header)
      var view = try views[header.id] ?? kept.replayed(storage.changes(to: header.id))
      let bytes = try rewritten(old, under: fresh, on: view.context, ends: ends)
      let change = KeptChange(
        change: try ChangeCodec.change(from: bytes),
        bytes: bytes,
        state: old.state == .acknowledged ? .waiting : old.state
      )
      try storage.append(change)
      view.take(change)
      views[header.id] = view
    }
    for id in moved.map(\.change.header.id).uniqued() {
      try replay(id)
    }
  }

  /// The bytes of a change under a fresh name.
  ///
  /// It was made on what its author had seen: of the forked name only what both branches have, of
  /// later names only what stays, of others only what is here; and on what the fresh name has
  /// written to the record already.
  private func rewritten(
    _ old: KeptChange,
    under fresh: ReplicaID,
    on context: VersionVector,
    ends: [ReplicaID: UInt64]
  ) throws -> [UInt8] {
    let position = try storage.nextPosition()
    return try ChangeCodec.rewritten(old.bytes, at: position) { seen, part in
      #if Mutants
      if part == .base, Mutant.isOn(.forkKeepsBases) { return seen }
      if part == .tombstone, Mutant.isOn(.forkKeepsTombstones) { return seen }
      #endif
      var fitted = VersionVector()
      for dot in seen.entries {
        let counter = min(dot.counter, ends[dot.replica] ?? .max, context[dot.replica])
        if counter > 0 { fitted.insert(Dot(dot.replica, counter)) }
      }
      if context[fresh] > 0 { fitted.insert(Dot(fresh, context[fresh])) }
      return fitted
    }
  }
}
