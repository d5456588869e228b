// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// What customers go through: how many moments, how long, how often handed over and asked again,
/// and with what risk.
///
/// A case is what one visit saw of one journey. The outcome is a judgement of the visit, no moment
/// of it. Takes one visit after another.
package struct JourneyReport: Sendable {
  /// What the report stands on.
  package private(set) var basis = Basis()

  /// What visits are grouped by; none for all in one.
  package let dimensions: [Dimension]

  private let facts: ProgramFacts
  private let outcome: Label?
  private let minimum: Int
  private var tallies: [GroupKey: [Label?: JourneyTally]] = [:]

  /// A report on a program.
  ///
  /// - Parameters:
  ///   - facts: What is known of the program.
  ///   - dimensions: What visits are grouped by, each by each; none for all in one.
  ///   - outcome: The judgement of a visit; nil for the program's own.
  ///   - minimum: Below how many cases figures are too few to go by.
  package init(
    _ facts: ProgramFacts,
    by dimensions: [Dimension] = [],
    outcome: Label? = nil,
    minimum: Int = InteractionReport.usualMinimum
  ) {
    self.facts = facts
    self.dimensions = dimensions
    self.outcome = outcome ?? facts.outcome
    self.minimum = minimum
  }

  /// Takes a visit.
  package mutating func add(_ visit: VisitMoments) {
    let bank = facts.bank
    let places = bank.places(of: visit.moments)
    basis.add(visit, places)
    let wave = visit.context.wave
    let judgement = visit.moments.first { $0.interaction == outcome && $0.answer.figure != nil }
      .map { (label: Label($0.answer.display), figure: $0.answer.figure) }
    let course = zip(visit.moments, places).compactMap { moment, place -> JourneyTally.Step? in
      guard moment.tookPlace, moment.interaction != outcome, let place else { return nil }
      return JourneyTally.Step(moment: moment, place: place)
    }
    guard !course.isEmpty else { return }
    let key = GroupKey(visit.context, by: dimensions)
    var group = tallies.removeValue(forKey: key) ?? [:]
    group[nil, default: JourneyTally(bank)].add(course, outcome: judgement, in: wave, bank: bank)
    for process in Set(course.compactMap { bank.entries[$0.place].process }) {
      let part = course.filter { bank.entries[$0.place].process == process }
      group[process, default: JourneyTally(bank)].add(
        part,
        outcome: judgement,
        in: wave,
        bank: bank
      )
    }
    tallies[key] = group
  }

  /// What came out: for each group in its order, the whole visit, then its journeys in the order
  /// of the bank.
  package var results: [JourneyResult] {
    let processes: [Label?] = facts.bank.entries.reduce(into: [nil]) { known, entry in
      if !known.contains(entry.process) { known.append(entry.process) }
    }
    return facts.ordered(tallies, by: dimensions).flatMap { key, journeys in
      processes.compactMap { process in
        journeys[process].map { tally in
          JourneyResult(
            tally,
            group: key,
            journey: process,
            name: name(of: process, in: key),
            planned: process.flatMap { facts.momentsPlanned[$0] },
            bank: facts.bank,
            minimum: minimum
          )
        }
      }
    }
  }

  private func name(of journey: Label?, in group: GroupKey) -> String {
    let name = journey.map { facts.journeyNames[$0] ?? $0.text } ?? "the whole visit"
    return dimensions.isEmpty ? name : "\(facts.name(of: group, by: dimensions)): \(name)"
  }

  /// What to know before going by the figures: where, from one wave to the next, the outcome rose
  /// and the moments with it, beyond chance.
  ///
  /// Customers may like more contacts and still be served better by fewer.
  package var cautions: [Caution] {
    guard dimensions == [.wave] else { return [] }
    let journeys = Dictionary(grouping: results, by: \.journey).sorted {
      ($0.key ?? "") < ($1.key ?? "")
    }
    return journeys.flatMap { journey, waves in
      zip(waves, waves.dropFirst()).compactMap { before, after -> Caution? in
        guard let more = Interval.difference(after.moments, before.moments), more.low > 0,
          let better = Interval.difference(after.outcomes, before.outcomes), better.low > 0
        else { return nil }
        return Caution(
          code: journey,
          sentence: "“\(after.name)” has a better outcome than “\(before.name)”, and more moments: "
            + "better is not quicker."
        )
      }
    }
  }

  /// The report as named values.
  package var report: ReportValue {
    ["program": .code(facts.code)] + basis.report + [
      "outcome": .code(outcome), "minimum_n": .whole(minimum),
      "grouped_by": .list(dimensions.map { .text($0.name) }),
      "journeys": .list(results.map(\.report)), "warnings": .list(cautions.map(\.report)),
    ]
  }
}
