// SPDX-License-Identifier: Apache-2.0

import CommandLine
package import FieldModel
import Foundation
import Intake
package import LocalStore
package import SyncProtocol

/// A shopper's laptop that was enrolled and has pulled a program, without a hub anywhere: what a
/// hub would have sent is put into its store directly, and its hub's address leads nowhere.
package struct Laptop: Sendable {
  /// The folder of the store, removed with the laptop.
  package let folder: TemporaryFolder

  /// Whose it is.
  package let owner: Person

  private let program: ProgramUnderTest

  /// A laptop with a program.
  ///
  /// - Parameters:
  ///   - name: Its owner's name.
  ///   - role: What its owner may do.
  ///   - yaml: The program's file.
  /// - Throws: What stands in the way of making a store.
  package init(
    of name: String = "Ada",
    role: Role = .shopper,
    program yaml: String = SampleProgram.yaml
  ) throws {
    folder = try TemporaryFolder()
    owner = Person(
      id: PersonID(bits: UInt128(name.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) })),
      name: name,
      role: role,
      pseudonym: "shopper-\(name.utf8.count)"
    )
    program = try ProgramUnderTest(
      role == .coordinator ? "coordinator" : "shopper",
      environment: ["SHOPPER_STORE": folder.path, "HOME": folder.path, "TZ": "Europe/Stockholm"]
    )
    let store = try store()
    let owner = owner
    let records = try SampleProgram.records(of: yaml)
    try store.write { writer in
      try writer.enrol(
        Enrolment(
          hub: "http://127.0.0.1:9",
          token: "a token that leads nowhere",
          card: ReplicaCard(
            replica: try writer.reader.replica(),
            device: "\(name)'s laptop",
            person: owner
          ),
          pseudonymKey: [],
          caFile: nil
        )
      )
      try writer.keep(try Laptop.page(of: records))
    }
  }

  /// The store, opened in this process.
  package func store() throws -> LocalStore {
    try LocalStore(folder: folder.path, surroundings: .live)
  }

  /// Runs `shopper` (`coordinator` on a coordinator's laptop) to its end.
  @discardableResult
  package func run(_ arguments: String..., input: String = "") throws -> ProgramOutcome {
    try program.run(arguments, input: input)
  }

  /// Starts it, to run beside others.
  package func start(_ arguments: [String], input: String = "") throws -> RunningProgram {
    try program.start(arguments, input: input.utf8)
  }

  /// Puts records into the store as a pull would.
  package func pull(_ records: [FieldModel.Record], cards: [ReplicaCard] = []) throws {
    let page = try Laptop.page(of: records, cards: cards)
    try store().write { try $0.keep(page) }
  }

  private static func page(
    of records: [FieldModel.Record],
    cards: [ReplicaCard] = []
  ) throws -> PulledPage {
    var response = WirePullResponse()
    response.records = records.map { Data(RecordCodec.bytes(of: $0)) }
    response.cards = cards.map { WireReplicaCard($0) }
    response.cursor = Data([1])
    return try PulledPage(response)
  }
}

/// A program with an interaction of every kind.
package enum SampleProgram {
  /// The program's file.
  package static let yaml = """
    program: { code: skyline, name: Moments of truth, outcome: desk }
    waves: [{ code: spring, name: Spring }, { code: autumn, name: Autumn }]
    brands: [{ code: sky, name: Skyline Air, subject: own }]
    segments: [{ code: family, name: Families }]
    scenarios: [{ code: pushchair, name: Pushchair, segment: family }]
    locations:
      - { code: ARN, name: Stockholm Arlanda, brand: sky, city: Stockholm }
      - { code: OSL, name: Oslo Gardermoen, brand: sky, city: Oslo }
      - { code: CPH, name: Copenhagen Kastrup, brand: sky, city: Copenhagen }
    interactions:
      - { code: queue, name: The queue, order: 1, kind: minutes, stage: arrival }
      - { code: desk, name: The desk, order: 2, kind: rating, min: 1, max: 5 }
      - { code: bag, name: Bag taken, order: 3, kind: yesno }
      - { code: said, name: What they said, order: 4, kind: text }
      - { code: ticket, name: The ticket, order: 5, kind: choice, choices: [paper, app] }
      - { code: papers, name: Asked for, order: 6, kind: choices, choices: [pass, visa, bag] }
      - { code: fee, name: The fee, order: 7, kind: amount, currency: EUR }
      - { code: people, name: People ahead, order: 8, kind: count }
      - { code: full, name: How full, order: 9, kind: share }
      - { code: called, name: Called at, order: 10, kind: time }
      - { code: booked, name: Booked on, order: 11, kind: date }
    assignments:
      - { code: a1, shopper: Ada, location: ARN, scenario: pushchair, wave: spring }
      - { code: a2, shopper: Bo, location: OSL, wave: spring }
    """

  /// The program's records as a coordinator published them.
  package static func records(of yaml: String = yaml) throws -> [FieldModel.Record] {
    let file = try ProgramFile(yaml: yaml, file: "program.yaml")
    let program = Program.id(code: file.code)
    return ([file.program] + file.definitions).enumerated().map { place, draft in
      record(
        RecordHeader(
          id: draft.kind == .program ? program : draft.definitionID(in: program),
          kind: draft.kind,
          scope: Scope(program: program)
        ),
        draft.puts,
        counter: UInt64(place + 1)
      )
    }
  }

  /// A record as somebody wrote it in one change.
  package static func record(
    _ header: RecordHeader,
    _ puts: [Put],
    counter: UInt64,
    by author: PersonID = PersonID(bits: 1),
    on replica: ReplicaID = ReplicaID(bits: 1)
  ) -> FieldModel.Record {
    var record = FieldModel.Record(header: header)
    let writer = Writer(
      person: author,
      authority: .coordinator,
      now: LocalTime(milliseconds: 1_767_225_600_000)
    )
    let position = JournalPosition(dot: Dot(replica, counter), previous: .none)
    record.apply(record.change(.write(puts), by: writer, at: position))
    return record
  }
}
