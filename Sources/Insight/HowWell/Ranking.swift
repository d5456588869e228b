// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Groups of visits, such as places or shoppers, from the worst figure of one interaction to the
/// best.
package struct Ranking: Sendable {
  /// A group with its figure.
  package struct Place: Sendable {
    /// The group.
    package let key: GroupKey
    /// How many visits are in it.
    package let visits: Int
    /// The interaction's result there.
    package let result: InteractionResult
  }

  /// The groups that have a figure, the worst first; of equal ones, in the order of the groups.
  package let places: [Place]

  /// How many groups have fewer answers than asked for: they are left out.
  package let leftOut: Int

  /// Ranks the groups of a report by the mean, or the share of yes, of an interaction.
  ///
  /// - Parameters:
  ///   - results: The groups.
  ///   - code: The interaction.
  ///   - answers: How many answers a group needs to be ranked, 1 or more.
  package init(_ results: [GroupResult], by code: Label, answers: Int = 1) {
    let all = results.compactMap { group in
      group[code].map { Place(key: group.key, visits: group.visits, result: $0) }
    }
    let ranked = all.filter { $0.result.values.n >= max(1, answers) }
    leftOut = all.count - ranked.count
    places = ranked.sorted { Ranking.badness($0) < Ranking.badness($1) }
  }

  private static func badness(_ place: Place) -> (Double, GroupKey) {
    let mean = place.result.values.mean ?? 0
    return (place.result.entry.better == .higher ? mean : -mean, place.key)
  }

  /// The ranking as named values.
  var report: ReportValue {
    let rows = places.enumerated().map { rank, place -> ReportValue in
      [
        "rank": .whole(rank + 1), "group": .text(place.key.text),
        "n_visits": .whole(place.visits), "n": .whole(place.result.n),
        "mean": .figure(place.result.values.mean), "interval": .interval(place.result.interval),
        "too_few": .boolean(place.result.isTooFew),
        "provisional": .whole(place.result.provisional),
      ]
    }
    return ["ranking": .list(rows), "left_out": .whole(leftOut)]
  }
}

extension InteractionReport {
  /// The groups from the worst figure of an interaction to the best, as named values.
  ///
  /// - Parameters:
  ///   - code: The interaction.
  ///   - answers: How many answers a group needs to be ranked, 1 or more.
  /// - Returns: The ranking, with what it stands on.
  package func ranking(by code: Label, answers: Int = 1) -> ReportValue {
    ["program": .code(facts.code)] + basis.report + [
      "interaction": .code(code), "minimum_n": .whole(minimum),
      "grouped_by": .list(dimensions.map { .text($0.name) }),
    ] + Ranking(results, by: code, answers: answers).report
  }
}
