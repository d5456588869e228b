// SPDX-License-Identifier: Apache-2.0

import FieldModel
package import SyncProtocol

/// What comes from the hub.
extension Replica {
  /// Keeps a page of a pull with its cursor.
  ///
  /// A record that names a later change of the store than it has itself tells that the store was
  /// copied or restored: it goes on under a new name.
  ///
  /// - Parameter page: The page.
  /// - Returns: Whether the store took a new name.
  /// - Throws: ``ReplicaError``, and what the storage throws.
  package mutating func keep(_ page: PulledPage) throws -> Bool {
    var timeline = try storage.timeline()
    if page.restarted || timeline.cursor.isEmpty {
      try setAside()
      if timeline.mode == .settled { timeline.mode = .sweeping }
    }
    for card in page.cards {
      try storage.keep(card)
    }
    for past in page.past {
      try storage.keep(past)
    }
    try keep(page.states, isSettled: timeline.mode == .settled)
    for id in page.gone {
      try drop(id)
    }
    timeline.cursor = page.cursor
    if timeline.mode != .repairing, !page.more {
      if timeline.mode == .sweeping { try forgetAside() }
      try forgetUnshown(all: timeline.mode == .sweeping)
      timeline.mode = .settled
    }
    try storage.keep(timeline)
    return try forkIfNamed(in: page.states)
  }

  /// Keeps what the hub sent of some records.
  ///
  /// Where nothing is set aside and the store wrote nothing of a record, all that it has of it is
  /// what came.
  private mutating func keep(_ states: [PulledState], isSettled: Bool) throws {
    #if Mutants
    for state in states { try keep(state.record, isSettled: isSettled) }
    #else
    let isAside = try !isSettled && !storage.recordsAside(after: nil, maximum: 1).isEmpty
    let hasWritten = try storage.incarnations().contains { $0.last > 0 }
    guard isAside || hasWritten else { return try storage.keep(states) }
    for state in states {
      if !isAside, try storage.changes(to: state.header.id).isEmpty {
        try storage.keep([state])
      } else {
        try keep(state.record, isSettled: isSettled)
      }
    }
    #endif
  }

  /// Keeps what the hub sent of a record; what it has seen need not be kept aside.
  private mutating func keep(_ shadow: Record, isSettled: Bool) throws {
    var kept = KeptRecord(header: shadow.header)
    if !isSettled, let known = try storage.kept(shadow.header.id) { kept = known }
    kept.shadow = shadow
    if let legacy = kept.legacy, legacy.context.isCovered(by: shadow.context) {
      kept.legacy = nil
    }
    try replay(kept)
  }

  private mutating func forkIfNamed(in states: [PulledState]) throws -> Bool {
    #if Mutants
    if Mutant.isOn(.missesItselfInPages) { return false }
    #endif
    guard let own = try storage.incarnations().last,
      states.contains(where: { $0.counter(of: own.replica) > own.last })
    else { return false }
    try fork(own.replica, at: own.acknowledged, because: .page)
    return true
  }

  /// Forgets a record that is no longer the person's to read, unless their own changes wait on it.
  mutating func drop(_ id: RecordID) throws {
    #if Mutants
    if Mutant.isOn(.keepsRevoked) { return }
    #endif
    guard var kept = try storage.kept(id) else { return }
    guard try storage.changes(to: id).contains(where: { $0.state == .waiting }) else {
      return try storage.removeRecord(id)
    }
    kept.view = kept.view ?? kept.shadow
    kept.shadow = nil
    kept.legacy = nil
    try storage.keep(kept)
  }
}

/// What people see.
extension Replica {
  /// Makes what people see of a record anew.
  mutating func replay(_ id: RecordID) throws {
    let own = try storage.changes(to: id)
    guard let kept = try storage.kept(id) ?? own.first.map({ KeptRecord(header: $0.change.header) })
    else { return }
    try replay(kept, own)
  }

  mutating func replay(_ kept: KeptRecord) throws {
    try replay(kept, try storage.changes(to: kept.header.id))
  }

  private mutating func replay(_ kept: KeptRecord, _ own: [KeptChange]) throws {
    var kept = kept
    #if !Mutants
    if own.isEmpty, kept.legacy == nil, kept.shadow != nil {
      kept.view = nil
      return try storage.keep(kept)
    }
    #endif
    let shadow = kept.shadow
    for change in own where change.isGap && shadow?.context.contains(change.change.dot) == true {
      // Its cause has arrived at the hub, which let it take effect.
      try storage.mark(change.change.dot, as: .acknowledged)
    }
    #if Mutants
    var view = kept.replayed(own)
    if Mutant.isOn(.joinsOnLaptop), let shown = try storage.record(kept.header.id) {
      view = (try? view.joined(with: shown)) ?? view
    }
    #else
    let view = kept.replayed(own)
    #endif
    guard kept.shadow != nil || kept.legacy != nil || !view.fields.isEmpty else {
      return try storage.removeRecord(kept.header.id)
    }
    kept.view = view == kept.shadow ? nil : view
    try storage.keep(kept)
  }
}

extension KeptRecord {
  /// What people see: what the hub sent, now and before, with the store's own changes in order.
  func replayed(_ own: [KeptChange]) -> Record {
    var view = basis ?? Record(header: header)
    #if Mutants
    if Mutant.isOn(.showsWithoutWaiting) { return view }
    #endif
    for change in own {
      view.take(change)
    }
    return view
  }

  private var basis: Record? {
    guard let shadow, let legacy else { return shadow ?? legacy }
    // Two values under one write are for people to settle at the hub; the hub's is shown here.
    return (try? shadow.joined(with: legacy)) ?? shadow
  }
}

extension Record {
  /// Lets one of the store's own changes take effect.
  ///
  /// A refused one counts as seen and has no effect; so does one that was made on what is not here,
  /// until the hub shows what became of it: what is written meanwhile is then made on both.
  mutating func take(_ kept: KeptChange) {
    #if Mutants
    if Mutant.isOn(.showsRefused), apply(kept.change) == .applied { return }
    #endif
    switch kept.state {
    case .refused where !kept.isGap, .requeued:
      disregard(kept.change.dot)
    case .waiting, .acknowledged, .refused:
      if apply(kept.change) == .causalGap { disregard(kept.change.dot) }
    }
  }
}

extension KeptChange {
  /// Whether the hub keeps the change apart until its cause arrives.
  var isGap: Bool {
    if case .refused(Refusal.Code.causalGap.rawValue, _) = state { true } else { false }
  }
}
