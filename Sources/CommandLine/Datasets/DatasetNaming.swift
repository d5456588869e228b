// SPDX-License-Identifier: Apache-2.0

import Export
import FieldModel
import LocalStore
import SyncProtocol

extension DatasetNames {
  /// The names under which people and machines appear in a program's dataset.
  ///
  /// - Parameters:
  ///   - program: The program.
  ///   - reader: The store.
  ///   - isIdentified: Whether people appear under their own names and machines under theirs, which
  ///     give people away.
  /// - Throws: ``StoreError``.
  init(of program: RecordID, in reader: StoreReader, isIdentified: Bool) throws {
    let cards = try reader.cards()
    let known = cards.values.sorted { $0.replica < $1.replica }.map(\.person)
    let people = Dictionary(known.map { ($0.id, $0) }) { first, _ in first }
    let key = try reader.enrolment()?.pseudonymKey ?? []
    let person: @Sendable (PersonID) -> String = { id in
      let name = people[id].map { isIdentified ? $0.name : $0.pseudonym } ?? ""
      return name.isEmpty ? id.description : name
    }
    self.init(
      person: person,
      shopper: { owner, stated in
        guard let stated, !stated.isEmpty else { return owner.map(person) }
        return isIdentified ? stated : Pseudonym.of(stated, in: program, key: key)
      },
      device: { replica in
        (isIdentified ? cards[replica]?.device : nil) ?? replica.description
      }
    )
  }
}
