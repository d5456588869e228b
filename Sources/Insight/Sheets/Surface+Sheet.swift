// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension Surface {
  /// Where customers meet the company, as people read it.
  package var sheet: ReportSheet {
    let none = Page.Block.text("The bank has no interactions yet.")
    return ReportSheet(
      "The customer’s surface",
      stages.isEmpty ? [none] : [.chart(chart)],
      values: report
    )
  }

  /// The forms by the stages; a cell without interactions or without observations is work to do.
  var chart: MatrixChart {
    MatrixChart(
      title: "The customer’s surface",
      reading: reading,
      rowLabels: rows.map(\.name),
      columnLabels: stages.map { $0?.text ?? "no stage" },
      lineNames: ["interactions", "moments observed", "misery"],
      warmth: "the stronger the shade, the more misery",
      cells: rows.indices.map { row in
        stages.indices.map { cells[row * stages.count + $0].drawn }
      }
    )
  }

  private var reading: String {
    let bare = cells.count { $0.interactions == 0 }
    let unseen = cells.count { $0.interactions > 0 && $0.observations == 0 }
    let work =
      "Of \(cells.count) cells, \(bare) hold no interaction, "
      + "and \(unseen) only such as nobody observed."
    let worst = cells.filter { $0.impressions.misery > 0 && $0.impressions.n >= minimum }.max {
      left,
      right in
      (left.impressions.miseryRate ?? 0) < (right.impressions.miseryRate ?? 0)
    }
    guard let worst else { return work }
    let place = [worst.row.name, worst.stage?.text].compactMap(\.self).joined(separator: ", ")
    return work + " Most misery: “\(place)”, \(worst.impressions.miseryReading(minimum: minimum))."
  }
}

extension Surface.Row {
  fileprivate var name: String {
    [form?.rawValue ?? "no form", subform?.text].compactMap(\.self).joined(separator: ": ")
  }
}

extension Surface.Cell {
  fileprivate var drawn: MatrixChart.Cell {
    guard interactions > 0 else { return .empty("none yet") }
    guard observations > 0 else { return .empty("\(Quantity.count(interactions)) unseen") }
    let rate = impressions.miseryRate
    let details = [Quantity.count(observations), Wording.text(rate, Wording.percent)]
    return .figures(Quantity.count(interactions), details: details, warmth: rate ?? 0)
  }
}
