// SPDX-License-Identifier: Apache-2.0

extension CostLedger {
  /// What moments cost, and what of that is spent on misery, as people read it.
  package var sheet: ReportSheet {
    let none = Page.Block.text(
      "No interaction has its unit_cost and its frequency_per_year: publish them with the "
        + "interactions, and the money can be told."
    )
    return ReportSheet(
      CostLedger.title,
      totals.isEmpty ? [none] : charts.map(Page.Block.chart) + unknowns,
      values: report
    )
  }

  private static let title = "Money spent on misery"

  /// Money spent on misery, a picture for each currency.
  var charts: [RowChart] {
    totals.compactMap { total in
      let known = lines.filter {
        $0.step.entry.currency == total.currency && $0.misery != nil
      }
      guard let worst = known.first else { return nil }
      return .costs(
        title: CostLedger.title + (total.currency.map { " (\($0))" } ?? ""),
        reading: reading(total, worst: worst),
        currency: total.currency?.text ?? "of no currency",
        known.map { line in
          MiseryCost(
            line.step.entry.name,
            amount: line.misery ?? 0,
            rate: line.step.impressions.miseryRate ?? 0,
            n: line.step.impressions.n
          )
        }
      )
    }
  }

  private func reading(_ total: Total, worst: Line) -> String {
    let money = Wording.money
    let currency = total.currency.map { " \($0)" } ?? ""
    let share =
      total.perYear > 0 ? " (\(Wording.percent.text(total.misery / total.perYear)))" : ""
    let unknown = total.interactions.unknown
    let impressions = worst.step.impressions
    let certainty =
      impressions.n < minimum ? "too few" : Wording.text(worst.miseryInterval, money)
    let missing =
      unknown == 0
      ? "" : " What \(Wording.count(unknown, "interaction")) cost in misery is unknown."
    return "Of \(money.text(total.perYear))\(currency) a year, \(money.text(total.misery))\(share) "
      + "are known to go into misery. Most: “\(worst.step.entry.name)”, "
      + "\(Wording.text(worst.misery, money)) (\(certainty), "
      + "n = \(Quantity.count(impressions.n)))." + missing
  }

  private var unknowns: [Page.Block] {
    let rows = lines.filter { !$0.unknown.isEmpty }.map { line in
      [
        line.step.entry.name, Wording.text(line.perYear, Wording.money),
        line.unknown.joined(separator: ", "),
      ]
    }
    guard !rows.isEmpty else { return [] }
    return [
      .table(
        Table(
          caption: "What is unknown",
          headings: ["interaction", "cost a year", "missing"],
          rows: rows
        )
      )
    ]
  }
}
