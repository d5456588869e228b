// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import SyncProtocol

/// What a store does when its hub was restored, or when what it may read has changed: it sets aside
/// what it had from the hub, and pulls anew. People go on seeing both.
extension Replica {
  /// Takes up a timeline; where there was another, sets aside what came from the hub.
  package mutating func beginRepair(epoch: [UInt8]) throws {
    var timeline = try storage.timeline()
    if timeline.epoch.isEmpty {
      timeline.epoch = epoch
    } else {
      try setAside()
      timeline = Timeline(epoch: epoch, cursor: [], mode: .repairing)
    }
    try storage.keep(timeline)
  }

  /// Forgets what was set aside: the hub has it again, or keeps it for people.
  package mutating func endRepair() throws {
    var timeline = try storage.timeline()
    try forgetAside()
    // What the hub took during the repair, the next pull shows; what it does not show is not the
    // owner's to read any more.
    timeline.mode = .sweeping
    try storage.keep(timeline)
  }

  /// Reads records set aside of which the hub has not shown to have seen all, in order of name.
  ///
  /// - Parameters:
  ///   - id: The last record that was looked at; nil at first.
  ///   - bytesMaximum: The most bytes of states; but at least one state.
  /// - Returns: Some of them.
  /// - Throws: What the storage throws.
  package func offers(after id: RecordID?, bytesMaximum: Int) throws -> OfferedStates {
    #if Mutants
    if Mutant.isOn(.offersNothing) { return OfferedStates(states: [], next: nil) }
    #endif
    let maximum = 500
    let records = try storage.recordsAside(after: id, maximum: maximum)
    var states: [[UInt8]] = []
    var (room, seen) = (bytesMaximum, id)
    for id in records {
      if let legacy = try storage.kept(id)?.legacy {
        let bytes = RecordCodec.bytes(of: legacy)
        room -= bytes.count
        if room < 0, !states.isEmpty { return OfferedStates(states: states, next: seen) }
        states.append(bytes)
      }
      seen = id
    }
    return OfferedStates(states: states, next: records.count == maximum ? seen : nil)
  }

  /// Sets aside what came from the hub, with what was set aside before.
  mutating func setAside() throws {
    try forEachAside { replica, kept in
      guard let shadow = kept.shadow else { return }
      var kept = kept
      #if Mutants
      if Mutant.isOn(.forgetsLegacy) { kept.legacy = shadow }
      #endif
      // Where one write names two values, the older one is offered: the hub has the other.
      kept.legacy = (try? kept.legacy?.joined(with: shadow)) ?? kept.legacy
      kept.view = kept.view ?? shadow
      kept.shadow = nil
      try replica.storage.keep(kept)
    }
    try storage.setShadowsAside()
  }

  /// Forgets what was set aside, and with it the records that did not come again.
  mutating func forgetAside() throws {
    try forEachAside { replica, kept in
      guard kept.shadow != nil else { return try replica.drop(kept.header.id) }
      var kept = kept
      kept.legacy = nil
      try replica.replay(kept)
    }
  }

  /// Forgets records that the hub has not shown though it holds the store's changes to them: they
  /// are no longer the owner's to read.
  ///
  /// - Parameter all: Whether everything was pulled anew; else only records are looked at to which
  ///   the owner was refused a change.
  /// - Throws: What the storage throws.
  mutating func forgetUnshown(all: Bool) throws {
    #if Mutants
    if Mutant.isOn(.keepsRevoked) { return }
    #endif
    if all {
      for id in try storage.recordsUnshown() { try drop(id) }
      return
    }
    for replica in try storage.incarnations().map(\.replica) {
      let refused = try storage.refusedChanges(of: replica, after: 0).filter(\.isForbidden)
      for id in refused.map(\.change.header.id).uniqued() {
        guard let kept = try storage.kept(id), kept.shadow == nil, kept.legacy == nil else {
          continue
        }
        try drop(id)
      }
    }
  }

  private mutating func forEachAside(
    _ body: (inout Replica, KeptRecord) throws -> Void
  ) throws {
    var last = RecordID?.none
    while true {
      let records = try storage.recordsAside(after: last, maximum: 500)
      guard !records.isEmpty else { return }
      for id in records {
        if let kept = try storage.kept(id) { try body(&self, kept) }
      }
      last = records.last
    }
  }
}

extension KeptChange {
  fileprivate var isForbidden: Bool {
    if case .refused(Refusal.Code.forbidden.rawValue, _) = state { true } else { false }
  }
}
