// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FoundationEssentials
import LocalStore
import SyncProtocol
import TestSupport

/// A laptop's store from its making to a refused change: enrolled, pulled into, written, synced.
struct LaptopLife: StoreLife {
  private static let ada = Person(
    id: PersonID(bits: 11),
    name: "Ada",
    role: .shopper,
    pseudonym: "shopper-1"
  )
  private static let program = Program.id(code: "air")
  private static let visit = RecordHeader(
    id: Visit.id(program: program, shopper: ada.id, code: "v1"),
    kind: .visit,
    scope: Scope(program: program, owner: ada.id)
  )

  private let chance = Chance()
  private let isWitnessed: Bool
  private let stepsMaximum: Int

  /// A laptop's life, or the first steps of it, with a witness of the store or without.
  init(stepsMaximum: Int = .max, isWitnessed: Bool = false) {
    self.stepsMaximum = stepsMaximum
    self.isWitnessed = isWitnessed
  }

  var steps: [@Sendable (LocalStore) async throws -> Void] {
    let steps: [@Sendable (StoreWriter) throws -> Void] = [
      { try $0.enrol(Self.enrolment(of: try $0.reader.replica())) },
      { try $0.keep(try Self.page(Self.published(), cursor: [1])) },
      {
        let puts = [Put("code", .text("v1")), Put("state", .text("in_progress"))]
        try $0.put(puts, into: Self.visit)
      },
      { try Self.observe("desk", .text("Four minutes."), $0) },
      { try Self.acknowledge(through: 1, $0) },
      { try Self.observe("said", .text(String(repeating: "Well! ", count: 200)), $0) },
      { try Self.observe("desk", .text("Five minutes."), $0) },
      { try Self.acknowledge(through: 3, refusing: 3, $0) },
      {
        let visit = try unwrapped(try $0.reader.record(Self.visit.id), "the visit")
        try $0.keep(try Self.page([visit], cursor: [2]))
      },
      { _ = try $0.requeue(3) },
      {
        _ = try $0.perform(.prune(try $0.reader.replica(), through: 1))
        try $0.noteRound(at: 1_767_225_700_000)
      },
      { _ = try $0.perform(.fork(try $0.reader.replica(), at: 3)) },
      { _ = try $0.perform(.beginRepair(epoch: [UInt8](repeating: 8, count: 16))) },
      { _ = try $0.perform(.endRepair) },
    ]
    return steps.prefix(stepsMaximum).enumerated().map { place, step in
      { @Sendable store in
        chance.begin(UInt64(place))
        try store.write(step)
      }
    }
  }

  func open(_ folder: String) throws -> LocalStore {
    chance.begin(1_000)
    return try LocalStore(
      folder: folder,
      surroundings: Surroundings(
        now: { LocalTime(milliseconds: 1_767_225_600_000, offsetSeconds: 0, zone: "UTC") },
        random: { chance.bytes(16).reduce(0) { $0 << 8 | UInt128($1) } }
      ),
      witnesses: isWitnessed ? folder + "-witnesses" : nil
    )
  }

  /// A store closes when the last who has it lets go.
  func close(_ store: LocalStore) {}

  func contents(of store: LocalStore) throws -> [String] {
    try store.read { reader in
      var lines = ["\(try reader.status())", "\(try reader.standing())"]
      lines.append("\(try reader.enrolment().map { "\($0)" } ?? "nobody's")")
      lines += try reader.quarantine().map { "refused \($0.change.dot) \($0.code)" }
      for kind in [RecordKind.program, .interaction, .visit, .observation] {
        try reader.forEach(kind, includingDeleted: true) {
          lines.append("\($0.header.id) \(ChangeCodec.hash(of: RecordCodec.bytes(of: $0)))")
        }
      }
      for name in try reader.standing().incarnations {
        lines += try Self.journal(of: name.replica, reader).entries.map {
          "\(name.replica) \($0.counter) \($0.hash)"
        }
      }
      return lines
    }
  }

  func findings(in store: LocalStore) throws -> [String] {
    try store.integrityFindings() + store.read { try $0.verify().findings }
  }
}

extension LaptopLife {
  private static func enrolment(of replica: ReplicaID) -> Enrolment {
    Enrolment(
      hub: "http://127.0.0.1:9",
      token: "a token that leads nowhere",
      card: ReplicaCard(replica: replica, device: "Ada's laptop", person: ada),
      pseudonymKey: [],
      caFile: nil
    )
  }

  /// A program with some interactions, as a coordinator's laptop wrote them.
  private static func published() -> [FieldModel.Record] {
    let codes = ["desk", "said"]
    let headers =
      [RecordHeader(id: program, kind: .program, scope: Scope(program: program))]
      + codes.map { code in
        RecordHeader(
          id: RecordID(.interaction, in: program, named: code),
          kind: .interaction,
          scope: Scope(program: program)
        )
      }
    return zip(headers, ["air"] + codes).enumerated().map { place, pair in
      var record = FieldModel.Record(header: pair.0)
      let change = record.change(
        .write([Put("code", .text(pair.1)), Put("name", .text("The \(pair.1)"))]),
        by: Writer(
          person: PersonID(bits: 1),
          authority: .coordinator,
          now: LocalTime(milliseconds: 1_767_000_000_000)
        ),
        at: JournalPosition(dot: Dot(ReplicaID(bits: 1), UInt64(place) + 1), previous: .none)
      )
      record.apply(change)
      return record
    }
  }

  private static func page(
    _ records: [FieldModel.Record],
    cursor: [UInt8]
  ) throws -> PulledPage {
    var response = WirePullResponse()
    response.records = records.map { Data(RecordCodec.bytes(of: $0)) }
    response.cursor = Data(cursor)
    return try PulledPage(response)
  }

  private static func observe(
    _ interaction: String,
    _ value: FieldValue,
    _ writer: StoreWriter
  ) throws {
    try writer.edit(
      RecordHeader(
        id: Observation.id(visit: visit.id, interaction: interaction),
        kind: .observation,
        scope: visit.scope,
        parent: visit.id
      ),
      .write([Put("interaction", .text(interaction)), Put("value", value)])
    )
  }

  private static func journal(
    of replica: ReplicaID,
    after counter: UInt64 = 0,
    _ reader: StoreReader
  ) throws -> JournalRun {
    let event = try reader.perform(
      .load(replica, after: counter, changesMaximum: 99, bytesMaximum: 1 << 20)
    )
    guard case .loaded(let run) = event else { throw SystemFailure("read the journal", code: 0) }
    return run
  }

  /// Keeps what a hub answers that has the journal up to a counter, and may refuse a change of it.
  private static func acknowledge(
    through counter: UInt64,
    refusing refused: UInt64? = nil,
    _ writer: StoreWriter
  ) throws {
    let replica = try writer.reader.replica()
    let last = try journal(of: replica, after: counter - 1, writer.reader).entries.first
    let rejection = Rejection(counter: refused ?? 0, code: "late", detail: "Too late.")
    let acknowledgement = Acknowledgement(
      replica: replica,
      counter: counter,
      head: try unwrapped(last, "the last change").hash,
      receipt: [UInt8](repeating: 7, count: 32),
      rejections: refused == nil ? [] : [rejection]
    )
    _ = try writer.perform(.acknowledge(acknowledgement))
  }
}
