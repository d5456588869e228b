// SPDX-License-Identifier: Apache-2.0

/// An interaction as a step of a journey.
package struct JourneyStep: Sendable {
  /// The interaction.
  package let entry: BankEntry

  /// How many moments of it there were.
  package let n: Int

  /// What impressions they left.
  package let impressions: Impressions

  /// A step of a journey.
  package init(entry: BankEntry, n: Int, impressions: Impressions) {
    self.entry = entry
    self.n = n
    self.impressions = impressions
  }

  var report: ReportValue {
    [
      "code": .code(entry.code), "name": .text(entry.name), "n": .whole(n),
      "n_verdicts": .whole(impressions.n), "misery": .whole(impressions.misery),
      "misery_rate": .figure(impressions.miseryRate), "net": .figure(impressions.net),
      "interval": .interval(.share(impressions.misery, of: impressions.n)),
    ]
  }
}

/// The risk that a customer who goes through all steps meets misery in at least one, if one step
/// tells nothing of another: 1 − ∏ (1 − pᵢ).
///
/// - Parameter rates: The share of misery of each step, 0…1.
/// - Returns: The risk, 0…1; 0 for no steps.
package func chainRisk(_ rates: some Sequence<Double>) -> Double {
  1 - rates.reduce(1) { $0 * (1 - $1) }
}

/// What the cases of one journey came to.
package struct JourneyResult: Sendable {
  /// The group of visits.
  package let group: GroupKey

  /// The journey's code; nil for the whole visit.
  package let journey: Label?

  /// What people call the journey, and the group where there are several.
  package let name: String

  /// How many moments it should have; nil where nobody planned.
  package let planned: Double?

  /// Moments of each case.
  package let moments: Distribution

  /// Moments of misery of each case.
  package let misery: Distribution

  /// Seconds from the first moment of each case to the beginning of its last.
  package let durations: Distribution

  /// Hand-overs of each case.
  package let handOvers: Distribution

  /// How often the customer of each case was asked for what had been asked before.
  package let askedAgain: Distribution

  /// In how many cases an item was asked for more than once.
  package let casesByItem: [Label: Int]

  /// Seconds of waiting, and seconds of all moments whose length is known, and cases with such.
  package let time: (waiting: Double, known: Double, cases: Int)

  /// How many different courses cases took.
  package let variants: Int

  /// The most common course, and how many cases took it.
  package let commonest: (course: [Label], cases: Int)?

  /// Moments of each case, by its outcome.
  package let momentsByOutcome: [Label: Distribution]

  /// The outcomes of cases, by how many moments of misery they had.
  package let outcomeByMisery: [Int: Distribution]

  /// The steps that were observed, in the order of the bank.
  package let steps: [JourneyStep]

  /// The first and the last moment, in milliseconds since 1970; nil where no times are known.
  package let span: ClosedRange<Int64>?

  /// Below how many cases figures are too few to go by.
  package let minimum: Int

  init(
    _ tally: JourneyTally,
    group: GroupKey,
    journey: Label?,
    name: String,
    planned: Double?,
    bank: InteractionBank,
    minimum: Int
  ) {
    self.group = group
    self.journey = journey
    self.name = name
    self.planned = planned
    self.minimum = minimum
    (moments, misery, durations) = (tally.moments, tally.misery, tally.durations)
    (handOvers, askedAgain, casesByItem) = (tally.handOvers, tally.askedAgain, tally.casesByItem)
    time = (tally.waitingSeconds, tally.knownSeconds, tally.casesWithSeconds)
    variants = tally.variants.count
    // Of equally common ones, the first in the order of the bank.
    commonest = tally.variants.max { left, right in
      left.value == right.value
        ? right.key.lexicographicallyPrecedes(left.key) : left.value < right.value
    }.map { variant in
      (variant.key.map { bank.entries[$0].code }, variant.value)
    }
    (momentsByOutcome, outcomeByMisery) = (tally.momentsByOutcome, tally.outcomeByMisery)
    steps = zip(tally.steps, bank.entries).filter { $0.0.n > 0 }
      .map { JourneyStep(entry: $1, n: $0.n, impressions: $0.impressions) }
    span = tally.span
  }

  /// How many cases there are.
  package var cases: Int { moments.n }

  /// The steps of which an impression is known.
  package var judged: [JourneyStep] { steps.filter { $0.impressions.n > 0 } }

  /// The risk that a customer who goes through all judged steps meets misery in at least one; nil
  /// where none is judged.
  package var risk: Double? {
    judged.isEmpty ? nil : chainRisk(judged.compactMap(\.impressions.miseryRate))
  }

  /// How many cases met misery at least once.
  package var casesWithMisery: Int { misery.count { $0 > 0 } }

  /// The share of the known time that customers wait, 0…1; nil where no time is known.
  package var shareWaiting: Double? { time.known > 0 ? time.waiting / time.known : nil }

  /// The outcomes of all cases that have one.
  package var outcomes: Distribution {
    outcomeByMisery.values.reduce(into: Distribution()) { $0.add($1) }
  }

  /// How many moments a case has on average above the fewest ever seen for the same outcome; nil
  /// where no case has an outcome.
  package var aboveFewest: Double? {
    let all = momentsByOutcome.values
    let cases = all.reduce(0) { $0 + $1.n }
    guard cases > 0 else { return nil }
    let above = all.reduce(0) { $0 + $1.sum - Double($1.n) * ($1.minimum ?? 0) }
    return above / Double(cases)
  }
}
