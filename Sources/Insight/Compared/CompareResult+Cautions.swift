// SPDX-License-Identifier: Apache-2.0

extension CompareResult {
  /// What to know before going by the figures.
  package var cautions: [Caution] {
    var sentences: [String] = []
    if own.isEmpty { sentences.append("No brand is own: say whose each brand is.") }
    if competitors.isEmpty { sentences.append("No competitor was visited.") }
    if !competitors.isEmpty, visits.own == 0 || visits.competitor == 0 {
      sentences.append("Own and competitors have no scenario in common: see all scenarios.")
    }
    return sentences.map { Caution(code: nil, sentence: $0) } + pooled.compactMap(\.scaleCaution)
      + mixCautions
  }

  /// Who stands elsewhere once every scenario weighs the same.
  private var mixCautions: [Caution] {
    let sides = [(everybody, pooled)] + (each.count > 1 ? each.map { (name(of: $0), $1) } : [])
    return sides.flatMap { competitor, comparisons in
      comparisons.compactMap { $0.mixCaution(against: competitor) }
    }
  }

  /// What all competitors together are called.
  var everybody: String {
    each.count == 1 ? name(of: each[0].brand) : "all competitors together"
  }

  /// What people call a brand.
  func name(of brand: Label) -> String { names[brand] ?? brand.text }
}

extension Comparison {
  /// That answers are in no figure, as they were asked on another scale.
  fileprivate var scaleCaution: Caution? {
    let left = [(own.otherScale, "own answer"), (theirs.otherScale, "competitors’ answer")]
      .filter { $0.0 > 0 }
    let isApart = own.n > 0 && theirs.n > 0 && own.scale != theirs.scale
    guard !left.isEmpty || isApart else { return nil }
    let counts = left.map { Wording.count($0, $1) }.joined(separator: " and ")
    let scale = own.scale.map { scale in
      let ends = [scale.low, scale.high].map { Answer.number($0).display }
      return " than \(ends.joined(separator: " to "))"
    }
    let verb = left.reduce(0) { $0 + $1.0 } == 1 ? "was" : "were"
    let sentences =
      (left.isEmpty
        ? [] : ["\(counts) \(verb) asked on another scale\(scale ?? "") and in no figure."])
      + (isApart ? ["the two sides were asked on different scales: there is no gap."] : [])
    return Caution(
      code: own.entry.code,
      sentence: "“\(own.entry.name)”: " + sentences.joined(separator: " Besides, ")
    )
  }

  /// That the standing is one of the mix of scenarios.
  fileprivate func mixCaution(against competitor: String) -> Caution? {
    guard let standardised, let other = standingStandardised, isOfMix else { return nil }
    let quantity = Measure(own).quantity
    let verdict =
      other == .tooFew ? "what is left cannot be told" : "it is \(other.rawValue)"
    return Caution(
      code: own.entry.code,
      sentence:
        "“\(own.entry.name)” against \(competitor): \(standing.rawValue), but the two sides "
        + "played the scenarios in different parts (up to "
        + "\(Quantity.points(decimals: 0).text(standardised.difference)) points apart). With every "
        + "scenario weighing the same \(verdict), "
        + "\(Wording.difference(standardised.gap, quantity)) "
        + "(\(Wording.difference(standardised.interval, quantity)))."
    )
  }
}
