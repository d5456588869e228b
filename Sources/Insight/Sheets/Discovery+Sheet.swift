// SPDX-License-Identifier: Apache-2.0

extension Discovery {
  /// What shoppers noted that the bank does not have, as people read it.
  package var sheet: ReportSheet {
    ReportSheet("What shoppers found", blocks, values: report)
  }

  private var blocks: [Page.Block] {
    let found = found
    let rest = unnamed > 0 ? " \(Wording.count(unnamed, "moment")) noted without a word." : ""
    guard !found.isEmpty else {
      return [.text("Nothing was noted that the bank does not have.\(rest)")]
    }
    let sentence =
      "\(Wording.count(found.count, "thing")) noted that the bank does not have, the most often "
      + "first.\(rest) To take one in: program import --interactions."
    let rows = found.map { find in
      let nearest = find.nearest.map {
        "\($0.entry.name) (\(Wording.percent.text($0.likeness)) alike)"
      }
      return [
        find.label.text, Quantity.count(find.times), Quantity.count(find.visits),
        nearest.isEmpty ? "–" : nearest.joined(separator: ", "),
      ]
    }
    return [
      .text(sentence),
      .table(
        Table(
          caption: "Noted, and not in the bank",
          headings: ["what", "times", "visits", "in the bank there is"],
          rows: rows
        )
      ),
    ]
  }
}
