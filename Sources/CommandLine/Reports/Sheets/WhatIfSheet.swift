// SPDX-License-Identifier: Apache-2.0

import Insight

/// A journey as it would be, as blocks of a page.
enum WhatIfSheet {
  static let title = "What if"

  /// The blocks of a journey without some moments, or with some merged.
  static func blocks(_ whatIf: WhatIf, cases: Int) -> [Page.Block] {
    let unknown = whatIf.unknown.map {
      Page.Block.warning("“\($0.text)” is no step that was observed on this journey.")
    }
    let (before, after) = (whatIf.before, whatIf.after)
    let risk = { (sums: WhatIf.Sums) in Wording.text(sums.risk, Wording.percent) }
    let sentence =
      "With \(after.interactions) interactions instead of \(before.interactions), a case has "
      + "\(Wording.fine.text(after.moments)) moments instead of "
      + "\(Wording.fine.text(before.moments)), and the risk of misery on the way is "
      + "\(risk(after)) instead of \(risk(before)) (n = \(Quantity.count(cases)) cases)."
    return unknown + [
      .text(sentence), .table(table(before, after)),
      .text(
        "What stays is taken to go as before; what is merged goes as the worse of the two, costs "
          + "as the dearer and happens as often as the more frequent."
      ),
    ]
  }

  private static func table(_ before: WhatIf.Sums, _ after: WhatIf.Sums) -> Table {
    let money = Quantity.number(decimals: 0)
    let currencies = Set(before.costs.keys).union(after.costs.keys)
      .sorted { ($0 ?? "") < ($1 ?? "") }
    let costs = currencies.flatMap { currency in
      let name = currency?.text ?? "no currency"
      return [
        ["cost a year, \(name)"]
          + [before, after].map { Wording.text($0.costs[currency], money) },
        ["of it on misery, \(name)"]
          + [before, after].map { Wording.text($0.miseryCosts[currency], money) },
      ]
    }
    let rows = [
      ["interactions", "\(before.interactions)", "\(after.interactions)"],
      ["moments per case", Wording.fine.text(before.moments), Wording.fine.text(after.moments)],
      ["chain risk"] + [before, after].map { Wording.text($0.risk, Wording.finePercent) },
      ["net"] + [before, after].map { Wording.text($0.net, Wording.finePercent) },
    ]
    return Table(
      caption: "Before and after",
      headings: ["figure", "as it is", "as it would be"],
      rows: rows + costs
    )
  }
}
