// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FoundationEssentials
import HubStore
import Replication
import SyncProtocol
import Synchronization
import TestSupport

/// A hub's store from its making to a released visit: two people enrol, push and are refused.
struct HubLife: StoreLife {
  /// What is told only once, and is the same in every life.
  private final class Memory: Sendable {
    let told = Mutex<[String: String]>([:])
  }

  private let chance = Chance()
  private let memory = Memory()

  var steps: [@Sendable (SQLiteHubStore) async throws -> Void] {
    let steps: [@Sendable (SQLiteHubStore) async throws -> Void] = [
      { try await invite("Coco", .coordinator, at: $0) },
      { try await enrol("Coco", at: $0) },
      { try await push("Coco", 1...3, at: $0) },
      { try await invite("Ada", .shopper, at: $0) },
      { try await enrol("Ada", at: $0) },
      { hub in
        let ada = try await session("Ada", at: hub)
        var hello = WireHelloRequest()
        hello.versions = SyncVersion.spokenByStore
        hello.replica = Data(ada.replica.bytes)
        hello.device = "Ada's other bag"
        hello.last = 6
        _ = try await hub.answer(hello, by: ada)
      },
      { try await push("Ada", 1...4, at: $0) },
      { try await push("Ada", 3...6, at: $0) },
      { try await push("Coco", 4...4, at: $0) },
      { _ = try await $0.backUp(to: $0.folder + "/backup.sqlite") },
      { hub in
        let ada = try await session("Ada", at: hub)
        _ = try await hub.erase([Journal.visit(of: ada.person.id).id], reason: "Asked to.")
      },
    ]
    return steps.enumerated().map { place, step in
      { @Sendable hub in
        chance.begin(UInt64(place))
        try await step(hub)
      }
    }
  }

  func open(_ folder: String) throws -> SQLiteHubStore {
    chance.begin(1_000)
    return try SQLiteHubStore(
      folder: folder,
      surroundings: Surroundings(now: { 1_767_225_600_000 }, random: { chance.bytes($0) })
    )
  }

  func close(_ hub: SQLiteHubStore) throws {
    try hub.close()
  }

  func contents(of hub: SQLiteHubStore) async throws -> [String] {
    let status = try await hub.status()
    var lines = ["\(status.people) people", "\(status.changes) changes", "\(status.seq) entries"]
    lines += status.replicas.map { "\($0)" }.sorted()
    for (name, token) in memory.told.withLock(\.self).sorted(by: { $0.key < $1.key }) {
      guard let session = try await hub.session(token: token) else { continue }
      let page = try await hub.pull(since: [], recordsMaximum: 99, by: session)
      lines.append("\(name): \(session), cursor \(page.cursor), \(page.cards)")
      lines += page.records.map { "\(ChangeCodec.hash(of: $0))" }
    }
    return lines
  }

  func findings(in hub: SQLiteHubStore) async throws -> [String] {
    try await hub.check()
  }
}

extension HubLife {
  private func invite(_ name: String, _ role: Role, at hub: SQLiteHubStore) async throws {
    let invitation = Invitation(name: name, role: role, program: role == .shopper ? "air" : nil)
    let issued = try await hub.invite(invitation, by: nil)
    memory.told.withLock { $0["code of \(name)"] = issued.code }
  }

  private func enrol(_ name: String, at hub: SQLiteHubStore) async throws {
    let code = memory.told.withLock { $0["code of \(name)"] }
    let enrolment = try await hub.enrol(
      code: try unwrapped(code, "a code"),
      replica: ReplicaID(bits: UInt128(name.utf8.count)),
      device: "\(name)'s laptop"
    )
    memory.told.withLock { $0["token of \(name)"] = enrolment.token }
  }

  private func session(_ name: String, at hub: SQLiteHubStore) async throws -> Session {
    let token = try unwrapped(memory.told.withLock { $0["token of \(name)"] }, "a token")
    return try unwrapped(try await hub.session(token: token), "a session")
  }

  /// Sends some of the changes that somebody's laptop wrote.
  private func push(
    _ name: String,
    _ counters: ClosedRange<Int>,
    at hub: SQLiteHubStore
  ) async throws {
    let session = try await session(name, at: hub)
    let ada = name == "Ada" ? session : try? await self.session("Ada", at: hub)
    var journal = Journal(of: session)
    if name == "Coco" {
      journal.publish()
      if let ada { journal.release(visitOf: ada.person.id) }
    } else {
      journal.visit()
    }
    let changes = Array(journal.changes[(counters.lowerBound - 1)...(counters.upperBound - 1)])
    let epoch = try await hub.timeline().epoch
    let batch = Batch(epoch: epoch, replica: session.replica, changes: changes)
    let outcome = try await hub.push(batch, by: session)
    guard outcome.end.counter == UInt64(counters.upperBound) else {
      throw SystemFailure("push to the end: \(outcome)", code: 0)
    }
  }
}

/// What somebody's laptop has written.
private struct Journal {
  private static let program = Program.id(code: "air")
  private static let codes = ["desk", "said"]

  private let session: Session
  private var records: [RecordID: Record] = [:]
  private(set) var changes: [[UInt8]] = []

  init(of session: Session) {
    self.session = session
  }

  /// Three changes: a program and its interactions.
  mutating func publish() {
    let scope = Scope(program: Self.program)
    write(RecordHeader(id: Self.program, kind: .program, scope: scope), "name", "Moments")
    for code in Self.codes {
      write(interaction(code), "name", "The \(code)")
    }
  }

  /// Six changes: a visit and its observations, written over, and one that is not Ada's to make.
  mutating func visit() {
    let visit = Self.visit(of: session.person.id)
    write(visit, "state", "in_progress")
    write(observation("desk", visit), "value", "Four minutes.")
    write(interaction("desk"), "name", "Mine")
    write(observation("said", visit), "value", String(repeating: "Well! ", count: 200))
    write(visit, "state", "submitted")
    write(observation("desk", visit), "value", "Five minutes.")
  }

  /// One change: a visit becomes readable for viewers, with all that belongs to it.
  mutating func release(visitOf owner: PersonID) {
    let visit = Self.visit(of: owner)
    let review = RecordHeader(
      id: Review.id(visit: visit.id),
      kind: .review,
      scope: visit.scope,
      parent: visit.id
    )
    write(review, "state", "released")
  }

  private func interaction(_ code: String) -> RecordHeader {
    RecordHeader(
      id: RecordID(.interaction, in: Self.program, named: code),
      kind: .interaction,
      scope: Scope(program: Self.program)
    )
  }

  static func visit(of owner: PersonID) -> RecordHeader {
    RecordHeader(
      id: Visit.id(program: Self.program, shopper: owner, code: "v1"),
      kind: .visit,
      scope: Scope(program: Self.program, owner: owner)
    )
  }

  private func observation(_ interaction: String, _ visit: RecordHeader) -> RecordHeader {
    RecordHeader(
      id: Observation.id(visit: visit.id, interaction: interaction),
      kind: .observation,
      scope: visit.scope,
      parent: visit.id
    )
  }

  private mutating func write(_ header: RecordHeader, _ field: FieldPath, _ text: String) {
    let person = session.person
    var record = records[header.id] ?? Record(header: header)
    let change = record.change(
      .write([Put(field, .text(text))]),
      by: Writer(
        person: person.id,
        authority: person.role == .coordinator ? .coordinator : .shopper,
        now: LocalTime(milliseconds: 1_767_225_600_000)
      ),
      at: JournalPosition(
        dot: Dot(session.replica, UInt64(changes.count) + 1),
        previous: changes.last.map(ChangeCodec.hash) ?? .none
      )
    )
    record.apply(change)
    records[header.id] = record
    changes.append(ChangeCodec.bytes(of: change))
  }
}
