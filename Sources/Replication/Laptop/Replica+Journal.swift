// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import SyncProtocol

/// How far the hub holds the journal.
extension Replica {
  /// Compares the hub's hashes with the journal.
  ///
  /// Each change is chained to the one before it, so all earlier ones are the same as well.
  ///
  /// - Parameters:
  ///   - replica: One of the store's names.
  ///   - first: The counter of the first hash; the hash at 0 is ``ChangeHash/none``.
  ///   - hashes: The hub's hashes, of consecutive counters.
  /// - Returns: The greatest counter whose change is the same on both sides; nil where none is.
  /// - Throws: What the storage throws.
  package func agreement(
    of replica: ReplicaID,
    first: UInt64,
    with hashes: [ChangeHash]
  ) throws -> UInt64? {
    for (offset, hash) in hashes.enumerated().reversed() {
      let counter = first + UInt64(offset)
      if try self.hash(of: replica, at: counter) == hash { return counter }
    }
    return nil
  }

  /// The journal after a counter, to be sent: at most so many changes and bytes, but at least one
  /// change.
  ///
  /// - Throws: ``ReplicaError/damaged(_:)`` where one of them is not what was written, and what the
  ///   storage throws.
  package func run(
    of replica: ReplicaID,
    after counter: UInt64,
    changesMaximum: Int,
    bytesMaximum: Int
  ) throws -> JournalRun {
    let entries = try storage.entries(
      of: replica,
      after: counter,
      changesMaximum: changesMaximum,
      bytesMaximum: bytesMaximum
    )
    // The hub would find it out too, but can only say that the line or the program is at fault.
    for entry in entries where ChangeCodec.hash(of: entry.bytes) != entry.hash {
      throw ReplicaError.damaged(
        "its journal is damaged at counter \(entry.counter), and verify says how"
      )
    }
    return JournalRun(previous: try hash(of: replica, at: counter) ?? .none, entries: entries)
  }

  /// Keeps what the hub has acknowledged.
  ///
  /// Refused changes leave what people see, and are listed. One that was refused before, and now
  /// is not, takes effect.
  package mutating func keep(_ acknowledgement: Acknowledgement) throws {
    let replica = acknowledgement.replica
    var incarnation = try incarnation(replica)
    guard acknowledgement.counter >= incarnation.acknowledged else { return }
    var touched: [RecordID] = []
    if acknowledgement.counter > incarnation.acknowledged {
      touched = try storage.refusedChanges(of: replica, after: incarnation.acknowledged)
        .map(\.change.header.id)
      try storage.acknowledge(
        of: replica,
        incarnation.acknowledged + 1...acknowledgement.counter
      )
    }
    incarnation.acknowledged = acknowledgement.counter
    incarnation.head = acknowledgement.head
    incarnation.receipt = acknowledgement.receipt
    try storage.keep(incarnation)
    var timeline = try storage.timeline()
    if acknowledgement.wereHeld, timeline.mode == .settled {
      // The next pull shows them, or they are not the owner's to read any more.
      timeline.mode = .sweeping
      try storage.keep(timeline)
    }
    for rejection in acknowledgement.rejections
    where rejection.counter >= 1 && rejection.counter <= acknowledgement.counter {
      let change = try storage.changes(of: replica, after: rejection.counter - 1, maximum: 1).first
      guard let change, change.change.dot.counter == rejection.counter else { continue }
      if change.state != .requeued {
        try storage.mark(
          change.change.dot,
          as: .refused(code: rejection.code, detail: rejection.detail)
        )
      }
      touched.append(change.change.header.id)
    }
    for id in touched.uniqued() {
      try replay(id)
    }
    #if Mutants
    if Mutant.isOn(.prunesAtAcknowledgement) {
      try storage.prune(
        replica,
        through: acknowledgement.counter,
        hash: acknowledgement.head
      )
    }
    #endif
  }

  /// Takes the changes after a counter as not acknowledged: the hub has lost them, and gets them
  /// again.
  package mutating func rewind(_ replica: ReplicaID, to counter: UInt64) throws {
    var incarnation = try incarnation(replica)
    guard counter < incarnation.acknowledged else { return }
    guard let head = try hash(of: replica, at: counter) else {
      // What the hub lacks, the journal no longer holds; what it holds follows from that.
      return try fork(replica, at: incarnation.pruned, because: .hub)
    }
    try storage.unacknowledge(of: replica, after: counter)
    incarnation.acknowledged = counter
    incarnation.head = head
    incarnation.receipt = []
    try storage.keep(incarnation)
  }

  /// Drops acknowledged changes that the hub has in a verified backup.
  ///
  /// What their records' states do not tell whole is kept for histories. A change that no pull has
  /// shown yet stays, and so do all after it.
  package mutating func prune(_ replica: ReplicaID, through counter: UInt64) throws {
    guard try storage.timeline().mode == .settled else { return }
    let incarnation = try incarnation(replica)
    var end = Dot?.none
    for kept in try storage.changes(of: replica, after: incarnation.pruned, maximum: 5_000) {
      let change = kept.change
      guard change.dot.counter <= min(counter, incarnation.acknowledged) else { break }
      if kept.state == .acknowledged, let record = try storage.kept(change.header.id) {
        guard let shadow = record.shadow, shadow.context.contains(change.dot) else { break }
        if !shadow.tellsWhole(change) {
          try storage.keep(PastChange(change: change, bytes: kept.bytes))
        }
      }
      end = change.dot
    }
    if let end, let hash = try storage.hash(of: end) {
      try storage.prune(replica, through: end.counter, hash: hash)
    }
  }

  func hash(of replica: ReplicaID, at counter: UInt64) throws -> ChangeHash? {
    counter == 0 ? ChangeHash.none : try storage.hash(of: Dot(replica, counter))
  }
}

extension Record {
  /// Whether all that a change says can be read in this state: everything it put is live, and its
  /// author had seen nothing, which a state does not say.
  fileprivate func tellsWhole(_ change: Change) -> Bool {
    change.base.isEmpty && change.unsets.isEmpty
      && change.puts.allSatisfy { put in
        siblings(of: put.path).all.contains { $0.dot == change.dot }
      }
  }
}

extension Array where Element: Hashable {
  /// The elements in order, each once.
  func uniqued() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
