// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension Surface {
  /// The forms by the stages; a cell without interactions or without observations is work to do.
  package var chart: MatrixChart {
    MatrixChart(
      title: "The customer’s surface",
      reading: reading,
      rowLabels: forms.map { $0?.rawValue ?? "no form" },
      columnLabels: stages.map { $0?.text ?? "no stage" },
      lineNames: ["interactions", "moments observed", "misery"],
      warmth: "the stronger the shade, the more misery",
      cells: forms.indices.map { row in
        stages.indices.map { Surface.drawn(cells[row * stages.count + $0]) }
      }
    )
  }

  private static func drawn(_ cell: Cell) -> MatrixChart.Cell {
    guard cell.interactions > 0 else { return .empty("none yet") }
    let interactions = Quantity.count(cell.interactions)
    guard cell.observations > 0 else { return .empty("\(interactions) unseen") }
    let rate = cell.impressions.miseryRate
    let misery = rate.map { Quantity.percent(decimals: 0).text($0) } ?? "–"
    let details = [Quantity.count(cell.observations), misery]
    return .figures(interactions, details: details, warmth: rate ?? 0)
  }

  private var reading: String {
    let bare = cells.count { $0.interactions == 0 }
    let unseen = cells.count { $0.interactions > 0 && $0.observations == 0 }
    let work =
      "Of \(cells.count) cells, \(bare) hold no interaction, "
      + "and \(unseen) only such as nobody observed."
    let worst = cells.filter { $0.impressions.misery > 0 }.max { left, right in
      (left.impressions.miseryRate ?? 0) < (right.impressions.miseryRate ?? 0)
    }
    guard let worst else { return work }
    let place = [worst.form?.rawValue, worst.stage?.text].compactMap(\.self)
    let name = Sentences.quoted(place.joined(separator: ", "))
    let impressions = worst.impressions
    let figure = Estimate(
      name,
      value: impressions.miseryRate,
      interval: Interval.share(impressions.misery, of: impressions.n)?.range,
      n: impressions.n
    )
    return work + " Most misery: \(name), \(Sentences.figure(figure, as: .percent(decimals: 0)))."
  }
}
