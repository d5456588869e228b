// SPDX-License-Identifier: Apache-2.0

import Export
import FieldModel

/// Somebody who writes records, so that tests can make concurrent values.
struct Scribe {
  let replica: ReplicaID
  let person: PersonID
  let authority: Authority
  private var counter: UInt64 = 0

  init(_ number: Int, authority: Authority = .shopper) {
    replica = ReplicaID(bits: UInt128(number))
    person = PersonID(bits: UInt128(number))
    self.authority = authority
  }

  /// Writes fields of a record at a minute after noon in Stockholm.
  mutating func write(
    _ fields: [FieldPath: FieldValue],
    to record: inout Record,
    minute: Int = 0
  ) {
    let puts = fields.sorted { $0.key < $1.key }.map { Put($0.key, $0.value) }
    perform(.write(puts), on: &record, minute: minute)
  }

  /// Edits a record.
  mutating func perform(_ edit: Edit, on record: inout Record, minute: Int = 0) {
    counter += 1
    let writer = Writer(person: person, authority: authority, now: noon(minute))
    let position = JournalPosition(dot: Dot(replica, counter), previous: .none)
    record.apply(record.change(edit, by: writer, at: position))
  }
}

/// A minute after noon on 1 February 2026 in Stockholm, 11:00 UTC.
func noon(_ minute: Int = 0, zone: String = "Europe/Stockholm") -> LocalTime {
  LocalTime(
    milliseconds: 1_769_943_600_000 + Int64(minute) * 60_000,
    offsetSeconds: 3_600,
    zone: zone
  )
}

/// A small program with one place, two brands and three interactions, and its field work.
struct FieldWork {
  let program = Program.id(code: "nordic")
  var coordinator = Scribe(9, authority: .coordinator)
  var shopper = Scribe(1)

  /// The program's definitions.
  mutating func definitions() -> [Record] {
    let bank: [(String, [FieldPath: FieldValue])] = [
      ("wait", ["kind": .text("minutes"), "order": number("2"), "form": .text("telephone")]),
      ("desk", ["kind": .text("rating"), "order": number("1"), "max": number("10")]),
      ("bag", ["kind": .text("yesno"), "order": number("3"), "stage": .text("at the belt")]),
    ]
    return [
      definition(.program, "nordic", ["name": .text("Nordic")]),
      definition(.brand, "rival", ["subject": .text("competitor")]),
      definition(
        .location,
        "ARN",
        [
          "name": .text("=Arlanda"), "brand": .text("rival"), "latitude": number("59.65"),
          "attribute/Gate no.": .text("F 28"),
        ]
      ),
    ] + bank.map { definition(.interaction, $0.0, $0.1) }
  }

  /// An empty record of a visit by the shopper.
  func visit(_ code: String) -> Record {
    let id = Visit.id(program: program, shopper: shopper.person, code: code)
    let scope = Scope(program: program, owner: shopper.person)
    return Record(header: RecordHeader(id: id, kind: .visit, scope: scope))
  }

  /// An empty record of an observation on a visit.
  func observation(_ interaction: String, on visit: Record) -> Record {
    let id = Observation.id(visit: visit.header.id, interaction: interaction)
    return Record(
      header: RecordHeader(
        id: id,
        kind: .observation,
        scope: visit.header.scope,
        parent: visit.header.id
      )
    )
  }

  /// An empty review of a visit.
  func review(of visit: Record) -> Record {
    let id = Review.id(visit: visit.header.id)
    return Record(
      header: RecordHeader(
        id: id,
        kind: .review,
        scope: visit.header.scope,
        parent: visit.header.id
      )
    )
  }

  private mutating func definition(
    _ kind: RecordKind,
    _ code: String,
    _ fields: [FieldPath: FieldValue]
  ) -> Record {
    let id = kind == .program ? program : RecordID(kind, in: program, named: code)
    var record = Record(
      header: RecordHeader(id: id, kind: kind, scope: Scope(program: program))
    )
    coordinator.write(fields.merging(["code": .text(code)]) { $1 }, to: &record)
    return record
  }
}

/// A number by its digits.
func number(_ digits: String) -> FieldValue {
  ExactNumber(digits).map(FieldValue.number) ?? .unreadable(digits)
}

/// Names that show what they name.
let plainNames = DatasetNames(
  person: { "person \($0.bits)" },
  shopper: { owner, stated in stated ?? owner.map { "S\($0.bits)" } },
  device: { "laptop \($0.bits)" }
)
