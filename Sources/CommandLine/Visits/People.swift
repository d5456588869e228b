// SPDX-License-Identifier: Apache-2.0

import FieldModel
import LocalStore
import SyncProtocol

/// The names of those who write, as far as the store knows them.
struct People {
  private let cards: [ReplicaID: ReplicaCard]
  private let persons: [PersonID: Person]

  init(_ cards: [ReplicaID: ReplicaCard]) {
    self.cards = cards
    persons = Dictionary(cards.values.map { ($0.person.id, $0.person) }) { $1 }
  }

  /// The name of a person, else their pseudonym, else the beginning of their ID.
  func name(of id: PersonID) -> String {
    let person = persons[id]
    let names = [person?.name, person?.pseudonym].compactMap(\.self).filter { !$0.isEmpty }
    return names.first ?? String(id.description.prefix(10))
  }

  /// What its owner calls the machine of a replica; empty where nobody said.
  func device(of replica: ReplicaID) -> String {
    cards[replica]?.device ?? ""
  }
}

extension StoreReader {
  /// Everybody that the store knows of.
  func people() throws -> People {
    People(try cards())
  }
}
