// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// What can we improve? How far each interaction goes with the outcome, and how well it goes.
///
/// Takes one visit after another; memory grows with interactions and their scales, not with visits.
package struct ImportanceReport: Sendable {
  /// What importance is derived by.
  package enum Weight: String, CaseIterable, Sendable {
    /// Pearson's coefficient of correlation with the outcome.
    case pearson
    /// The part in the regression on all drivers.
    case standardised
  }

  /// What the report stands on.
  package private(set) var basis = Basis()

  private let facts: ProgramFacts
  private let outcome: BankEntry
  private let entries: [BankEntry]
  /// How the answers to the drivers are read, and then to the outcome.
  private let rules: [AnswerRule]
  /// Where among ``rules`` an interaction of the bank stands; nil for one that is neither driver
  /// nor outcome.
  private let rowPlaces: [Int?]
  private let minimum: Int
  private var tallies: [InteractionTally]
  private var pairs: [JointDistribution]
  /// The visits that have the outcome and all drivers that any visit has; the others stand as 0.
  private var complete: CoMoments
  /// Whether any visit with the outcome has each driver.
  private var isAsked: [Bool]

  /// A report on a program; nil where its bank has no such outcome.
  ///
  /// - Parameters:
  ///   - facts: What is known of the program.
  ///   - outcome: What importance is measured against; nil for the program's own.
  ///   - drivers: The interactions looked at; nil for all ratings in use but the outcome.
  ///   - minimum: Below how many visits figures are too few to go by.
  package init?(
    _ facts: ProgramFacts,
    outcome: Label? = nil,
    drivers: [Label]? = nil,
    minimum: Int = InteractionReport.usualMinimum
  ) {
    guard let place = (outcome ?? facts.outcome).flatMap({ facts.bank.place(of: $0) }) else {
      return nil
    }
    let outcome = facts.bank.entries[place]
    self.facts = facts
    self.outcome = outcome
    self.minimum = minimum
    entries = facts.bank.entries.filter { entry in
      let isAsked = drivers.map { $0.contains(entry.code) }
      return entry.code != outcome.code
        && isAsked ?? (entry.kind == .rating && entry.status != .retired)
    }
    let row = entries + [outcome]
    let places = Dictionary(uniqueKeysWithValues: row.enumerated().map { ($1.code, $0) })
    rules = row.map(\.rule)
    rowPlaces = facts.bank.entries.map { places[$0.code] }
    tallies = entries.map { _ in InteractionTally() }
    pairs = entries.map { _ in JointDistribution() }
    complete = CoMoments(width: entries.count + 1)
    isAsked = entries.map { _ in false }
  }

  /// Takes a visit.
  package mutating func add(_ visit: VisitMoments) {
    let known = facts.bank.places(of: visit.moments)
    basis.add(visit, known)
    let wave = visit.context.wave
    // The drivers, and then the outcome.
    var row = [Double?](repeating: nil, count: rules.count)
    for index in known.indices {
      guard let place = known[index].flatMap({ rowPlaces[$0] }) else { continue }
      if place < entries.count {
        tallies[place].add(visit.moments, at: index, by: rules[place], in: wave)
      }
      // A pair over two scales would mean nothing.
      guard rules[place].scale(in: wave) == rules[place].scale else { continue }
      row[place] = row[place] ?? visit.moments[index].answer.figure
    }
    guard let result = row[entries.count] else { return }
    var hasAll = true
    for place in entries.indices {
      guard let figure = row[place] else {
        hasAll = hasAll && !isAsked[place]
        continue
      }
      pairs[place].add(figure, result)
      guard !isAsked[place] else { continue }
      // No visit before this one has everything that is asked.
      isAsked[place] = true
      complete = CoMoments(width: rules.count)
    }
    if hasAll { complete.add(row.map { $0 ?? 0 }) }
  }

  /// What came out.
  ///
  /// - Parameters:
  ///   - rule: How the lines of the chart are drawn.
  ///   - weight: What importance is derived by.
  /// - Returns: The drivers in the order of the bank, and what they were judged by.
  package func result(_ rule: Crosshair.Rule, by weight: Weight = .pearson) -> ImportanceResult {
    let asked = entries.indices.filter { isAsked[$0] }
    let regression = complete.regression(on: asked)
    let results = zip(tallies, entries).map { InteractionResult($0, of: $1, minimum: minimum) }
    let isOneScale = ImportanceReport.isOneScale(results)
    let drivers = results.indices.map { place in
      driver(results[place], pairs[place], place, regression, weight, isOneScale)
    }
    return ImportanceResult(
      program: facts.code,
      basis: basis,
      outcome: outcome,
      weight: weight,
      rule: rule,
      isOneScale: isOneScale,
      drivers: drivers,
      regression: regression,
      completeRows: complete.n
    )
  }

  private func driver(
    _ result: InteractionResult,
    _ pairs: JointDistribution,
    _ place: Int,
    _ regression: RegressionOutcome,
    _ weight: Weight,
    _ isOneScale: Bool
  ) -> Driver {
    let pearson = pairs.pearson
    var standardised: Double?
    if case .fitted(let coefficients, _) = regression, isAsked[place] {
      standardised = coefficients[isAsked[..<place].count { $0 }]
    }
    // Where less is better on one side, what goes against the outcome goes with what is good.
    let isTurned = result.entry.better != outcome.better
    let raw = weight == .pearson ? pearson : standardised
    let importance = raw.map { isTurned ? -$0 : $0 }
    let interval = pearson.flatMap { Interval.correlation($0, of: pairs.n) }
    return Driver(
      entry: result.entry,
      n: pairs.n,
      performance: isOneScale ? result.values.mean : result.goodness,
      performanceN: result.n,
      pearson: pearson,
      interval: interval,
      spearman: pairs.spearman,
      standardised: standardised,
      importance: importance,
      importanceInterval: weight == .pearson ? interval.map { isTurned ? $0.turned : $0 } : nil,
      potential: importance.flatMap { weight in result.goodness.map { weight * (1 - $0) } },
      otherScale: result.otherScale,
      isTooFew: pairs.n < minimum
    )
  }

  /// Means can stand on one axis only where they are of one scale and high is good.
  private static func isOneScale(_ results: [InteractionResult]) -> Bool {
    let observed = results.filter { $0.n > 0 }
    return Set(observed.map(\.scale)).count <= 1
      && observed.allSatisfy { $0.entry.better == .higher }
  }
}
