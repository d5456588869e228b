// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// How committed customers are, beside how satisfied: somebody may be satisfied and go elsewhere.
///
/// Each answer counts from 0 at its bad end to 1 at its good one; a visit's commitment is the mean
/// of the parts that it has. Takes one visit after another.
package struct CommitmentReport: Sendable {
  /// What the report stands on.
  package private(set) var basis = Basis()

  /// The commitment of each visit that has any part of it.
  package private(set) var commitment = Distribution()

  /// The satisfaction of each visit that has the outcome.
  package private(set) var satisfaction = Distribution()

  /// The answers to each part.
  package private(set) var parts: [CommitmentPart: Distribution] = [:]

  /// How commitment goes with satisfaction, over visits that have both.
  package private(set) var both = JointDistribution()

  private let facts: ProgramFacts
  private let outcome: Label?
  let minimum: Int

  /// A report on a program.
  ///
  /// - Parameters:
  ///   - facts: What is known of the program; its bank says which interactions are parts.
  ///   - minimum: Below how many visits figures are too few to go by.
  package init(_ facts: ProgramFacts, minimum: Int = InteractionReport.usualMinimum) {
    self.facts = facts
    self.minimum = minimum
    outcome = facts.outcome
  }

  /// Takes a visit.
  package mutating func add(_ visit: VisitMoments) {
    let places = facts.bank.places(of: visit.moments)
    basis.add(visit, places)
    var known: [Double] = []
    var outcome: Double?
    for (moment, place) in zip(visit.moments, places) {
      guard let entry = place.map({ facts.bank.entries[$0] }),
        let goodness = entry.goodness(of: moment, in: visit.context.wave)
      else { continue }
      if moment.interaction == self.outcome { outcome = outcome ?? goodness }
      guard let part = entry.commitment else { continue }
      parts[part, default: Distribution()].add(goodness)
      known.append(goodness)
    }
    if let outcome { satisfaction.add(outcome) }
    guard !known.isEmpty else { return }
    let mean = known.reduce(0, +) / Double(known.count)
    commitment.add(mean)
    if let outcome { both.add(mean, outcome) }
  }

  /// The report as named values.
  package var report: ReportValue {
    let rows = CommitmentPart.allCases.compactMap { part in
      parts[part].map { ["part": .text(part.rawValue)] + figures($0) }
    }
    return ["program": .code(facts.code)] + basis.report + [
      "minimum_n": .whole(minimum), "outcome": .code(outcome),
      "commitment": figures(commitment), "satisfaction": figures(satisfaction),
      "parts": .list(rows), "n_both": .whole(both.n), "pearson": .figure(both.pearson),
    ]
  }

  private func figures(_ values: Distribution) -> ReportValue {
    [
      "n": .whole(values.n), "mean": .figure(values.mean),
      "interval": .interval(.mean(of: values)), "too_few": .boolean(values.n < minimum),
    ]
  }
}
