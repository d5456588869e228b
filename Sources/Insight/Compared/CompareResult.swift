// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Own against competitors, interaction by interaction, in the order of the bank.
package struct CompareResult: Sendable {
  /// The program's code.
  package let program: Label

  /// What the report stands on.
  package let basis: Basis

  /// What people call the brands, by their codes.
  package let names: [Label: String]

  /// What people call the scenarios, by their codes.
  package let scenarioNames: [Label: String]

  /// Whose visits are compared.
  package let voice: Voice

  /// The own brands.
  package let own: [Label]

  /// The competitors that were visited.
  package let competitors: [Label]

  /// Whether visits count whose scenario the other side did not play.
  package let allScenarios: Bool

  /// The scenarios of the visits that are compared; nil among them for visits without one.
  package let scenarios: Set<Label?>

  /// How many visits are compared.
  package let visits: (own: Int, competitor: Int)

  /// Own against all competitors together.
  package let pooled: [Comparison]

  /// Own against each competitor.
  package let each: [(brand: Label, comparisons: [Comparison])]

  /// How far brands differ, for each interaction.
  package let differentiation: [Double?]

  /// What each voice says of the own brands; empty where only one speaks.
  package let voices: [(voice: Voice, results: [InteractionResult])]

  /// Visits in no comparison: those to no brand, those to brands that are neither side, and those
  /// of other voices to either.
  package let leftOut: (withoutBrand: Int, otherBrands: [Label: Int], otherVoices: [Voice: Int])

  /// The competitor that does an interaction best, by its place in the bank: of those with enough
  /// answers, else of all; nil where none was observed.
  package func best(at place: Int) -> (brand: Label, comparison: Comparison)? {
    let observed = each.map { (brand: $0.brand, comparison: $0.comparisons[place]) }
      .filter { $0.comparison.theirs.values.n > 0 }
    let firm = observed.filter { !$0.comparison.theirs.isTooFew }
    return (firm.isEmpty ? observed : firm).max {
      CompareResult.isWorse($0.comparison, $1.comparison)
    }
  }

  private static func isWorse(_ left: Comparison, _ right: Comparison) -> Bool {
    let (one, two) = (left.theirs.values.mean ?? 0, right.theirs.values.mean ?? 0)
    return left.own.entry.better == .higher ? one < two : one > two
  }

  /// The report as named values.
  package var report: ReportValue {
    let others = leftOut.otherBrands.sorted { $0.key < $1.key }
    let voicesLeftOut = Voice.allCases.compactMap { voice in
      leftOut.otherVoices[voice].map { n -> ReportValue in
        ["voice": .text(voice.rawValue), "n": .whole(n)]
      }
    }
    return ["program": .code(program)] + basis.report + [
      "own": own.count == 1 ? .code(own[0]) : .codes(own), "competitors": .codes(competitors),
      "all_scenarios": .boolean(allScenarios),
      "scenarios": .codes(scenarios.compactMap(\.self).sorted()),
      "n_visits_own": .whole(visits.own), "n_visits_competitor": .whole(visits.competitor),
      "interactions": .list(pooled.indices.map(interaction)),
      "voices": .list(voices.map(CompareResult.voice)),
      "left_out": [
        "without_brand": .whole(leftOut.withoutBrand),
        "other_brands": .list(others.map { ["brand": .code($0.key), "n": .whole($0.value)] }),
        "other_voices": .list(voicesLeftOut),
      ],
      "warnings": .list(cautions.map(\.report)),
    ]
  }

  private func interaction(at place: Int) -> ReportValue {
    let comparison = pooled[place]
    let rivals = each.map { ["brand": .code($0.brand)] + $0.comparisons[place].report }
    let entry = comparison.own.entry
    let head: ReportValue = [
      "code": .code(entry.code), "name": .text(entry.name), "kind": .text(entry.kind.rawValue),
      "better": .text(entry.better.rawValue),
    ]
    return head + comparison.report + [
      "differentiation": .figure(differentiation[place]),
      "best_competitor": .code(best(at: place)?.brand), "by_competitor": .list(rivals),
    ]
  }

  private static func voice(_ voice: Voice, _ results: [InteractionResult]) -> ReportValue {
    let rows = results.filter { $0.n > 0 }.map { result -> ReportValue in
      [
        "code": .code(result.entry.code), "mean": .figure(result.values.mean),
        "n": .whole(result.n), "interval": .interval(result.interval),
      ]
    }
    return ["voice": .text(voice.rawValue), "interactions": .list(rows)]
  }
}
