// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import Replication
package import SyncProtocol

/// A hub's store as a value.
///
/// A transaction is a copy that is kept or dropped; a backup is a copy that is kept for later.
package struct MemoryHubStorage {
  /// A record, with its bytes once somebody has asked for them.
  struct Shelf {
    var kept: HubRecord
    var encoded = Encoded()
  }

  /// The bytes of a record's state, made when they are first needed.
  final class Encoded {
    var bytes: [UInt8]?
  }

  var log: [LogEntry] = []
  var replicas: [ReplicaID: HubReplica] = [:]
  /// Where each replica's changes stand in the log, by counter.
  var journals: [ReplicaID: [Int]] = [:]
  /// Where each record's changes stand in the log.
  var histories: [RecordID: [Int]] = [:]
  var shelves: [RecordID: Shelf] = [:]
  var quarantine: [Dot: RefusedChange] = [:]
  var offers: [ChangeHash: RefusedOffer] = [:]
  var forks: Set<SeenFork> = []
  private var kept: HubTimeline
  /// Who takes part in what.
  var cast = Cast()
  private let known: KnownChanges
  /// Whether pages carry the past of their records, which is most of what a page takes to read.
  private let tellsPast: Bool

  /// How many more writes the disk takes; nil for any number.
  var room: Int?

  /// Refusals since somebody last looked.
  var freshRefusals: [Dot] = []

  /// A record whose context shrank.
  var shrunk: RecordID?

  /// A hub without content.
  init(timeline: HubTimeline, known: KnownChanges, tellsPast: Bool) {
    kept = timeline
    self.tellsPast = tellsPast
    self.known = known
  }

  private mutating func write() throws {
    guard let left = room else { return }
    guard left > 0 else { throw FullDisk() }
    room = left - 1
  }

  private func card(_ replica: HubReplica) -> ReplicaCard? {
    Cast.person(replica.person).map {
      ReplicaCard(replica: replica.id, device: replica.device, person: $0)
    }
  }
}

extension MemoryHubStorage: HubStorage {
  package func timeline() throws -> HubTimeline { kept }

  package mutating func keep(_ timeline: HubTimeline) throws {
    try write()
    kept = timeline
  }

  package func replica(_ id: ReplicaID) throws -> HubReplica? { replicas[id] }

  package mutating func keep(_ replica: HubReplica) throws {
    try write()
    replicas[replica.id] = replica
  }

  package func card(of replica: ReplicaID) throws -> ReplicaCard? {
    replicas[replica].flatMap(card)
  }

  package func card(of person: PersonID) throws -> ReplicaCard? {
    replicas.values.filter { $0.person == person }.min { $0.id < $1.id }.flatMap(card)
  }

  package func author(of replica: ReplicaID) throws -> Session? {
    guard let known = replicas[replica], let person = Cast.person(known.person) else { return nil }
    return cast.session(of: person, store: known.store)
  }
}

// The log.
extension MemoryHubStorage {
  package func logEnd() throws -> LogEnd {
    LogEnd(seq: Int64(log.count), chain: log.last?.chain ?? LogChain.origin)
  }

  package func chain(at seq: Int64) throws -> [UInt8]? {
    seq >= 1 && seq <= Int64(log.count) ? log[Int(seq) - 1].chain : nil
  }

  package mutating func append(_ entry: LogEntry) throws {
    try write()
    if case .change(let dot, _, _) = entry.content {
      journals[dot.replica, default: []].append(log.count)
      histories[entry.record, default: []].append(log.count)
    }
    log.append(entry)
  }

  package func hashes(
    of replica: ReplicaID,
    from counter: UInt64,
    maximum: Int
  ) throws -> [ChangeHash] {
    let places = journals[replica] ?? []
    return places.dropFirst(Int(clamping: max(counter, 1) - 1)).prefix(maximum)
      .compactMap { log[$0].content.hash }
  }

  package func change(_ dot: Dot) throws -> [UInt8]? {
    guard let places = journals[dot.replica], dot.counter <= UInt64(places.count) else {
      return nil
    }
    return log[places[Int(dot.counter) - 1]].content.bytes
  }

  package func isWrittenOnce(_ record: RecordID) throws -> Bool {
    (histories[record] ?? []).count <= 1
  }

  package func changes(to record: RecordID) throws -> [LoggedChange] {
    guard tellsPast else { return [] }
    return try (histories[record] ?? []).compactMap { place in
      guard case .change(let dot, let bytes?, let hash) = log[place].content,
        quarantine[dot] == nil
      else { return nil }
      return LoggedChange(change: try known.change(hash, bytes), bytes: bytes)
    }
  }
}

// Records.
extension MemoryHubStorage {
  package func record(_ id: RecordID) throws -> HubRecord? { shelves[id]?.kept }

  package mutating func keep(_ record: HubRecord) throws {
    try write()
    let id = record.header.id
    if let old = shelves[id]?.kept, !record.isErased,
      !old.record.context.isCovered(by: record.record.context)
    {
      shrunk = id
    }
    var kept = record
    kept.record = record.record
    kept.isNew = false
    shelves[id] = Shelf(kept: kept)
  }

  package func children(of visit: RecordID) throws -> [HubChild] {
    shelves.values.filter { $0.kept.header.parent == visit }
      .map {
        HubChild(
          id: $0.kept.header.id,
          kind: $0.kept.header.kind,
          release: $0.kept.release,
          isErased: $0.kept.isErased
        )
      }
      .sorted { $0.id < $1.id }
  }

  package mutating func move(_ id: RecordID, to seq: Int64, release: Release) throws {
    try write()
    shelves[id]?.kept.seq = seq
    shelves[id]?.kept.release = release
  }

  package mutating func erase(_ id: RecordID, at seq: Int64) throws {
    try write()
    guard let shelf = shelves[id] else { return }
    var kept = shelf.kept
    kept.record = Record(header: kept.header)
    kept.seq = seq
    kept.isErased = true
    shelves[id] = Shelf(kept: kept)
    for place in log.indices where log[place].record == id {
      log[place] = log[place].silenced
    }
    offers = offers.filter { $0.value.record != id }
  }

  package func walk(
    _ reach: Reach,
    after seq: Int64,
    maximum: Int,
    _ body: (PulledRecord) throws -> Bool
  ) throws {
    let within = shelves.values.filter {
      $0.kept.seq > seq && reach.covers($0.kept.header, release: $0.kept.release)
    }
    for shelf in within.sorted(by: { $0.kept.seq < $1.kept.seq }).prefix(maximum) {
      let kept = shelf.kept
      let bytes = kept.isErased ? [] : shelf.encoded.bytes ?? RecordCodec.bytes(of: kept.record)
      shelf.encoded.bytes = bytes
      let goesOn = try bytes.withUnsafeBytes {
        try body(
          PulledRecord(
            id: kept.header.id,
            seq: kept.seq,
            release: kept.release,
            isErased: kept.isErased,
            state: $0
          )
        )
      }
      if !goesOn { break }
    }
  }
}

// Quarantine.
extension MemoryHubStorage {
  package func refused(_ dot: Dot) throws -> RefusedChange? { quarantine[dot] }

  package mutating func keep(_ refused: RefusedChange) throws {
    try write()
    quarantine[refused.dot] = refused
    freshRefusals.append(refused.dot)
  }

  package mutating func release(_ dot: Dot) throws {
    try write()
    quarantine[dot] = nil
  }

  package func waitingChanges(for record: RecordID) throws -> [RefusedChange] {
    quarantine.values
      .filter { $0.code == .causalGap && ($0.record == record || $0.parent == record) }
      .sorted { $0.dot < $1.dot }
  }

  package func hasWaiting() throws -> Bool {
    !offers.isEmpty || quarantine.values.contains { $0.code == .causalGap }
  }

  package mutating func keep(_ offer: RefusedOffer) throws {
    try write()
    offers[offer.hash] = offer
  }

  package func refusedOffers(for record: RecordID) throws -> [RefusedOffer] {
    offers.values.filter { $0.record == record || $0.parent == record }
      .sorted { $0.hash.precedes($1.hash) }
  }

  package mutating func removeOffer(_ hash: ChangeHash) throws {
    try write()
    offers[hash] = nil
  }

  package mutating func keep(_ fork: SeenFork) throws {
    try write()
    forks.insert(fork)
  }
}

extension LogEntry {
  /// The entry without what it said.
  fileprivate var silenced: LogEntry {
    guard case .change(let dot, _, let hash) = content else { return self }
    return LogEntry(
      seq: seq,
      record: record,
      content: .change(dot, bytes: nil, hash: hash),
      chain: chain,
      at: at
    )
  }
}
