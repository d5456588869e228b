// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension CommitmentReport {
  /// Commitment beside satisfaction, as people read it.
  package var sheet: ReportSheet {
    let none = Page.Block.text(
      "No answer is a part of commitment: give interactions the attribute \u{201c}commitment"
        + "\u{201d} with return, recommend, alternative or tolerance."
    )
    return ReportSheet(
      CommitmentReport.title,
      chart.map { [.chart($0)] } ?? [none],
      values: report
    )
  }

  private static let title = "Commitment beside satisfaction"

  /// Commitment, satisfaction and the parts of commitment, each as a share of its scale; nil where
  /// no answer is a part of commitment.
  var chart: RowChart? {
    guard commitment.n > 0 else { return nil }
    let names: [CommitmentPart: String] = [
      .comeAgain: "would come again", .recommend: "would recommend",
      .alternative: "would choose us first", .tolerance: "would stay after a misery",
    ]
    let parts = CommitmentPart.allCases.compactMap { part in
      self.parts[part].map { estimate(names[part] ?? part.rawValue, $0) }
    }
    return RowChart.estimates(
      title: CommitmentReport.title,
      reading: reading,
      axis: "share of the scale",
      subject: "part",
      quantity: Wording.percent,
      range: 0...1,
      [estimate("commitment", commitment), estimate("satisfaction", satisfaction)] + parts
    )
  }

  private var reading: String {
    func told(_ values: Distribution) -> String {
      let interval = Wording.text(Interval.mean(of: values), Wording.percent)
      let certainty = values.n < minimum ? "too few" : interval
      return "\(Wording.text(values.mean, Wording.percent)) of what it could be "
        + "(\(certainty), n = \(Quantity.count(values.n)))"
    }
    let both = both.pearson.map { " One goes with the other by \(Wording.text($0))." } ?? ""
    return "Commitment is \(told(commitment)), satisfaction \(told(satisfaction))." + both
  }

  private func estimate(_ label: String, _ values: Distribution) -> Estimate {
    Estimate(label, meanOf: values, minimum: minimum)
  }
}
