// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// What of the interaction bank was looked at, how often, and when last.
///
/// Takes one visit after another; memory grows with interactions, not with visits.
package struct BankCoverage: Sendable {
  /// What was seen of one interaction.
  package struct Seen: Sendable {
    /// The interaction.
    package let entry: BankEntry
    /// How many moments of it were observed.
    package fileprivate(set) var observations = 0
    /// What impressions they left.
    package fileprivate(set) var impressions = Impressions()
    /// The last day on which it was observed; nil where it never was, or no day is known.
    package fileprivate(set) var lastDay: CalendarDate?
  }

  /// What the report stands on.
  package private(set) var basis = Basis()

  /// Each interaction of the bank, in its order.
  package private(set) var seen: [Seen]

  let facts: ProgramFacts

  /// Below how many answers figures are too few to go by.
  let minimum: Int

  /// Nothing seen yet of a program's bank.
  ///
  /// - Parameters:
  ///   - facts: What is known of the program.
  ///   - minimum: Below how many answers figures are too few to go by.
  package init(_ facts: ProgramFacts, minimum: Int = InteractionReport.usualMinimum) {
    self.facts = facts
    self.minimum = minimum
    seen = facts.bank.entries.map { Seen(entry: $0) }
  }

  /// Takes a visit.
  package mutating func add(_ visit: VisitMoments) {
    let places = facts.bank.places(of: visit.moments)
    basis.add(visit, places)
    for (moment, place) in zip(visit.moments, places) where moment.tookPlace {
      guard let place else { continue }
      seen[place].observations += 1
      if let day = moment.observedAt?.day ?? visit.context.date {
        seen[place].lastDay = max(seen[place].lastDay ?? day, day)
      }
      if let verdict = facts.bank.rules[place].verdict(of: moment, in: visit.context.wave) {
        seen[place].impressions.add(verdict)
      }
    }
  }
}
