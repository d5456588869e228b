// SPDX-License-Identifier: Apache-2.0

extension CostLedger {
  /// Money spent on misery, a picture for each currency.
  package var charts: [RowChart] {
    totals.filter { $0.interactions.known > 0 }.map { total in
      let known = lines.filter { $0.step.entry.currency == total.currency && $0.misery != nil }
      return .costs(
        title: "Money spent on misery",
        reading: CostLedger.reading(total, known),
        currency: total.currency?.text ?? "money",
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

  private static func reading(_ total: Total, _ lines: [Line]) -> String {
    let money = Quantity.number(decimals: 0)
    let currency = total.currency.map { " \($0.text)" } ?? ""
    let part =
      total.perYear > 0
      ? " (\(Quantity.percent(decimals: 0).text(total.misery / total.perYear)))" : ""
    let whole =
      "Of \(money.text(total.perYear))\(currency) a year, \(money.text(total.misery))\(part) "
      + (total.interactions.unknown > 0 ? "are known to be spent on misery." : "go into misery.")
    let missing =
      total.interactions.unknown == 0
      ? "" : " Misery is unknown for \(Sentences.count(total.interactions.unknown, "interaction"))."
    guard let first = lines.first, let amount = first.misery, amount > 0 else {
      return whole + missing
    }
    let most = Estimate(
      first.step.entry.name,
      value: amount,
      interval: first.miseryInterval?.range,
      n: first.step.impressions.n
    )
    return whole + " Most: \(Sentences.quoted(most.label)), \(Sentences.figure(most, as: money))."
      + missing
  }
}
