// SPDX-License-Identifier: Apache-2.0

import CommandLine
import FieldModel
import Foundation
import LocalStore
import SyncProtocol
import TestSupport

/// Somebody who writes on a laptop of their own, far from the coordinator's.
struct Hand {
  let card: ReplicaCard
  private let authority: Authority
  private var counter: UInt64 = 0

  /// Every change so far, as it would travel.
  private(set) var changes: [Change] = []

  init(_ name: String, _ number: Int, as role: Role = .shopper) {
    let person = Person(
      id: PersonID(bits: UInt128(number) << 64),
      name: name,
      role: role,
      pseudonym: "S-\(number)"
    )
    card = ReplicaCard(
      replica: ReplicaID(bits: UInt128(number) << 96),
      device: "\(name)'s laptop",
      person: person
    )
    authority = role == .coordinator ? .coordinator : .shopper
  }

  /// Makes an edit of a record at so many minutes after noon.
  mutating func edit(
    _ record: inout FieldModel.Record,
    _ edit: Edit,
    minute: Int = 0,
    isResolution: Bool = false
  ) {
    counter += 1
    let writer = Writer(
      person: card.person.id,
      authority: isResolution ? .resolution : authority,
      now: LocalTime(
        milliseconds: 1_769_943_600_000 + Int64(minute) * 60_000,
        offsetSeconds: 3_600,
        zone: "Europe/Stockholm"
      )
    )
    let position = JournalPosition(dot: Dot(card.replica, counter), previous: .none)
    let change = record.change(edit, by: writer, at: position)
    record.apply(change)
    changes.append(change)
  }

  /// Writes fields of a record.
  mutating func write(
    _ record: inout FieldModel.Record,
    _ fields: [FieldPath: FieldValue],
    minute: Int = 0
  ) {
    let puts = fields.sorted { $0.key < $1.key }.map { Put($0.key, $0.value) }
    edit(&record, .write(puts), minute: minute)
  }

  /// A visit of one's own with answers by interaction.
  mutating func visit(
    _ code: String,
    of program: String = "skyline",
    to location: String = "ARN",
    _ fields: [FieldPath: FieldValue] = [:],
    answers: [String: FieldValue] = [:]
  ) -> [FieldModel.Record] {
    let program = Program.id(code: program)
    let scope = Scope(program: program, owner: card.person.id)
    let id = Visit.id(program: program, shopper: card.person.id, code: code)
    var visit = FieldModel.Record(header: RecordHeader(id: id, kind: .visit, scope: scope))
    let own: [FieldPath: FieldValue] = [
      "code": .text(code), "location": .text(location), "state": .text("finished"),
    ]
    write(&visit, own.merging(fields) { $1 })
    return [visit]
      + answers.sorted { $0.key < $1.key }.map { interaction, value in
        var observation = FieldModel.Record(
          header: RecordHeader(
            id: Observation.id(visit: id, interaction: interaction),
            kind: .observation,
            scope: scope,
            parent: id
          )
        )
        write(&observation, ["interaction": .text(interaction), "value": value], minute: 1)
        return observation
      }
  }
}

extension CoordinatorDesk {
  /// A desk with the sample program.
  static func skyline(role: Role = .coordinator) throws -> CoordinatorDesk {
    try CoordinatorDesk(role: role, program: SampleProgram.yaml)
  }

  /// Puts into the store what a hub would have sent: records, their past, and who wrote.
  func receive(
    _ records: [FieldModel.Record],
    past: [Change] = [],
    from cards: [ReplicaCard] = []
  ) throws {
    var response = WirePullResponse()
    response.records = records.map { Data(RecordCodec.bytes(of: $0)) }
    response.past = past.map { Data(ChangeCodec.bytes(of: $0)) }
    response.cards = cards.map { WireReplicaCard($0) }
    response.cursor = Data([1])
    let page = try PulledPage(response)
    try laptop.store().write { try $0.keep(page) }
  }
}

/// A whole number as a field holds it.
func number(_ whole: Int) -> FieldValue { .number(ExactNumber(whole)) }
