// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension Ranking {
  /// Places or shoppers from the worst to the best, as people read it.
  ///
  /// - Parameters:
  ///   - title: What the report is called.
  ///   - subject: What the groups are, such as `location`.
  ///   - rows: How many are drawn, half of them from each end.
  /// - Returns: The sheet.
  package func sheet(_ title: String, of subject: String, rows: Int) -> ReportSheet {
    guard let worst = places.first else {
      let none = "No \(subject) has \(Wording.count(answers, "answer")) to “\(entry.name)”."
      return ReportSheet(title, [.text(none)], values: report)
    }
    let firm = places.filter { !$0.result.isTooFew }
    let head = places.prefix(places.count > rows ? (rows + 1) / 2 : rows)
    let tail = places.dropFirst(head.count).suffix(max(0, rows - head.count))
    let all = Distribution(places.compactMap(\.result.values.mean))
    let measure = Measure(worst.result)
    let chart = RowChart.estimates(
      title: "\(entry.name), by \(subject)",
      reading: reading(firm),
      axis: measure.axis,
      subject: subject,
      quantity: measure.quantity,
      range: measure.range,
      references: all.mean.map { [.init($0, "mean of all")] } ?? [],
      (head + tail).map { $0.result.estimate(called: $0.group.name) }
    )
    let hidden = places.count - head.count - tail.count
    return ReportSheet(title, [.chart(chart)] + notes(subject, hidden: hidden), values: report)
  }

  /// The ends of those groups that have enough answers.
  private func reading(_ firm: [(group: GroupResult, result: InteractionResult)]) -> String {
    guard let worst = firm.first, let best = firm.last else {
      return "Too few answers in every group."
    }
    guard firm.count > 1 else {
      return "Only “\(best.group.name)” has enough: \(best.result.reading)."
    }
    return "Worst: “\(worst.group.name)”, \(worst.result.reading). "
      + "Best: “\(best.group.name)”, \(best.result.reading)."
  }

  private func notes(_ subject: String, hidden: Int) -> [Page.Block] {
    let between = "\(Wording.count(hidden, subject)) between them not drawn."
    let few =
      "\(Wording.count(leftOut, subject)) with fewer than \(Wording.count(answers, "answer")) "
      + "not ranked."
    return (hidden > 0 ? [.text(between)] : []) + (leftOut > 0 ? [.text(few)] : [])
  }
}
