// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension CompareResult {
  /// Own against competitors, as people read it.
  package var sheet: ReportSheet {
    ReportSheet("Compared with competitors", blocks, values: report)
  }

  /// The parts of the sheet.
  var blocks: [Page.Block] {
    let cautions = cautions.map { Page.Block.warning($0.sentence) }
    guard !own.isEmpty, !competitors.isEmpty else { return cautions }
    let isOne = each.count == 1
    var blocks = cautions + [.text(ground)] + behind
    blocks += gaps(pooled, to: isOne ? name(of: each[0].brand) : "all competitors")
    for (brand, comparisons) in isOne ? [] : each {
      blocks += [.heading(name(of: brand))] + gaps(comparisons, to: name(of: brand))
    }
    return blocks + [table, voicesTable].compactMap(\.self).map(Page.Block.table) + leftOutBlocks
  }

  /// What people call a brand.
  func name(of brand: Label) -> String { names[brand] ?? brand.text }

  private func list(_ brands: [Label]) -> String {
    brands.map(name(of:)).joined(separator: ", ")
  }

  // MARK: Sentences

  /// What is compared.
  private var ground: String {
    let named = scenarios.compactMap(\.self).sorted().map(\.text)
    let all = named + (scenarios.contains(nil) ? ["none said"] : [])
    let played = all.isEmpty ? "there are none" : all.joined(separator: ", ")
    return "\(list(own)): \(Wording.count(visits.own, "visit")). "
      + "\(list(competitors)): \(Wording.count(visits.competitor, "visit")). "
      + (allScenarios ? "All scenarios." : "Only scenarios that both sides have played: \(played).")
  }

  /// Where the best competitor does better, as far as the interval tells.
  private var behind: [Page.Block] {
    let sentences = pooled.indices.compactMap { place -> String? in
      guard let best = best(at: place), best.comparison.standing == .behind else { return nil }
      return "“\(best.comparison.own.entry.name)”: \(name(of: best.brand)) does better, "
        + "\(best.comparison.reading)."
    }
    guard !sentences.isEmpty else {
      return [.text("Nothing that any competitor clearly does better.")]
    }
    return [.text("What competitors do better:"), .list(sentences)]
  }

  /// A chart for all that can stand on one axis.
  private func gaps(_ comparisons: [Comparison], to competitor: String) -> [Page.Block] {
    let told = comparisons.filter { $0.gap != nil }
    return told.grouped(by: { Measure($0.own) }).map { measure, group in
      .chart(
        RowChart.gaps(
          title: "\(measure.title): \(list(own)) against \(competitor)",
          reading: CompareResult.reading(group, competitor: competitor),
          axis: measure.axis,
          quantity: measure.quantity,
          range: measure.range,
          own: list(own),
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

  private static func reading(_ comparisons: [Comparison], competitor: String) -> String {
    let ahead = comparisons.count { $0.standing == .ahead }
    let behind = comparisons.filter { $0.standing == .behind }
    let firm = comparisons.count { $0.standing != .tooFew }
    guard firm > 0 else { return "Too few answers to tell a gap to \(competitor)." }
    guard ahead + behind.count > 0 else {
      return "No gap to \(competitor) is clear, of \(comparisons.count)."
    }
    let sums = "Ahead of \(competitor) on \(ahead), behind on \(behind.count)"
    guard let worst = behind.max(by: { abs($0.gap ?? 0) < abs($1.gap ?? 0) }) else {
      return "\(sums) of \(comparisons.count)."
    }
    return "\(sums) of \(comparisons.count). Furthest behind on “\(worst.own.entry.name)”: "
      + "\(worst.reading)."
  }

  private var leftOutBlocks: [Page.Block] {
    let others = leftOut.otherBrands.sorted { $0.key < $1.key }
      .map { "\(name(of: $0.key)) (\(Wording.count($0.value, "visit")))" }
    let strays = leftOut.withoutBrand
    let parts =
      (others.isEmpty ? [] : ["neither own nor compared: " + others.joined(separator: ", ")])
      + (strays > 0 ? ["of no known brand: \(Wording.count(strays, "visit"))"] : [])
    return parts.isEmpty ? [] : [.text("Left out, " + parts.joined(separator: "; ") + ".")]
  }

  // MARK: Tables

  private var table: Table {
    let isOne = competitors.count == 1
    let rows = zip(pooled, differentiation).enumerated().compactMap { place, pair -> [String]? in
      let (comparison, differentiation) = pair
      guard comparison.own.n > 0 || comparison.theirs.n > 0 else { return nil }
      let quantity = Measure(comparison.own).quantity
      return [
        comparison.own.entry.name, Wording.text(comparison.own.values.mean, quantity),
        Wording.text(comparison.theirs.values.mean, quantity),
        Wording.difference(comparison.gap, quantity),
        Wording.difference(comparison.interval, quantity),
        "\(Quantity.count(comparison.own.n))/\(Quantity.count(comparison.theirs.n))",
        comparison.standing.rawValue, Wording.text(differentiation),
      ] + (isOne ? [] : [best(at: place).map { name(of: $0.brand) } ?? "–"])
    }
    return Table(
      caption: "Own less competitors; differentiation is about 1 where brands do not differ",
      headings: [
        "interaction", "own", "theirs", "gap", "interval", "n own/theirs", "standing",
        "differentiation",
      ] + (isOne ? [] : ["best of them"]),
      rows: rows
    )
  }

  /// Who says what of the own brand; nil where one voice alone speaks.
  private var voicesTable: Table? {
    guard let first = voices.first, voices.count > 1 else { return nil }
    let places = first.results.indices.filter { place in
      voices.contains { $0.results[place].n > 0 }
    }
    let rows = places.map { place in
      [first.results[place].entry.name]
        + voices.flatMap { _, results in
          let one = results[place]
          let quantity = Measure(one).quantity
          return [
            Wording.text(one.values.mean, quantity),
            one.isTooFew ? "too few" : Wording.text(one.interval, quantity), Quantity.count(one.n),
          ]
        }
    }
    let headings = voices.flatMap { voice, _ in [voice.rawValue, "interval", "n"] }
    return Table(
      caption: "Who says what of the own brand",
      headings: ["interaction"] + headings,
      rows: rows
    )
  }
}

extension Comparison {
  /// The gap with its interval and both n.
  fileprivate var reading: String {
    let quantity = Measure(own).quantity
    return "\(Wording.difference(gap, quantity)) (\(Wording.difference(interval, quantity)), "
      + "n = \(Quantity.count(own.n)) and \(Quantity.count(theirs.n)))"
  }
}
