// SPDX-License-Identifier: Apache-2.0

extension JourneyResult {
  /// Misery at each step of the journey, in the order of the bank; nil where no step is judged.
  package var chart: RowChart? {
    guard let risk, !judged.isEmpty else { return nil }
    let percent = Quantity.percent(decimals: 0)
    let name = [journey?.text ?? "the whole visit"] + (group.parts.isEmpty ? [] : [group.text])
    let cases = cases > 0 ? Double(casesWithMisery) / Double(cases) : 0
    return .estimates(
      title: "Misery step by step: \(name.joined(separator: ", "))",
      reading: "Who goes through all \(judged.count) steps meets misery with a risk of "
        + "\(percent.text(risk)), if one step tells nothing of another; of "
        + "\(Sentences.count(self.cases, "case")), \(percent.text(cases)) did." + moreText,
      axis: "share of misery",
      subject: "step",
      quantity: percent,
      range: 0...1,
      judged.map { step in
        let impressions = step.impressions
        return Estimate(
          step.entry.name,
          value: impressions.miseryRate,
          interval: Interval.share(impressions.misery, of: impressions.n)?.range,
          n: impressions.n,
          isTooFew: impressions.n < minimum
        )
      }
    )
  }

  private var moreText: String {
    guard let mean = moments.mean else { return "" }
    let one = Quantity.number(decimals: 1)
    let plan = planned.map { ", planned are \(Quantity.trimmed(one.text($0)))" } ?? ""
    let above = aboveFewest.map {
      ", \(one.text($0)) above the fewest ever seen for the same outcome"
    }
    let waiting = shareWaiting.map { share in
      " Of the time known, \(Quantity.percent(decimals: 0).text(share)) is waiting."
    }
    return " A case has \(one.text(mean)) moments\(plan)\(above ?? "").\(waiting ?? "")"
  }
}
