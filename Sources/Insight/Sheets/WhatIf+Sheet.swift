// SPDX-License-Identifier: Apache-2.0

extension WhatIf {
  /// A journey without some moments, or with some merged, as people read it.
  package var sheet: ReportSheet {
    let strangers = unknown.map {
      Page.Block.warning("“\($0.text)” is no step that was observed on this journey.")
    }
    let unsettled = after.unsettled.isEmpty ? [] : [Page.Block.warning(unsettledSentence)]
    let rule =
      "What stays is taken to go as before; what is merged goes as the worse of the two, costs as "
      + "the dearer and happens as often as the more frequent."
    return ReportSheet(
      WhatIf.title,
      strangers + unsettled + [.text(sentence), .table(table), .text(rule)],
      values: report
    )
  }

  /// What the report is called.
  package static let title = "What if"

  private var sentence: String {
    let risks = [after, before].map(\.risk)
    let rounded = risks.map { Wording.text($0, Wording.percent) }
    let told =
      rounded[0] == rounded[1] ? risks.map { Wording.text($0, Wording.finePercent) } : rounded
    return "With \(Wording.count(after.interactions, "interaction")) instead of "
      + "\(Quantity.count(before.interactions)), a case has "
      + "\(Wording.fine.text(after.moments)) moments instead of "
      + "\(Wording.fine.text(before.moments)), and the risk of misery on the way is "
      + "\(told[0]) instead of \(told[1]) (n = \(Wording.count(cases, "case")))."
  }

  private var unsettledSentence: String {
    let currencies = after.unsettled.sorted { ($0 ?? "") < ($1 ?? "") }
      .map { $0?.text ?? "no currency" }.joined(separator: ", ")
    return
      "What is merged costs in different currencies (\(currencies)): what it would cost as one, "
      + "and so the sum in each of them, is unknown."
  }

  private var table: Table {
    let costs = currencies.flatMap { currency in
      let name = currency?.text ?? "no currency"
      return [
        ["cost a year, \(name)"]
          + [before, after].map { Wording.text($0.costs[currency], Wording.money) },
        ["of it on misery, \(name)"]
          + [before, after].map { Wording.text($0.miseryCosts[currency], Wording.money) },
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
