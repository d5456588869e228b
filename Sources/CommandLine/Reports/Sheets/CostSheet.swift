// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Insight

/// What moments cost, and what of that is spent on misery, as blocks of a page.
enum CostSheet {
  static let title = "Money spent on misery"

  /// The blocks of a ledger.
  static func blocks(_ ledger: CostLedger) -> [Page.Block] {
    let charts = ledger.totals.compactMap { chart(ledger, $0) }
    let unknown = ledger.lines.filter { !$0.unknown.isEmpty }
    guard !charts.isEmpty || !ledger.totals.isEmpty else {
      return [
        .text(
          "No interaction has its unit_cost and its frequency_per_year: publish them with the "
            + "interactions, and the money can be told."
        )
      ]
    }
    return charts + unknowns(unknown)
  }

  /// The costs in one currency; nil where no money for misery is known.
  static func chart(_ ledger: CostLedger, _ total: CostLedger.Total) -> Page.Block? {
    let lines = ledger.lines.filter {
      $0.step.entry.currency == total.currency && $0.misery != nil
    }
    guard let worst = lines.first else { return nil }
    let money = Quantity.number(decimals: 0)
    let currency = total.currency?.text ?? "of no currency"
    let interval = Wording.text(worst.miseryInterval, money)
    let impressions = worst.step.impressions
    let reading =
      "\(money.text(total.misery)) \(currency) a year of \(money.text(total.perYear)). "
      + "Most on “\(worst.step.entry.name)”: \(Wording.text(worst.misery, money)) "
      + "(\(interval), n = \(Quantity.count(impressions.n)))."
    return .chart(
      RowChart.costs(
        title: title + (total.currency.map { " (\($0.text))" } ?? ""),
        reading: reading,
        currency: currency,
        lines.map { line in
          MiseryCost(
            line.step.entry.name,
            amount: line.misery ?? 0,
            rate: line.step.impressions.miseryRate ?? 0,
            n: line.step.impressions.n
          )
        }
      )
    )
  }

  private static func unknowns(_ lines: [CostLedger.Line]) -> [Page.Block] {
    guard !lines.isEmpty else { return [] }
    return [
      .table(
        Table(
          caption: "What is unknown",
          headings: ["interaction", "cost a year", "missing"],
          rows: lines.map { line in
            [
              line.step.entry.name, Wording.text(line.perYear, .number(decimals: 0)),
              line.unknown.joined(separator: ", "),
            ]
          }
        )
      )
    ]
  }
}
