// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Insight

/// What goes with the outcome, and what there is to gain, as blocks of a page.
enum ImportanceSheet {
  static let title = "What can be improved"

  /// The blocks of what came out.
  static func blocks(_ result: ImportanceResult) -> [Page.Block] {
    let placed = result.drivers.filter { $0.performance != nil && $0.importance != nil }
    guard !placed.isEmpty else {
      return [
        .text(
          "Nothing varies together with “\(result.outcome.name)” yet: "
            + "there is no importance to tell."
        )
      ] + cautions(result)
    }
    return [.chart(result.chart)] + variance(result) + gains(placed) + [table(result)]
      + cautions(result)
  }

  private static func variance(_ result: ImportanceResult) -> [Page.Block] {
    guard let rSquared = result.rSquared else { return [] }
    let share = Wording.percent.text(rSquared)
    return [
      .text(
        "All drivers together account for \(share) of the variance of “\(result.outcome.name)” "
          + "(n = \(Quantity.count(result.completeRows)))."
      )
    ]
  }

  /// Importance times shortfall, the most first.
  private static func gains(_ placed: [Driver]) -> [Page.Block] {
    let sorted = placed.filter { $0.potential != nil }.enumerated()
      .sorted {
        ($1.element.potential ?? 0, $0.offset) < ($0.element.potential ?? 0, $1.offset)
      }.map(\.element)
    guard let most = sorted.first else { return [] }
    return [
      .chart(
        RowChart.estimates(
          title: "What there is to gain",
          reading: "Most: “\(most.entry.name)”, \(Wording.text(most.potential)): an importance of "
            + "\(Wording.text(most.importance)) times the share of its scale that is missing.",
          axis: "importance × shortfall",
          quantity: Wording.fine,
          sorted.map { driver in
            Estimate(
              driver.entry.name,
              value: driver.potential,
              interval: nil,
              n: driver.n,
              isTooFew: driver.isTooFew
            )
          }
        )
      )
    ]
  }

  private static func table(_ result: ImportanceResult) -> Page.Block {
    let isStated = result.drivers.contains { $0.entry.importance != nil }
    let rows = result.drivers.map { driver in
      [
        driver.entry.name, Quantity.count(driver.n), Wording.text(driver.performance),
        Wording.text(driver.importance), Wording.text(driver.interval),
        Wording.text(driver.spearman), Wording.text(driver.standardised),
      ] + (isStated ? [Wording.text(driver.entry.importance)] : []) + [
        driver.isTooFew ? "too few" : driver.quadrant?.rawValue ?? "–"
      ]
    }
    return .table(
      Table(
        caption: "Every driver of “\(result.outcome.name)”",
        headings: [
          "interaction", "n", "performance", "importance", "interval", "Spearman", "regression",
        ] + (isStated ? ["stated"] : []) + ["quadrant"],
        rows: rows
      )
    )
  }

  private static func cautions(_ result: ImportanceResult) -> [Page.Block] {
    result.cautions.map { .warning($0.sentence) }
  }
}
