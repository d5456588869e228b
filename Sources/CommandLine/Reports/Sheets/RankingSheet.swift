// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Insight

/// Places or shoppers from the worst to the best, as blocks of a page.
enum RankingSheet {
  /// The blocks of a ranking.
  ///
  /// - Parameters:
  ///   - ranking: The groups, the worst first.
  ///   - entry: The interaction they are ranked by.
  ///   - subject: What the groups are, such as `location`.
  ///   - answers: How many answers a group needed to be ranked.
  ///   - rows: How many are shown, half of them from each end.
  /// - Returns: The blocks.
  static func blocks(
    _ ranking: Ranking,
    by entry: BankEntry,
    subject: String,
    answers: Int,
    rows: Int
  ) -> [Page.Block] {
    let places = ranking.places
    guard let worst = places.first, let best = places.last else {
      return [.text("No \(subject) has an answer to “\(entry.name)”.")]
    }
    let head = places.prefix(places.count > rows ? (rows + 1) / 2 : rows)
    let tail = places.dropFirst(head.count).suffix(max(0, rows - head.count))
    let all = Distribution(places.compactMap(\.result.values.mean))
    let reading =
      "Lowest: “\(worst.key.text)”, \(worst.result.reading). "
      + "Highest: “\(best.key.text)”, \(best.result.reading)."
    let isRating = entry.kind == .rating
    let range = isRating ? worst.result.scale.map { $0.low...$0.high } : nil
    let chart = RowChart.estimates(
      title: "\(entry.name), by \(subject)",
      reading: reading,
      axis: entry.kind == .yesno ? "share of yes" : "mean",
      subject: subject,
      quantity: entry.kind.quantity,
      range: entry.kind == .yesno ? 0...1 : range,
      references: all.mean.map { [.init($0, "mean of all")] } ?? [],
      (head + tail).map { $0.result.estimate(called: $0.key.text) }
    )
    let hidden = places.count - head.count - tail.count
    let few = Wording.count(answers, "answer")
    let notes =
      (hidden > 0
        ? ["\(Quantity.count(hidden)) between them are not drawn; they are in --json."] : [])
      + (ranking.leftOut > 0
        ? ["\(Wording.count(ranking.leftOut, subject)) with fewer than \(few) not ranked."] : [])
    return [.chart(chart)] + notes.map(Page.Block.text)
  }
}
