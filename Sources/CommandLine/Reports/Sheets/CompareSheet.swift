// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Insight

/// Own against competitors, as blocks of a page.
enum CompareSheet {
  static let title = "Compared with competitors"

  /// The blocks of what came out.
  static func blocks(_ result: CompareResult, names: [Label: String]) -> [Page.Block] {
    let cautions = result.cautions.map { Page.Block.warning($0.sentence) }
    guard !result.own.isEmpty, !result.competitors.isEmpty else { return cautions }
    func name(_ brand: Label) -> String { names[brand] ?? brand.text }
    let own = result.own.map(name).joined(separator: ", ")
    let rivals = result.competitors.map(name)
    let ground =
      "\(own): \(Wording.count(result.visits.own, "visit")). \(rivals.joined(separator: ", ")): "
      + "\(Wording.count(result.visits.competitor, "visit")). "
      + (result.allScenarios
        ? "All scenarios." : "Only scenarios that both sides have played: \(scenarios(result)).")
    var blocks = cautions + [.text(ground)] + behind(result, name)
    blocks += gaps(
      result.pooled,
      own: own,
      competitor: rivals.count == 1 ? rivals[0] : "competitors"
    )
    if result.each.count > 1 {
      for (brand, comparisons) in result.each {
        blocks.append(.heading(name(brand)))
        blocks += gaps(comparisons, own: own, competitor: name(brand))
      }
    }
    return blocks + [table(result, name)] + voices(result) + leftOut(result, name)
  }

  private static func scenarios(_ result: CompareResult) -> String {
    let named = result.scenarios.compactMap(\.self).sorted().map(\.text)
    let all = named + (result.scenarios.contains(nil) ? ["none said"] : [])
    return all.isEmpty ? "there are none" : all.joined(separator: ", ")
  }

  /// Where the best competitor does better, as far as the interval tells.
  private static func behind(
    _ result: CompareResult,
    _ name: (Label) -> String
  ) -> [Page.Block] {
    let sentences = result.pooled.indices.compactMap { place -> String? in
      guard let best = result.best(at: place), best.comparison.standing == .behind else {
        return nil
      }
      let entry = best.comparison.own.entry
      let quantity = entry.kind.quantity
      let gap = best.comparison.gap.map { quantity.text($0, signed: true) } ?? "–"
      return "“\(entry.name)”: \(name(best.brand)) does better, \(gap) "
        + "(\(Wording.text(best.comparison.interval, quantity, signed: true)), "
        + "n = \(Quantity.count(best.comparison.own.n)) and "
        + "\(Quantity.count(best.comparison.theirs.n)))."
    }
    guard !sentences.isEmpty else {
      return [.text("Nothing that any competitor clearly does better.")]
    }
    return [.text("What competitors do better:"), .list(sentences)]
  }

  /// A chart for all that can stand on one axis.
  private static func gaps(
    _ comparisons: [Comparison],
    own: String,
    competitor: String
  ) -> [Page.Block] {
    let told = comparisons.filter { $0.gap != nil }
    return told.grouped(by: { axis(of: $0.own.entry) }).map { axis, group in
      let scale = axis.kind == .rating ? axis.scale.map { $0.low...$0.high } : nil
      let isShare = axis.kind == .yesno || axis.kind == .share
      return .chart(
        RowChart.gaps(
          title: axis.title,
          reading: reading(group, competitor: competitor),
          axis: axis.kind == .yesno ? "share of yes" : "mean",
          quantity: axis.kind.quantity,
          range: isShare ? 0...1 : scale,
          own: own,
          competitor: competitor,
          group.map { comparison in
            Gap(
              comparison.own.entry.name,
              own: comparison.own.estimate(),
              competitor: comparison.theirs.estimate(),
              interval: comparison.standing == .tooFew ? nil : comparison.interval?.range
            )
          }
        )
      )
    }
  }

  private struct Axis: Equatable {
    let kind: AnswerKind
    let scale: AnswerScale?

    var title: String {
      switch kind {
      case .rating: scale.map { "Ratings from \($0.text)" } ?? "Ratings"
      case .yesno: "Answers of yes"
      case .minutes: "Minutes"
      case .count: "Counts"
      case .share: "Shares"
      case .amount: "Amounts"
      case .text, .choice, .choices, .date, .time: kind.rawValue
      }
    }
  }

  private static func axis(of entry: BankEntry) -> Axis {
    Axis(kind: entry.kind, scale: entry.kind == .rating ? entry.scale : nil)
  }

  private static func reading(_ comparisons: [Comparison], competitor: String) -> String {
    let ahead = comparisons.filter { $0.standing == .ahead }
    let behind = comparisons.filter { $0.standing == .behind }
    let many = comparisons.count
    guard !ahead.isEmpty || !behind.isEmpty else {
      return "No gap to \(competitor) is clear, of \(many)."
    }
    var text = "Ahead of \(competitor) on \(ahead.count), behind on \(behind.count) of \(many)."
    if let worst = behind.max(by: { width($0) < width($1) }) {
      let quantity = worst.own.entry.kind.quantity
      text +=
        " Furthest behind on “\(worst.own.entry.name)”: "
        + "\(worst.gap.map { quantity.text($0, signed: true) } ?? "–") "
        + "(\(Wording.text(worst.interval, quantity, signed: true)), "
        + "n = \(Quantity.count(worst.own.n)) and \(Quantity.count(worst.theirs.n)))."
    }
    return text
  }

  private static func width(_ comparison: Comparison) -> Double { abs(comparison.gap ?? 0) }

  // MARK: Tables

  private static func table(_ result: CompareResult, _ name: (Label) -> String) -> Page.Block {
    let isOne = result.competitors.count == 1
    let rows = zip(result.pooled, result.differentiation).enumerated().compactMap {
      place,
      pair -> [String]? in
      let (comparison, differentiation) = pair
      guard comparison.own.n > 0 || comparison.theirs.n > 0 else { return nil }
      let quantity = comparison.own.entry.kind.quantity
      return [
        comparison.own.entry.name, Wording.text(comparison.own.values.mean, quantity),
        Wording.text(comparison.theirs.values.mean, quantity),
        comparison.gap.map { quantity.text($0, signed: true) } ?? "–",
        Wording.text(comparison.interval, quantity, signed: true),
        "\(Quantity.count(comparison.own.n))/\(Quantity.count(comparison.theirs.n))",
        comparison.standing.rawValue, Wording.text(differentiation),
      ] + (isOne ? [] : [result.best(at: place).map { name($0.brand) } ?? "–"])
    }
    return .table(
      Table(
        caption: "Own less competitors; differentiation is about 1 where brands do not differ",
        headings: [
          "interaction", "own", "theirs", "gap", "interval", "n own/theirs", "standing",
          "differentiation",
        ] + (isOne ? [] : ["best of them"]),
        rows: rows
      )
    )
  }

  private static func voices(_ result: CompareResult) -> [Page.Block] {
    guard result.voices.count > 1 else { return [] }
    let places = result.voices[0].results.indices.filter { place in
      result.voices.contains { $0.results[place].n > 0 }
    }
    let rows = places.map { place in
      [result.voices[0].results[place].entry.name]
        + result.voices.flatMap { _, results in
          let one = results[place]
          return [
            Wording.text(one.values.mean, one.entry.kind.quantity), Quantity.count(one.n),
          ]
        }
    }
    let headings = result.voices.flatMap { [$0.voice.rawValue, "n (\($0.voice.rawValue))"] }
    return [
      .table(
        Table(
          caption: "Who says what of the own brand",
          headings: ["interaction"] + headings,
          rows: rows
        )
      )
    ]
  }

  private static func leftOut(
    _ result: CompareResult,
    _ name: (Label) -> String
  ) -> [Page.Block] {
    let others = result.leftOut.otherBrands.sorted { $0.key < $1.key }
      .map { "\(name($0.key)) (\(Wording.count($0.value, "visit")))" }
    let strays = result.leftOut.withoutBrand
    let parts =
      (others.isEmpty ? [] : ["neither own nor compared: " + others.joined(separator: ", ")])
      + (strays > 0 ? ["of no known brand: \(Wording.count(strays, "visit"))"] : [])
    return parts.isEmpty ? [] : [.text("Left out, " + parts.joined(separator: "; ") + ".")]
  }
}
