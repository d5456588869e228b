// SPDX-License-Identifier: Apache-2.0

import Insight

/// Commitment beside satisfaction, as blocks of a page.
enum CommitmentSheet {
  static let title = "Commitment beside satisfaction"

  /// The blocks of what came out; none where no interaction is a part of commitment.
  static func blocks(_ report: CommitmentReport, minimum: Int) -> [Page.Block] {
    guard report.commitment.n > 0 else { return [] }
    func estimate(_ label: String, _ values: Distribution) -> Estimate {
      Estimate(
        label,
        value: values.mean,
        interval: Interval.mean(of: values)?.range,
        n: values.n,
        isTooFew: values.n < minimum
      )
    }
    let names: [CommitmentPart: String] = [
      .comeAgain: "would come again", .recommend: "would recommend",
      .alternative: "would choose us first", .tolerance: "would stay after a misery",
    ]
    let parts = CommitmentPart.allCases.compactMap { part in
      report.parts[part].map { estimate(names[part] ?? part.rawValue, $0) }
    }
    let interval = Wording.text(Interval.mean(of: report.commitment), Wording.percent)
    let reading =
      "Commitment \(Wording.text(report.commitment.mean, Wording.percent)) (\(interval), "
      + "n = \(Quantity.count(report.commitment.n))) of what it could be, satisfaction "
      + "\(Wording.text(report.satisfaction.mean, Wording.percent)) "
      + "(n = \(Quantity.count(report.satisfaction.n)))."
    return [
      .chart(
        RowChart.estimates(
          title: title,
          reading: reading,
          axis: "share of the scale",
          subject: "part",
          quantity: Wording.percent,
          range: 0...1,
          [
            estimate("commitment", report.commitment),
            estimate("satisfaction", report.satisfaction),
          ] + parts
        )
      )
    ]
  }
}
