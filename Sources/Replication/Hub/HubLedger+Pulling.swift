// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import SyncProtocol

extension HubLedger {
  /// What the person may read that has changed since a cursor, each record once.
  ///
  /// A genuine cursor of a place that the log does not have proves that the hub was restored, and
  /// begins a timeline.
  package mutating func pull(
    since cursor: [UInt8],
    recordsMaximum: Int,
    by session: Session
  ) throws -> PullOutcome {
    let outcome = try page(since: cursor, recordsMaximum: recordsMaximum, by: session)
    if outcome.provesRestore { try beginTimeline() }
    return outcome
  }

  /// The same as ``pull(since:recordsMaximum:by:)``, but for the beginning of a timeline.
  package func page(
    since bytes: [UInt8],
    recordsMaximum: Int,
    by session: Session
  ) throws -> PullOutcome {
    let (cursor, rights) = (PullCursor(bytes, key: key), PullCursor.rights(of: session))
    let end = try storage.logEnd()
    return try page(since: bytes, cursor, before: end, recordsMaximum, session, rights)
  }

  /// The same where the log has at most so many entries after the cursor; nil where it has more.
  package func page(
    since bytes: [UInt8],
    recordsMaximum: Int,
    by session: Session,
    entriesMaximum: Int64
  ) throws -> PullOutcome? {
    let (cursor, rights) = (PullCursor(bytes, key: key), PullCursor.rights(of: session))
    let end = try storage.logEnd()
    let place = cursor?.rights == rights ? cursor?.seq ?? 0 : 0
    guard end.seq - place <= entriesMaximum else { return nil }
    return try page(since: bytes, cursor, before: end, recordsMaximum, session, rights)
  }

  private func page(
    since bytes: [UInt8],
    _ cursor: PullCursor?,
    before end: LogEnd,
    _ recordsMaximum: Int,
    _ session: Session,
    _ rights: [UInt8]
  ) throws -> PullOutcome {
    let epoch = try storage.timeline().epoch
    let start =
      bytes.isEmpty
      ? (0, .none, false) : try start(at: cursor, end, epoch: epoch, rights: rights)
    if start.restart == .timeline {
      return PullOutcome(restart: .timeline, provesRestore: start.provesRestore)
    }
    if cursor != nil, start.restart == .none, start.seq == end.seq {
      return PullOutcome(cursor: bytes, more: false, restart: .none)
    }
    let count = max(1, min(recordsMaximum, SyncLimits.recordsMaximum))
    var page = Page(isForViewer: session.person.role == .viewer)
    var more = false
    let reach = Reach(of: session)
    try storage.walk(reach, after: start.seq, maximum: count + 1) { record in
      more = try page.count == count || !page.take(record, past: past)
      return !more
    }
    #if Mutants
    if more, Mutant.isOn(.runsAhead) { page.seq += 1 }
    #endif
    let seq = more ? page.seq : end.seq
    let chain = try more ? storage.chain(at: seq) ?? LogChain.origin : end.chain
    let next = PullCursor(epoch: epoch, seq: seq, chain: chain, rights: rights)
    return PullOutcome(
      states: page.states,
      past: page.past,
      gone: page.gone,
      cards: try cards(of: page, for: session),
      cursor: next.bytes(key: key),
      more: more,
      restart: start.restart
    )
  }

  /// The place in the log that a cursor means; 0 where it is void.
  private func start(
    at cursor: PullCursor?,
    _ end: LogEnd,
    epoch: [UInt8],
    rights: [UInt8]
  ) throws -> (seq: Int64, restart: PullOutcome.Restart, provesRestore: Bool) {
    guard let cursor else { return (0, .rights, false) }
    guard cursor.epoch == epoch else { return (0, .timeline, false) }
    let chain = cursor.seq == end.seq ? end.chain : try chain(at: cursor.seq)
    #if Mutants
    let isBelieved = [.believesCursors, .ignoresReceipts, .keepsEpoch].contains(Mutant.current)
    #else
    let isBelieved = false
    #endif
    guard chain == cursor.chain || isBelieved else { return (0, .timeline, true) }
    return cursor.rights == rights ? (cursor.seq, .none, false) : (0, .rights, false)
  }

  private func chain(at seq: Int64) throws -> [UInt8]? {
    seq == 0 ? LogChain.origin : try storage.chain(at: seq)
  }

  /// The changes to a record that its state does not tell whole: those of which not everything is
  /// live, and those made on something, since a state does not say what its writers had seen.
  ///
  /// Refused changes are not among them; they are their author's to see. Of a very long history,
  /// the newest two megabytes.
  private func past(of pulled: PulledRecord) throws -> [[UInt8]] {
    if try pulled.names != nil || storage.isWrittenOnce(pulled.id) { return [] }
    let all = try storage.changes(to: pulled.id)
    guard all.count > 1 else { return [] }
    let record = try RecordCodec.record(from: Array(pulled.state))
    let past = all.filter { logged in
      !logged.change.base.isEmpty
        || logged.change.puts.contains { put in
          !record.siblings(of: put.path).all.contains { $0.dot == logged.change.dot }
        }
    }
    var room = 2 << 20
    let newest = past.reversed().prefix {
      room -= $0.bytes.count
      return room >= 0
    }
    return newest.reversed().map(\.bytes)
  }

  /// Who wrote in a page's records, and who owns them.
  private func cards(of page: Page, for reader: Session) throws -> [ReplicaCard] {
    var cards: [ReplicaCard] = []
    for replica in page.replicas.sorted() {
      if let card = try storage.card(of: replica) { cards.append(card) }
    }
    for owner in page.owners.subtracting(cards.map(\.person.id)).sorted() {
      if let card = try storage.card(of: owner) { cards.append(card) }
    }
    return cards.map { $0.shown(to: reader.person) }
  }
}

/// A page as it fills: whole records, or that they are gone, in order of the log.
private struct Page {
  private let isForViewer: Bool
  private var bytes = 0
  private(set) var count = 0
  fileprivate(set) var seq: Int64 = 0
  private(set) var states = PageStates()
  private(set) var past: [[UInt8]] = []
  private(set) var gone: [RecordID] = []
  private(set) var replicas: Set<ReplicaID> = []
  private(set) var owners: Set<PersonID> = []

  init(isForViewer: Bool) { self.isForViewer = isForViewer }

  /// Takes a record; returns false, and does not, where the page would grow too large by it.
  mutating func take(
    _ pulled: PulledRecord,
    past: (PulledRecord) throws -> [[UInt8]]
  ) throws -> Bool {
    if pulled.isErased || isForViewer && pulled.release == .withdrawn {
      gone.append(pulled.id)
    } else {
      let past = isForViewer ? [] : try past(pulled)
      bytes += past.reduce(pulled.state.count) { $0 + $1.count }
      guard count == 0 || bytes <= HubLimits.pageBytesMaximum else { return false }
      states.add(pulled.state)
      self.past += past
      try note(pulled)
    }
    count += 1
    seq = pulled.seq
    return true
  }

  /// Notes who wrote in a record and whose it is.
  private mutating func note(_ pulled: PulledRecord) throws {
    if let names = pulled.names {
      replicas.insert(names.replica)
      if let owner = names.owner { owners.insert(owner) }
      return
    }
    let (header, context) = try RecordCodec.outline(of: Array(pulled.state))
    for entry in context.entries { replicas.insert(entry.replica) }
    if let owner = header.scope.owner { owners.insert(owner) }
  }
}

extension ReplicaCard {
  /// The card as a person may see it: coordinators see everybody, everybody sees coordinators and
  /// themselves, and of anybody else the pseudonym only.
  fileprivate func shown(to reader: Person) -> ReplicaCard {
    if reader.role == .coordinator || person.role == .coordinator || person.id == reader.id {
      return self
    }
    return ReplicaCard(
      replica: replica,
      device: "",
      person: Person(
        id: person.id,
        name: person.pseudonym,
        role: person.role,
        pseudonym: person.pseudonym
      )
    )
  }
}

/// A page of what has changed.
package struct PullOutcome: Hashable, Sendable {
  /// Why a cursor was void and a page is one from the beginning.
  package enum Restart: Hashable, Sendable {
    /// It was not.
    case none
    /// What the person may read is not what it was.
    case rights
    /// The hub was restored: say hello again. Such a page is empty.
    case timeline
  }

  /// Record states, in commit order.
  package let states: PageStates

  /// Changes to these records that their states do not tell whole, as their authors wrote them.
  package let past: [[UInt8]]

  /// Records that the person may no longer read.
  package let gone: [RecordID]

  /// Who stands behind the replicas that wrote these records.
  package let cards: [ReplicaCard]

  /// Where the page ends.
  package let cursor: [UInt8]

  /// Whether there is more behind it.
  package let more: Bool

  /// Why the cursor was void, if it was.
  package let restart: Restart

  /// Whether the cursor proves that the hub was restored, and a timeline has to begin.
  package let provesRestore: Bool

  init(
    states: PageStates = PageStates(),
    past: [[UInt8]] = [],
    gone: [RecordID] = [],
    cards: [ReplicaCard] = [],
    cursor: [UInt8] = [],
    more: Bool = true,
    restart: Restart,
    provesRestore: Bool = false
  ) {
    self.states = states
    self.past = past
    self.gone = gone
    self.cards = cards
    self.cursor = cursor
    self.more = more
    self.restart = restart
    self.provesRestore = provesRestore
  }

  /// The same states, each by itself.
  package var records: [[UInt8]] { states.all }

  /// Whether the cursor was void.
  package var restarted: Bool { restart != .none }

  /// Whether the page says nothing new.
  package var isEmpty: Bool { states.count == 0 && gone.isEmpty && !restarted }
}
