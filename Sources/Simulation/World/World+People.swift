// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Replication
import SyncProtocol

/// What people do at their laptops.
extension World {
  /// A varint member numbered 2,000, which no program of today knows.
  static let unknownMember: [UInt8] = [0x80, 0x7d, 0x2a]

  /// The laptop's production rules over a copy of its store, which is a transaction.
  ///
  /// - Parameters:
  ///   - place: Which laptop.
  ///   - isKept: Whether it is sure to be kept: then the store itself is handed out, which saves
  ///     the copy.
  /// - Returns: The rules.
  func transaction(on place: Int, isKept: Bool = false) -> Replica<MemoryReplicaStorage> {
    let moment = Registry.moment(
      clock + laptops[place].clockError,
      serial: registry.count + 1
    )
    let storage = laptops[place].storage
    if isKept { laptops[place].storage = blank }
    return Replica(
      storage,
      now: { moment },
      freshName: { ReplicaID(bits: self.chance.bits()) }
    )
  }

  /// Keeps a transaction, and notes what it confirmed.
  func commit(_ replica: Replica<MemoryReplicaStorage>, on place: Int) throws {
    laptops[place].storage = replica.storage
    laptops[place].storage.room = nil
    guard !replica.storage.added.isEmpty else { return }
    for kept in replica.storage.added {
      known.note(kept.change, kept.hash)
      let storage = laptops[place].storage
      registry.note(kept.change, kept.hash, laptop: laptops[place].name) { dot in
        try? storage.hash(of: dot)
      }
      tell("  \(laptops[place].name) has \(Story.sentence(kept.change))")
      // A change of a newer program keeps its members wherever it is written again.
      let isNewer = registry.newer.contains(Registry.serial(of: kept.change))
      guard !isNewer || kept.bytes.suffix(3) == World.unknownMember[...] else {
        throw Violation(.noPhantom, "\(Story.name(kept.change.dot)) lost an unknown member")
      }
    }
    laptops[place].storage.added = []
  }

  /// Somebody writes something that fits what they see.
  func write(on place: Int) throws {
    let laptop = laptops[place]
    guard let (header, edit) = idea(of: laptop) else { return }
    // The number of a write that came to nothing is given again.
    registry.newer.remove(registry.count + 1)
    registry.poison.remove(registry.count + 1)
    var replica = transaction(on: place)
    replica.storage.room = strikes(.disk, 0.02) ? chance.below(2) : nil
    do {
      if laptop.isNewer, chance.happens(0.3) {
        try writeAsNewer(header, edit, by: laptop.owner, in: &replica)
        tally[.newerWrite] += 1
      } else if strikes(.poison, 0.04) {
        let (header, put) = poison(for: header, by: laptop.owner)
        try writeAsNewer(header, .write([put]), by: laptop.owner, in: &replica)
        registry.poison.insert(registry.count + 1)
        tally[.poison] += 1
      } else {
        try replica.edit(header, edit)
      }
    } catch is FullDisk {
      tally[.fullDisk] += 1
      return tell("  \(laptop.name)'s disk is full: nothing was written")
    } catch ReplicaError.refused(let refusal) {
      return tell("  \(laptop.name) refuses: \(refusal.detail)")
    }
    if strikes(.crash, 0.02) {
      tally[.laptopCrashBeforeCommit] += 1
      return tell("  \(laptop.name) stops before the write is on disk")
    }
    try commit(replica, on: place)
    tally[.write] += 1
    try lookAtOwnWrite(on: place)
  }

  /// What a newer or careless program writes: without this one's rules, and with members of changes
  /// that this one does not know.
  private func writeAsNewer(
    _ header: RecordHeader,
    _ edit: Edit,
    by person: Person,
    in replica: inout Replica<MemoryReplicaStorage>
  ) throws {
    var record = try replica.storage.record(header.id) ?? Record(header: header)
    let now = Registry.moment(clock, serial: registry.count + 1)
    let authority: Authority = person.role == .coordinator ? .coordinator : .shopper
    let change = record.change(
      edit,
      by: Writer(person: person.id, authority: authority, now: now),
      at: try replica.storage.nextPosition()
    )
    guard record.apply(change) == .applied else { return }
    let bytes = ChangeCodec.bytes(of: change) + World.unknownMember
    registry.newer.insert(registry.count + 1)
    let kept = KeptChange(change: change, bytes: bytes, hash: ChangeCodec.hash(of: bytes))
    try replica.storage.append(kept)
    try replica.storage.keepView(record)
  }

  /// A value that the hub has to refuse: one that does not fit its field, or a definition that a
  /// shopper may not write.
  private func poison(for header: RecordHeader, by person: Person) -> (RecordHeader, Put) {
    let serial = registry.count + 1
    if person.role == .shopper, chance.happens(0.3) {
      return (definition(in: header.scope.program), Put("note", .text("w\(serial)")))
    }
    let path: FieldPath = header.kind == .observation ? "verdict" : "code"
    return (header, Put(path, .number(ExactNumber(1_000 + serial))))
  }

  /// What somebody may want to write, by what they see.
  private func idea(of laptop: SimulatedLaptop) -> (RecordHeader, Edit)? {
    let seen = laptop.storage.records.keys.sorted()
    if !seen.isEmpty, chance.happens(0.75),
      let header = chance.pick(seen).flatMap({ laptop.storage.records[$0]?.header }),
      let record = try? laptop.storage.record(header.id)
    {
      if laptop.owner.role == .coordinator || header.scope.owner == laptop.owner.id {
        return (header, edit(of: record, laptop))
      }
    }
    let programs = cast.programs(of: laptop.owner).sorted()
    guard let program = chance.pick(programs) else { return nil }
    let header =
      laptop.owner.role == .coordinator
      ? review(by: laptop, in: program) ?? definition(in: program)
      : fieldWork(of: laptop, in: program)
    if let record = try? laptop.storage.record(header.id) {
      return (header, edit(of: record, laptop))
    }
    return (header, .write(puts(into: header, laptop)))
  }

  private func edit(of record: Record, _ laptop: SimulatedLaptop) -> Edit {
    if record.wasEditedWhileDeleted, chance.happens(0.3) { return .keep }
    if chance.happens(0.12), !record.isDeleted {
      return .delete(reason: "d\(registry.count + 1)")
    }
    return .write(puts(into: record.header, laptop))
  }

  /// A location by its code.
  private func definition(in program: RecordID) -> RecordHeader {
    let place = Cast.programs.firstIndex(of: program) ?? 0
    let id = Cast.locations[place][chance.below(2)]
    return RecordHeader(id: id, kind: .location, scope: Scope(program: program))
  }

  /// A review of a visit that the coordinator sees.
  private func review(by laptop: SimulatedLaptop, in program: RecordID) -> RecordHeader? {
    guard chance.happens(0.3) else { return nil }
    let visits = laptop.storage.records.values.map(\.header)
      .filter { $0.kind == .visit && $0.scope.program == program }
    guard let visit = chance.pick(visits.sorted { $0.id < $1.id }) else { return nil }
    let id = Review.id(visit: visit.id)
    return RecordHeader(id: id, kind: .review, scope: visit.scope, parent: visit.id)
  }

  /// A new visit, or an observation of one that the shopper has.
  private func fieldWork(of laptop: SimulatedLaptop, in program: RecordID) -> RecordHeader {
    let scope = Scope(program: program, owner: laptop.owner.id)
    let visits = laptop.storage.records.values.map(\.header)
      .filter { $0.kind == .visit && $0.scope == scope }.map(\.id).sorted()
    if let visit = chance.pick(visits), chance.happens(0.5) {
      let interaction = ["greeting", "queue"][chance.below(2)]
      let id = RecordID(.observation, in: visit, named: interaction)
      return RecordHeader(id: id, kind: .observation, scope: scope, parent: visit)
    }
    let id = RecordID(milliseconds: clock, random: chance.bits())
    return RecordHeader(id: id, kind: .visit, scope: scope)
  }

  /// One to three fields, with values that nobody else writes.
  private func puts(into header: RecordHeader, _ laptop: SimulatedLaptop) -> [Put] {
    let serial = registry.count + 1
    let all: [FieldPath] = ["note", "attribute/a", "attribute/b", "name"]
    let start = chance.below(4)
    var puts = (0..<[1, 1, 2, 3][chance.below(4)]).map { offset in
      Put(all[(start + offset) % 4], .text("w\(serial)"))
    }
    if header.kind == .location, chance.happens(0.2) {
      puts.append(Put("code", .text("c\(serial)")))
    }
    if laptop.isNewer, chance.happens(0.4) {
      // A varint member numbered 100: a kind of value that no program of today knows.
      let number = [UInt8(serial & 0x7f) | 0x80, UInt8(serial >> 7 & 0x7f)]
      puts.append(Put("novelty", .unknown([0xa0, 0x06] + number.canonicalVarint)))
    }
    return puts
  }
}

extension [UInt8] {
  /// Two bytes of a varint in its shortest form.
  fileprivate var canonicalVarint: [UInt8] {
    self[1] == 0 ? [self[0] & 0x7f] : self
  }
}
