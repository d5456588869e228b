// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// The cases of one journey, counted one by one.
///
/// Memory grows with the interactions, with the different courses that cases took, and with the
/// different durations: a duration's rank needs the values.
struct JourneyTally: Sendable {
  private(set) var moments = Distribution()
  private(set) var misery = Distribution()
  private(set) var durations = Distribution()
  private(set) var handOvers = Distribution()
  private(set) var askedAgain = Distribution()
  private(set) var casesByItem: [Label: Int] = [:]
  private(set) var waitingSeconds = 0.0
  private(set) var knownSeconds = 0.0
  private(set) var casesWithSeconds = 0
  private(set) var variants: [[Int]: Int] = [:]
  private(set) var momentsByOutcome: [Label: Distribution] = [:]
  private(set) var outcomeByMisery: [Int: Distribution] = [:]
  private(set) var steps: [(n: Int, impressions: Impressions)]
  private(set) var span: ClosedRange<Int64>?

  init(_ bank: InteractionBank) {
    steps = bank.entries.map { _ in (0, Impressions()) }
  }

  /// How many cases there are.
  var cases: Int { moments.n }

  /// Takes the moments of one visit that belong to the journey.
  mutating func add(
    _ course: [Step],
    outcome: (label: Label, figure: Double?)?,
    in wave: Label?,
    bank: InteractionBank
  ) {
    var bad = 0
    for step in course {
      steps[step.place].n += 1
      let verdict = bank.rules[step.place].verdict(of: step.moment, in: wave)
      guard let verdict else { continue }
      steps[step.place].impressions.add(verdict)
      if verdict.degree < 0 { bad += 1 }
    }
    moments.add(Double(course.count))
    misery.add(Double(bad))
    handOvers.add(Double(course.count { $0.moment.movedTo != nil }))
    variants[course.map(\.place), default: 0] += 1
    if let outcome {
      momentsByOutcome[outcome.label, default: Distribution()].add(Double(course.count))
      if let figure = outcome.figure {
        outcomeByMisery[bad, default: Distribution()].add(figure)
      }
    }
    addItems(course)
    addTimes(course, bank: bank)
  }

  /// A moment with the place of its interaction in the bank.
  struct Step {
    let moment: Moment
    let place: Int
  }

  private mutating func addItems(_ course: [Step]) {
    guard course.contains(where: { !$0.moment.askedFor.isEmpty }) else {
      askedAgain.add(0)
      return
    }
    let asked = course.flatMap { Set($0.moment.askedFor) }
    let counts = asked.reduce(into: [Label: Int]()) { $0[$1, default: 0] += 1 }
    let again = counts.filter { $0.value > 1 }
    for item in again.keys { casesByItem[item, default: 0] += 1 }
    askedAgain.add(Double(again.values.reduce(0) { $0 + $1 - 1 }))
  }

  private mutating func addTimes(_ course: [Step], bank: InteractionBank) {
    let known = course.compactMap { step in
      let entry = bank.entries[step.place]
      return step.moment.seconds(as: entry).map { (entry.isWaiting, $0) }
    }
    if !known.isEmpty {
      casesWithSeconds += 1
      knownSeconds += known.reduce(0) { $0 + $1.1 }
      waitingSeconds += known.reduce(0) { $0 + ($1.0 ? $1.1 : 0) }
    }
    let instants = course.compactMap { $0.moment.instant?.milliseconds }
    guard let first = instants.min(), let last = instants.max() else { return }
    durations.add((Double(last) - Double(first)) / 1_000)
    span = span.map { min($0.lowerBound, first)...max($0.upperBound, last) } ?? first...last
  }
}

extension Moment {
  /// How long it took, in seconds: as measured, else the minutes that were the answer.
  func seconds(as entry: BankEntry) -> Double? {
    seconds ?? (entry.kind == .minutes ? answer.figure.map { $0 * 60 } : nil)
  }
}
