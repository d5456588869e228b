// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Groups of visits, such as places or shoppers, from the worst figure of one interaction to the
/// best.
package struct Ranking: Sendable {
  /// The interaction.
  package let entry: BankEntry

  /// The groups that have a figure, the worst first; of equal ones, in the order of the groups.
  package let places: [(group: GroupResult, result: InteractionResult)]

  /// How many answers a group needed to be ranked.
  package let answers: Int

  /// How many groups have fewer: they are left out.
  package let leftOut: Int

  private let head: ReportValue

  /// Ranks the groups of a report by the mean, or the share of yes, of an interaction; nil where
  /// the bank has no such interaction.
  ///
  /// - Parameters:
  ///   - report: The report by groups.
  ///   - code: The interaction.
  ///   - answers: How many answers a group needs to be ranked, 1 or more.
  package init?(_ report: InteractionReport, by code: Label, answers: Int = 1) {
    guard let entry = report.facts.bank[code] else { return nil }
    self.entry = entry
    self.answers = answers
    let all = report.results.compactMap { group in group[code].map { (group: group, result: $0) } }
    let ranked = all.filter { $0.result.values.n >= max(1, answers) }
    leftOut = all.count - ranked.count
    let sign: Double = entry.better == .higher ? 1 : -1
    let order = ranked.enumerated().sorted { left, right in
      let means = [left, right].map { ($0.element.result.values.mean ?? 0) * sign }
      return (means[0], left.offset) < (means[1], right.offset)
    }
    places = order.map(\.element)
    head =
      ["program": .code(report.facts.code)] + report.basis.report + [
        "interaction": .code(code), "minimum_n": .whole(report.minimum),
        "grouped_by": .list(report.dimensions.map { .text($0.name) }),
        "answers": .whole(answers), "n_groups": .whole(ranked.count),
      ]
  }

  /// The ranking as named values, with what it stands on.
  package var report: ReportValue {
    let rows = places.enumerated().map { rank, place -> ReportValue in
      [
        "rank": .whole(rank + 1), "group": .text(place.group.key.text),
        "name": .text(place.group.name), "n_visits": .whole(place.group.visits),
        "n": .whole(place.result.n), "mean": .figure(place.result.values.mean),
        "interval": .interval(place.result.interval), "too_few": .boolean(place.result.isTooFew),
        "provisional": .whole(place.result.provisional),
      ]
    }
    return head + ["ranking": .list(rows), "left_out": .whole(leftOut)]
  }
}
