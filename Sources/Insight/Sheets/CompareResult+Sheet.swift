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
    let ground = [Page.Block.text(ground)] + voicesLeftOut + behind
    let whole =
      gaps(pooled, to: everybody, drawing: { _ in true }, telling: { !isOne || $0 == .ahead })
      + [table, brandsTable, voicesTable].compactMap(\.self).map(Page.Block.table) + leftOutBlocks
    let parts = (isOne ? [] : each).flatMap { brand, comparisons in
      [.heading(name(of: brand))] + one(brand, comparisons)
    }
    return cautions + ground + whole + parts
  }

  /// One of several competitors: a picture of what is clear, a table of all.
  private func one(_ brand: Label, _ comparisons: [Comparison]) -> [Page.Block] {
    let name = name(of: brand)
    let table = Table(
      caption: "\(list(own)) less \(name)",
      headings: CompareResult.headings,
      rows: comparisons.compactMap(\.cells)
    )
    return gaps(comparisons, to: name, drawing: \.isClear, telling: { _ in true })
      + [.table(table)]
  }

  private func list(_ brands: [Label]) -> String {
    brands.map(name(of:)).joined(separator: ", ")
  }

  // MARK: Sentences

  /// What is compared.
  private var ground: String {
    let named = scenarios.compactMap(\.self).sorted().map { scenarioNames[$0] ?? $0.text }
    let all = named + (scenarios.contains(nil) ? ["none said"] : [])
    let played = all.isEmpty ? "there are none" : all.joined(separator: ", ")
    return "\(list(own)): \(Wording.count(visits.own, "visit")). "
      + "\(list(competitors)): \(Wording.count(visits.competitor, "visit")). "
      + (allScenarios ? "All scenarios." : "Only scenarios that both sides have played: \(played).")
  }

  /// Who else was on visits to either side, where somebody was.
  private var voicesLeftOut: [Page.Block] {
    let others = Voice.allCases.compactMap { voice in
      leftOut.otherVoices[voice].map { "\(voice.rawValue) (\(Wording.count($0, "visit")))" }
    }
    guard !others.isEmpty else { return [] }
    return [
      .text(
        "The gaps are of visits by one voice, \(voice.rawValue); left out of them: "
          + others.joined(separator: ", ") + "."
      )
    ]
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

  /// The pictures of gaps that can stand on one axis, several on each.
  ///
  /// A clear gap that would stand alone is told instead; the table has all.
  private func gaps(
    _ comparisons: [Comparison],
    to competitor: String,
    drawing isDrawn: (Comparison) -> Bool,
    telling isTold: (Comparison.Standing) -> Bool
  ) -> [Page.Block] {
    let known = comparisons.filter { $0.gap != nil }
    var (charts, alone): ([Page.Block], [Comparison]) = ([], [])
    for (measure, group) in known.grouped(by: { Measure($0.own) }) {
      let drawn = group.filter(isDrawn)
      if drawn.count > 1 {
        charts.append(.chart(chart(of: drawn, in: group, measure, to: competitor)))
      } else {
        alone += group.filter { $0.isClear && isTold($0.standing) }
      }
    }
    let told = alone.map { comparison in
      "“\(comparison.own.entry.name)”: \(comparison.standing.rawValue)"
        + (comparison.standing == .ahead ? " of" : "") + " \(competitor), \(comparison.reading)."
    }
    let isSilent = charts.isEmpty && !known.isEmpty && !known.contains(where: \.isClear)
    let none =
      isSilent ? [Page.Block.text(CompareResult.reading(known, competitor: competitor))] : []
    return none + (told.isEmpty ? [] : [.list(told)]) + charts
  }

  private func chart(
    of drawn: [Comparison],
    in group: [Comparison],
    _ measure: Measure,
    to competitor: String
  ) -> RowChart {
    let rest = drawn.count < group.count ? " Drawn is what is clear; the table has all." : ""
    return .gaps(
      title: "\(measure.title): \(list(own)) against \(competitor)",
      reading: CompareResult.reading(group, competitor: competitor) + rest,
      axis: measure.axis,
      quantity: measure.quantity,
      range: measure.range,
      own: list(own),
      competitor: competitor,
      drawn.map { comparison in
        Gap(
          comparison.own.entry.name,
          own: comparison.own.estimate(),
          competitor: comparison.theirs.estimate(),
          interval: comparison.standing == .tooFew ? nil : comparison.interval?.range
        )
      }
    )
  }

  private static func reading(_ comparisons: [Comparison], competitor: String) -> String {
    let ahead = comparisons.filter { $0.standing == .ahead }
    let behind = comparisons.filter { $0.standing == .behind }
    let firm = comparisons.count { $0.standing != .tooFew }
    guard firm > 0 else { return "Too few answers to tell a gap to \(competitor)." }
    func furthest(_ told: [Comparison]) -> Comparison? {
      told.max { abs($0.gap ?? 0) < abs($1.gap ?? 0) }
    }
    guard let most = furthest(behind) ?? furthest(ahead) else {
      return "No gap to \(competitor) is clear, of \(comparisons.count)."
    }
    return "Ahead of \(competitor) on \(ahead.count), behind on \(behind.count) of "
      + "\(comparisons.count). Furthest \(most.standing.rawValue) on “\(most.own.entry.name)”: "
      + "\(most.reading)."
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

  private static let headings = [
    "interaction", "own", "theirs", "gap", "interval", "n own/theirs", "standing",
  ]

  private var table: Table {
    Table(
      caption: "\(list(own)) less \(everybody)",
      headings: CompareResult.headings,
      rows: pooled.compactMap(\.cells)
    )
  }

  /// How far brands differ, and which of several competitors does best; apart, as one table of all
  /// would be wider than a page.
  private var brandsTable: Table {
    let isOne = each.count == 1
    let rows = pooled.indices.filter { pooled[$0].cells != nil }.map { place in
      [pooled[place].own.entry.name, Wording.text(differentiation[place])]
        + (isOne ? [] : [best(at: place).map { name(of: $0.brand) } ?? "–"])
    }
    return Table(
      caption: "How far brands differ: about 1 where they do not",
      headings: ["interaction", "differentiation"] + (isOne ? [] : ["best of the others"]),
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
  /// Whether it is clear who does better.
  fileprivate var isClear: Bool { standing == .ahead || standing == .behind }

  /// The comparison as a row of a table; nil where neither side has answers that are figures.
  fileprivate var cells: [String]? {
    guard own.entry.kind.isNumeric, own.n > 0 || theirs.n > 0 else { return nil }
    let quantity = Measure(own).quantity
    return [
      own.entry.name, Wording.text(own.values.mean, quantity),
      Wording.text(theirs.values.mean, quantity), Wording.difference(gap, quantity),
      Wording.difference(interval, quantity),
      "\(Quantity.count(own.n))/\(Quantity.count(theirs.n))", standing.rawValue,
    ]
  }

  /// The gap in its unit, with its interval and both n.
  fileprivate var reading: String {
    let quantity = Measure(own).quantity
    let unit =
      switch own.entry.kind {
      case .minutes: " minutes"
      case .amount: own.entry.currency.map { " \($0)" } ?? ""
      default: ""
      }
    return "\(Wording.difference(gap, quantity))\(unit) "
      + "(\(Wording.difference(interval, quantity)), "
      + "n = \(Quantity.count(own.n)) and \(Quantity.count(theirs.n)))"
  }
}
