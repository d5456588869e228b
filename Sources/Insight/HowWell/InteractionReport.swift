// SPDX-License-Identifier: Apache-2.0

/// How well are we doing? Each interaction with its figures, over all visits or by groups of them.
///
/// Takes one visit after another; memory grows with groups and interactions, not with visits.
package struct InteractionReport: Sendable {
  /// Below how many answers figures are too few to go by, where nobody said otherwise.
  package static let usualMinimum = 10

  /// What the report stands on.
  package private(set) var basis = Basis()

  /// What visits are grouped by; none for all in one.
  package let dimensions: [Dimension]

  let facts: ProgramFacts
  let minimum: Int
  private var groups: [GroupKey: VisitTally] = [:]

  /// A report on a program.
  ///
  /// - Parameters:
  ///   - facts: What is known of the program.
  ///   - dimensions: What visits are grouped by, each by each; none for all in one.
  ///   - minimum: Below how many answers figures are too few to go by.
  package init(
    _ facts: ProgramFacts,
    by dimensions: [Dimension] = [],
    minimum: Int = InteractionReport.usualMinimum
  ) {
    self.facts = facts
    self.dimensions = dimensions
    self.minimum = minimum
    if dimensions.isEmpty { groups[GroupKey([])] = VisitTally(facts.bank) }
  }

  /// Takes a visit.
  package mutating func add(_ visit: VisitMoments) {
    let bank = facts.bank
    let places = bank.places(of: visit.moments)
    basis.add(visit, places)
    let key = GroupKey(visit.context, by: dimensions)
    groups[key, default: VisitTally(bank)].add(visit, places, bank: bank)
  }

  /// What came out for each group, in the order of the groups: waves by their first days.
  package var results: [GroupResult] {
    facts.ordered(groups, by: dimensions).map { key, tally in
      GroupResult(
        key: key,
        name: facts.name(of: key, by: dimensions),
        visits: tally.visits,
        interactions: tally.results(facts.bank, minimum: minimum)
      )
    }
  }

  /// The report as named values.
  package var report: ReportValue {
    let head: ReportValue =
      ["program": .code(facts.code)] + basis.report
      + ["minimum_n": .whole(minimum)]
    guard !dimensions.isEmpty else {
      return head + ["interactions": results.first?.interactionsReport ?? []]
    }
    return head + [
      "grouped_by": .list(dimensions.map { .text($0.name) }),
      "groups": .list(results.map(\.report)),
    ]
  }
}

/// What came out for a group of visits.
package struct GroupResult: Sendable {
  /// The group.
  package let key: GroupKey

  /// What people call it.
  package let name: String

  /// How many visits are in it.
  package let visits: Int

  /// Each interaction of the bank, in its order.
  package let interactions: [InteractionResult]

  /// The result of an interaction; nil where the bank has none of that code.
  package subscript(code: Label) -> InteractionResult? {
    interactions.first { $0.entry.code == code }
  }

  fileprivate var interactionsReport: ReportValue {
    .list(interactions.map(\.report))
  }

  fileprivate var report: ReportValue {
    [
      "group": .text(key.text), "name": .text(name), "n_visits": .whole(visits),
      "interactions": interactionsReport,
    ]
  }
}
