// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension PriorityBoard {
  /// Where to win and keep customers, as people read it.
  package var sheet: ReportSheet {
    ReportSheet(PriorityBoard.title, blocks, values: report)
  }

  private static let title = "Where to win and keep customers"

  /// The parts of the sheet.
  var blocks: [Page.Block] {
    guard !items.isEmpty else {
      return [
        .text("No interaction has both an importance and a competitor’s figure: there is no board.")
      ]
    }
    return [.chart(chart), .table(table)]
  }

  private var quantity: Quantity {
    importance.isOneScale ? Wording.fine : .points(decimals: 0)
  }

  private var chart: PriorityChart {
    PriorityChart(
      title: PriorityBoard.title,
      reading: reading,
      performanceAxis: importance.isOneScale
        ? "lead over the best competitor: mean →"
        : "lead over the best competitor: points of the scale →",
      importanceAxis: importance.importanceAxis,
      performanceQuantity: quantity,
      crosshair: crosshair,
      items: items.map { item in
        PriorityChart.Item(
          item.driver.entry.name,
          performance: item.lead,
          importance: item.driver.importance ?? 0,
          n: item.driver.n
        )
      }
    )
  }

  /// What matters and is clearly better elsewhere; what matters and is clearly better here.
  private var reading: String {
    func told(_ standing: Comparison.Standing) -> [Item] {
      items.filter {
        $0.comparison.standing == standing && $0.quadrant.isImportant
      }
    }
    func names(_ items: [Item]) -> String {
      items.map { "“\($0.driver.entry.name)”" }.joined(separator: ", ")
    }
    let (behind, ahead) = (told(.behind), told(.ahead))
    let win =
      behind.isEmpty
      ? "Nothing that matters much is clearly better elsewhere."
      : "Matters much, and is clearly better elsewhere: \(names(behind))."
    return ahead.isEmpty ? win : win + " Matters much, and is clearly better here: \(names(ahead))."
  }

  private var table: Table {
    let rows = items.map { item in
      let comparison = item.comparison
      return [
        item.driver.entry.name, Wording.text(item.driver.importance),
        quantity.text(item.lead, signed: true), compared.name(of: item.rival),
        "\(Quantity.count(comparison.own.n))/\(Quantity.count(comparison.theirs.n))",
        comparison.standing.rawValue, item.quadrant.rawValue,
      ]
    }
    return Table(
      caption: "Importance, and the lead over the best competitor",
      headings: [
        "interaction", "importance", "lead", "best competitor", "n own/theirs", "standing",
        "quadrant",
      ],
      rows: rows
    )
  }
}
