// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import Replication
package import SyncProtocol

/// A disk on which there is no room.
package struct FullDisk: Error {}

/// A laptop's store as a value.
///
/// A transaction is a copy that is kept or dropped; a backup is a copy that is kept for later.
package struct MemoryReplicaStorage: Sendable {
  /// One of the store's names with its journal.
  struct Name: Sendable {
    var incarnation: Incarnation
    var prunedHash = ChangeHash.none
    /// In order of counter; what was pruned is missing, but for refused changes.
    var changes: [KeptChange] = []

    /// Where the changes after a counter begin.
    func place(after counter: UInt64) -> Int {
      guard let first = changes.first?.change.dot.counter else { return 0 }
      // Without gaps, the place is a matter of counting.
      if counter < first { return 0 }
      let guess = Int(counter - first) + 1
      if guess <= changes.count, changes[guess - 1].change.dot.counter == counter { return guess }
      return changes.firstIndex { $0.change.dot.counter > counter } ?? changes.count
    }
  }

  var names: [Name]
  var records: [RecordID: KeptRecord] = [:]
  var pastRecords: Set<RecordID> = []
  var notes: [IncarnationNote] = []
  private var kept = Timeline()
  private let person: Person
  private let machine: String

  /// Changes that were added since somebody last looked.
  var added: [KeptChange] = []

  /// How many more writes the disk takes; nil for any number.
  var room: Int?

  /// An enrolled store without content.
  package init(owner: Person, device: String, replica: ReplicaID) {
    person = owner
    machine = device
    names = [Name(incarnation: Incarnation(replica: replica))]
  }

  /// A write to the disk.
  private mutating func write() throws {
    guard let left = room else { return }
    guard left > 0 else { throw FullDisk() }
    room = left - 1
  }

  private func place(of replica: ReplicaID) -> Int? {
    names.lastIndex { $0.incarnation.replica == replica }
  }

  private mutating func update(
    _ replica: ReplicaID,
    _ body: (inout Name) -> Void
  ) throws {
    try write()
    if let place = place(of: replica) { body(&names[place]) }
  }
}

extension MemoryReplicaStorage: ReplicaStorage {
  package func owner() throws -> Person? { person }

  package func device() throws -> String { machine }

  package mutating func keep(_ card: ReplicaCard) throws { try write() }

  package func incarnations() throws -> [Incarnation] { names.map(\.incarnation) }

  package func nextPosition() throws -> JournalPosition {
    let name = names[names.count - 1]
    return JournalPosition(
      dot: Dot(name.incarnation.replica, name.incarnation.last + 1),
      previous: name.changes.last.flatMap {
        $0.change.dot.counter > name.incarnation.pruned ? $0.hash : nil
      } ?? name.prunedHash
    )
  }

  package mutating func begin(_ replica: ReplicaID) throws {
    try write()
    names.append(Name(incarnation: Incarnation(replica: replica)))
  }

  package mutating func keep(_ incarnation: Incarnation) throws {
    try update(incarnation.replica) {
      $0.incarnation.acknowledged = incarnation.acknowledged
      $0.incarnation.head = incarnation.head
      $0.incarnation.receipt = incarnation.receipt
    }
  }

  package mutating func forget(_ replica: ReplicaID) throws {
    try write()
    names.removeAll { $0.incarnation.replica == replica }
  }

  package mutating func keep(_ note: IncarnationNote) throws {
    try write()
    notes.append(note)
  }

  package func timeline() throws -> Timeline { kept }

  package mutating func keep(_ timeline: Timeline) throws {
    try write()
    kept = timeline
  }
}

// The journal.
extension MemoryReplicaStorage {
  package mutating func append(_ change: KeptChange) throws {
    try update(change.change.dot.replica) {
      $0.changes.append(change)
      $0.incarnation.last = change.change.dot.counter
    }
    added.append(change)
  }

  package func entries(
    of replica: ReplicaID,
    after counter: UInt64,
    changesMaximum: Int,
    bytesMaximum: Int
  ) throws -> [JournalEntry] {
    var room = bytesMaximum
    var entries: [JournalEntry] = []
    for kept in try changes(of: replica, after: counter, maximum: changesMaximum) {
      room -= kept.bytes.count
      if room < 0, !entries.isEmpty { break }
      entries.append(
        JournalEntry(counter: kept.change.dot.counter, bytes: kept.bytes, hash: kept.hash)
      )
    }
    return entries
  }

  package func changes(
    of replica: ReplicaID,
    after counter: UInt64,
    maximum: Int
  ) throws -> [KeptChange] {
    guard let place = place(of: replica) else { return [] }
    let name = names[place]
    return Array(name.changes[name.place(after: counter)...].prefix(maximum))
  }

  package func changes(to record: RecordID) throws -> [KeptChange] {
    names.flatMap { name in name.changes.filter { $0.change.header.id == record } }
  }

  package func wasAtHub(_ record: RecordID) throws -> Bool {
    names.contains { name in
      name.changes.contains { kept in
        guard kept.change.header.id == record else { return false }
        if case .refused("erased", _) = kept.state { return true }
        return kept.state == .acknowledged
      }
    }
  }

  package func refusedChanges(
    of replica: ReplicaID,
    after counter: UInt64
  ) throws -> [KeptChange] {
    try changes(of: replica, after: counter, maximum: .max).filter {
      if case .refused = $0.state { true } else { false }
    }
  }

  package func hash(of dot: Dot) throws -> ChangeHash? {
    guard let place = place(of: dot.replica) else { return nil }
    let name = names[place]
    if dot.counter == name.incarnation.pruned { return name.prunedHash }
    let after = name.place(after: dot.counter)
    guard after > 0, name.changes[after - 1].change.dot == dot else { return nil }
    return name.changes[after - 1].hash
  }

  package mutating func acknowledge(
    of replica: ReplicaID,
    _ counters: ClosedRange<UInt64>
  ) throws {
    try update(replica) { name in
      for place in name.changes.indices
      where counters.contains(name.changes[place].change.dot.counter)
        && name.changes[place].state != .requeued
      {
        name.changes[place].state = .acknowledged
      }
    }
  }

  package mutating func unacknowledge(of replica: ReplicaID, after counter: UInt64) throws {
    try update(replica) { name in
      for place in name.changes.indices
      where name.changes[place].change.dot.counter > counter
        && name.changes[place].state == .acknowledged
      {
        name.changes[place].state = .waiting
      }
    }
  }

  package mutating func mark(_ dot: Dot, as state: KeptChange.State) throws {
    try update(dot.replica) { name in
      let after = name.place(after: dot.counter)
      guard after > 0, name.changes[after - 1].change.dot == dot else { return }
      name.changes[after - 1].state = state
    }
  }

  package mutating func removeChanges(of replica: ReplicaID, after counter: UInt64) throws {
    try update(replica) { name in
      name.changes.removeSubrange(name.place(after: counter)...)
      name.incarnation.last = name.changes.last?.change.dot.counter ?? name.incarnation.pruned
      name.incarnation.last = max(name.incarnation.last, name.incarnation.pruned)
    }
  }

  package mutating func prune(
    _ replica: ReplicaID,
    through counter: UInt64,
    hash: ChangeHash
  ) throws {
    try update(replica) { name in
      name.changes.removeAll { kept in
        guard kept.change.dot.counter <= counter else { return false }
        if case .refused("erased", _) = kept.state { return true }
        return kept.state == .acknowledged
      }
      name.incarnation.pruned = counter
      name.prunedHash = hash
    }
  }

  package mutating func keep(_ past: PastChange) throws {
    try write()
    pastRecords.insert(past.change.header.id)
  }
}

// Records.
extension MemoryReplicaStorage {
  package func record(_ id: RecordID) throws -> Record? {
    guard let kept = records[id] else { return nil }
    return kept.view ?? kept.shadow
  }

  package func kept(_ id: RecordID) throws -> KeptRecord? { records[id] }

  package mutating func keep(_ record: KeptRecord) throws {
    try write()
    records[record.header.id] = record
  }

  package mutating func keep(_ states: [PulledState]) throws {
    for state in states { try keep(KeptRecord(header: state.header, shadow: state.record)) }
  }

  package mutating func keepView(_ view: Record) throws {
    try write()
    records[view.header.id, default: KeptRecord(header: view.header)].view = view
  }

  package mutating func removeRecord(_ id: RecordID) throws {
    try write()
    records[id] = nil
    pastRecords.remove(id)
  }

  package func recordsAside(after record: RecordID?, maximum: Int) throws -> [RecordID] {
    let ids = records.filter { $0.value.legacy != nil }.keys
    let sorted = record.map { last in ids.filter { $0 > last }.sorted() } ?? ids.sorted()
    return Array(sorted.prefix(maximum))
  }

  package func recordsUnshown() throws -> [RecordID] {
    records.values.filter { $0.shadow == nil && $0.legacy == nil }.map(\.header.id).sorted()
  }

  package mutating func setShadowsAside() throws {
    try write()
    for (id, kept) in records where kept.legacy == nil && kept.shadow != nil {
      var aside = kept
      aside.legacy = kept.shadow
      aside.view = kept.view ?? kept.shadow
      aside.shadow = nil
      records[id] = aside
    }
  }
}
