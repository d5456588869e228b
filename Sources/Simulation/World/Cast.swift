// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Replication

/// The people of a history, and what they take part in.
struct Cast {
  /// A coordinator and a shopper, then another of each.
  static let people: [Person] = [
    person(1, "Carla", .coordinator), person(2, "Sam", .shopper), person(3, "Sue", .shopper),
    person(4, "Colin", .coordinator),
  ]

  /// Who speaks for the hub.
  static let `operator` = person(99, "hub", .coordinator)

  /// The programs that there are.
  static let programs: [RecordID] = [
    RecordID(.program, in: nil, named: "north"), RecordID(.program, in: nil, named: "south"),
  ]

  /// Places that two coordinators may create without knowing of each other.
  static let locations: [[RecordID]] = programs.map { program in
    ["a", "b"].map { RecordID(.location, in: program, named: $0) }
  }

  /// Programs that somebody has left.
  private var left: [PersonID: Set<RecordID>] = [:]

  private static func person(_ number: UInt128, _ name: String, _ role: Role) -> Person {
    Person(
      id: PersonID(bits: number << 64 | number),
      name: name,
      role: role,
      pseudonym: "P\(number)"
    )
  }

  /// Somebody by name.
  static func person(_ id: PersonID) -> Person? {
    people.first { $0.id == id } ?? (id == `operator`.id ? `operator` : nil)
  }

  /// The programs that a person takes part in.
  func programs(of person: Person) -> Set<RecordID> {
    Set(Cast.programs).subtracting(left[person.id] ?? [])
  }

  /// Takes a person out of a program.
  mutating func withdraw(_ person: Person, from program: RecordID) {
    left[person.id, default: []].insert(program)
  }

  /// Lets a person take part again.
  mutating func readmit(_ person: Person, to program: RecordID) {
    left[person.id]?.remove(program)
  }

  /// Who a store with a token of a person is to the hub.
  func session(of person: Person, store: ReplicaID) -> Session {
    Session(
      person: person,
      replica: store,
      grant: .programs(programs(of: person)),
      revoked: (left[person.id] ?? []).sorted()
    )
  }

  /// Whether a record is a person's to read.
  func mayRead(_ header: RecordHeader, _ person: Person) -> Bool {
    let isTheirs = header.scope.owner == nil || header.scope.owner == person.id
    return (isTheirs || person.role == .coordinator)
      && !(left[person.id]?.contains(header.scope.program) ?? false)
  }
}
