// SPDX-License-Identifier: Apache-2.0

/// The moments of some visits, counted by interaction.
struct VisitTally: Sendable {
  private(set) var visits = 0
  private(set) var entries: [InteractionTally]

  init(_ bank: InteractionBank) {
    entries = bank.entries.map { _ in InteractionTally() }
  }

  mutating func add(_ visit: VisitMoments, _ places: [Int?], bank: InteractionBank) {
    visits += 1
    for index in places.indices {
      guard let place = places[index] else { continue }
      entries[place].add(visit.moments, at: index, by: bank.rules[place], in: visit.context.wave)
    }
  }

  mutating func add(_ other: VisitTally) {
    visits += other.visits
    for place in entries.indices { entries[place].add(other.entries[place]) }
  }

  /// Each interaction's result, in the order of the bank.
  func results(_ bank: InteractionBank, minimum: Int) -> [InteractionResult] {
    zip(entries, bank.entries).map { InteractionResult($0, of: $1, minimum: minimum) }
  }
}
