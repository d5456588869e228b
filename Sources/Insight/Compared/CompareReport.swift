// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// What do competitors do better than us? Own against each competitor, interaction by interaction.
///
/// Takes one visit after another; memory grows with brands, scenarios and interactions.
package struct CompareReport: Sendable {
  /// What the report stands on.
  package private(set) var basis = Basis()

  /// Whether visits count whose scenario the other side did not play.
  package let allScenarios: Bool

  private let facts: ProgramFacts
  private let own: Set<Label>
  private let competitors: Set<Label>
  private let voice: Voice
  private let minimum: Int
  private var tallies: [Label: [Label?: VisitTally]] = [:]
  private var voices: [Voice: VisitTally] = [:]
  private var otherBrands: [Label: Int] = [:]
  private var withoutBrand = 0
  private var otherVoices: [Voice: Int] = [:]

  /// A report on a program.
  ///
  /// - Parameters:
  ///   - facts: What is known of the program.
  ///   - own: The own brand; nil for all brands whose subject is own.
  ///   - competitors: Whom to compare with; nil for all brands whose subject is competitor.
  ///   - allScenarios: Whether visits count whose scenario the other side did not play.
  ///   - voice: Whose visits are compared.
  ///   - minimum: Below how many answers figures are too few to go by.
  package init(
    _ facts: ProgramFacts,
    own: Label? = nil,
    competitors: Set<Label>? = nil,
    allScenarios: Bool = false,
    voice: Voice = .shopper,
    minimum: Int = InteractionReport.usualMinimum
  ) {
    func brands(_ subject: Subject) -> Set<Label> {
      Set(facts.subjects.filter { $0.value == subject }.keys)
    }
    self.facts = facts
    self.own = own.map { [$0] } ?? brands(.own)
    self.competitors = (competitors ?? brands(.competitor)).subtracting(self.own)
    self.allScenarios = allScenarios
    self.voice = voice
    self.minimum = minimum
  }

  /// Takes a visit.
  package mutating func add(_ visit: VisitMoments) {
    let bank = facts.bank
    let places = bank.places(of: visit.moments)
    basis.add(visit, places)
    guard let brand = visit.context.brand else {
      withoutBrand += 1
      return
    }
    if own.contains(brand) {
      voices[visit.context.voice, default: VisitTally(bank)].add(visit, places, bank: bank)
    }
    guard own.contains(brand) || competitors.contains(brand) else {
      otherBrands[brand, default: 0] += 1
      return
    }
    guard visit.context.voice == voice else {
      otherVoices[visit.context.voice, default: 0] += 1
      return
    }
    let scenario = visit.context.scenario
    tallies[brand, default: [:]][scenario, default: VisitTally(bank)].add(visit, places, bank: bank)
  }

  /// What came out.
  package var result: CompareResult {
    let rivals = competitors.sorted().filter { tallies[$0] != nil }
    let pooled = sides(against: rivals)
    return CompareResult(
      program: facts.code,
      basis: basis,
      names: facts.names[.brand] ?? [:],
      scenarioNames: facts.names[.scenario] ?? [:],
      voice: voice,
      own: own.sorted(),
      competitors: rivals,
      allScenarios: allScenarios,
      scenarios: pooled.scenarios,
      visits: (pooled.own.visits, pooled.theirs.visits),
      pooled: comparisons(pooled),
      each: rivals.map { ($0, comparisons(sides(against: [$0]))) },
      differentiation: differentiations(rivals, pooled.scenarios),
      voices: voices.count > 1 ? voiceResults : [],
      leftOut: (withoutBrand, otherBrands, otherVoices)
    )
  }

  private typealias Sides = (
    own: VisitTally, theirs: VisitTally, scenarios: Set<Label?>,
    byScenario: [(own: VisitTally, theirs: VisitTally)]
  )

  /// Both sides over the scenarios that both have played.
  private func sides(against rivals: [Label]) -> Sides {
    func played(_ brands: some Sequence<Label>) -> Set<Label?> {
      brands.reduce(into: []) { $0.formUnion(tallies[$1].map { Set($0.keys) } ?? []) }
    }
    let scenarios =
      allScenarios || rivals.isEmpty
      ? played(own).union(played(rivals)) : played(own).intersection(played(rivals))
    let inOrder = scenarios.sorted { ($0 ?? "") < ($1 ?? "") }
    return (
      tally(own, scenarios), tally(rivals, scenarios), scenarios,
      inOrder.map { (tally(own, [$0]), tally(rivals, [$0])) }
    )
  }

  private func tally(_ brands: some Sequence<Label>, _ scenarios: Set<Label?>) -> VisitTally {
    var total = VisitTally(facts.bank)
    for brand in brands {
      for (scenario, tally) in tallies[brand] ?? [:] where scenarios.contains(scenario) {
        total.add(tally)
      }
    }
    return total
  }

  private func comparisons(_ sides: Sides) -> [Comparison] {
    func results(_ tally: VisitTally) -> [InteractionResult] {
      tally.results(facts.bank, minimum: minimum)
    }
    let (own, theirs) = (results(sides.own), results(sides.theirs))
    let strata = sides.byScenario.map { (own: results($0.own), theirs: results($0.theirs)) }
    return facts.bank.entries.indices.map { place in
      Comparison(
        own: own[place],
        theirs: theirs[place],
        byScenario: strata.map { ($0.own[place], $0.theirs[place]) }
      )
    }
  }

  private func differentiations(_ rivals: [Label], _ scenarios: Set<Label?>) -> [Double?] {
    let brands = (own.sorted() + rivals).map { brand in
      tally([brand], scenarios).results(facts.bank, minimum: minimum)
    }
    return facts.bank.entries.indices.map { place in
      let results = brands.map { $0[place] }.filter { $0.n > 0 }
      guard Set(results.map(\.scale)).count == 1 else { return nil }
      return differentiation(results.map(\.values))
    }
  }

  private var voiceResults: [(Voice, [InteractionResult])] {
    Voice.allCases.compactMap { voice in
      voices[voice].map { (voice, $0.results(facts.bank, minimum: minimum)) }
    }
  }
}
