// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Replication
import SyncProtocol

extension FinalCheck {
  /// I5: the hub's journals begin at 1, have no gap, and each change names the one before it.
  func checkJournals() throws {
    var chain = LogChain.origin
    for entry in storage.log {
      let next = LogChain.next(
        after: chain,
        seq: entry.seq,
        record: entry.record,
        content: entry.content
      )
      guard next == entry.chain else {
        throw Violation(.wholeJournals, "the log's chain breaks at \(entry.seq)")
      }
      chain = next
    }
    for (replica, places) in storage.journals.sorted(by: { $0.key < $1.key }) {
      var previous = ChangeHash.none
      for (offset, place) in places.enumerated() {
        guard case .change(let dot, let bytes?, let hash) = storage.log[place].content else {
          continue
        }
        guard dot == Dot(replica, UInt64(offset) + 1) else {
          throw Violation(.wholeJournals, "\(Story.name(dot)) stands at place \(offset + 1)")
        }
        guard try world.known.change(hash, bytes).previous == previous else {
          throw Violation(.wholeJournals, "\(Story.name(dot)) does not follow the one before it")
        }
        previous = hash
      }
      guard
        storage.replicas[replica]?.end == JournalEnd(counter: UInt64(places.count), head: previous)
      else {
        throw Violation(.wholeJournals, "the hub misstates the end of \(Story.name(replica))")
      }
    }
  }

  /// I1 and I10: each laptop shows just what the hub holds of its owner's.
  func checkConvergence() throws {
    for laptop in world.laptops {
      for shelf in storage.shelves.values
      where world.cast.mayRead(shelf.record.header, laptop.owner) {
        try compare(shelf.record, on: laptop)
      }
      for (id, kept) in laptop.storage.records.sorted(by: { $0.key < $1.key }) {
        guard kept.legacy == nil else {
          throw Violation(.convergence, "\(laptop.name) still keeps \(Story.name(id)) aside")
        }
        let shown = try laptop.storage.record(id)
        guard storage.shelves[id] == nil || !world.cast.mayRead(kept.header, laptop.owner) else {
          continue
        }
        if let shadow = kept.shadow, !shadow.fields.isEmpty {
          let invariant: Invariant =
            world.cast.mayRead(kept.header, laptop.owner) ? .convergence : .scopeSafety
          throw Violation(invariant, "\(laptop.name) keeps \(Story.name(id)), which is gone")
        }
        guard try shown?.fields.isEmpty != false || waits(id, on: laptop) else {
          throw Violation(.convergence, "\(laptop.name) shows \(Story.name(id)), which nobody has")
        }
      }
    }
  }

  /// I8: what waits in quarantine for its cause waits for something that the hub really lacks.
  func checkWaiting() throws {
    let waiting = storage.quarantine.values.filter { $0.code == .causalGap && $0.requeuedAs == nil }
    for refused in waiting.sorted(by: { $0.dot < $1.dot }) {
      guard let bytes = try storage.change(refused.dot) else { continue }
      let change = try ChangeCodec.change(from: bytes)
      let context = storage.shelves[change.header.id]?.record.context ?? VersionVector()
      let lacks = change.base.entries.contains { dot in
        !context.contains(dot) && !isRefusedAsSeen(dot, of: change.header.id)
      }
      let isOrphan = change.header.parent.map { storage.shelves[$0] == nil } ?? false
      let follows = waiting.contains {
        $0.record == change.header.id && $0.dot.replica == change.dot.replica
          && $0.dot.counter < change.dot.counter
      }
      guard lacks || isOrphan || follows || registry.mixed.contains(change.header.id) else {
        throw Violation(.progress, "\(Story.name(change.dot)) waits for what the hub has")
      }
    }
  }

  private func isRefusedAsSeen(_ dot: Dot, of record: RecordID) -> Bool {
    guard let refused = storage.quarantine[dot] else { return false }
    return refused.record == record && refused.code != .causalGap
  }

  private func compare(_ record: Record, on laptop: SimulatedLaptop) throws {
    let id = record.header.id
    guard let kept = laptop.storage.records[id], kept.shadow == record else {
      throw Violation(
        .convergence,
        "\(laptop.name) has another \(record.header.kind.rawValue) \(Story.name(id)) than the hub"
      )
    }
    let shown = try laptop.storage.record(id)
    guard try shown?.fields == record.fields || waits(id, on: laptop) else {
      throw Violation(.convergence, "\(laptop.name) shows \(Story.name(id)) otherwise than the hub")
    }
  }

  /// Whether a change of the laptop's waits in quarantine for its cause: its author goes on seeing
  /// it until then.
  private func waits(_ id: RecordID, on laptop: SimulatedLaptop) throws -> Bool {
    try laptop.storage.changes(to: id).contains { kept in
      if case .refused("causal_gap", _) = kept.state { true } else { false }
    }
  }
}

extension MemoryHubStorage.Shelf {
  fileprivate var record: Record { kept.record }
}
