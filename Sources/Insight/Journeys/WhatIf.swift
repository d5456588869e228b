// SPDX-License-Identifier: Apache-2.0

/// A journey as it would be without some of its moments, or with some merged: what changes, if what
/// stays goes as before.
///
/// A merged moment is taken to go as the worse of the two, to cost as the dearer, and to happen as
/// often as the more frequent: nothing is promised that was not observed.
package struct WhatIf: Sendable {
  /// A journey's sums.
  package struct Sums: Sendable {
    /// How many interactions it has.
    package let interactions: Int

    /// How many moments a case has on average.
    package let moments: Double

    /// The risk of misery in at least one of them; nil where none is judged.
    package let risk: Double?

    /// The share of magic less that of misery over the moments judged; nil where none is.
    package let net: Double?

    /// What it costs a year, by currency, as far as is known; none for currencies in which it
    /// cannot be told.
    package let costs: [Label?: Double]

    /// What of that is spent on misery, by currency, as far as is known.
    package let miseryCosts: [Label?: Double]

    /// The currencies of merged moments that cost in several: what they cost as one is unknown.
    package let unsettled: Set<Label?>
  }

  /// The journey as it is.
  package let before: Sums

  /// The journey as it would be.
  package let after: Sums

  /// What was to be removed or merged and is no step of the journey.
  package let unknown: [Label]

  private let journey: Label?
  let cases: Int
  private let removed: [Label]
  private let merged: [[Label]]

  /// A journey without some moments, or with some merged.
  ///
  /// An interaction counts where it is first named, and removed before merged: merged with itself
  /// it stays as it is.
  ///
  /// - Parameters:
  ///   - journey: The journey as it was observed.
  ///   - removed: The interactions that are removed.
  ///   - merged: Groups of interactions, each of which becomes one, under the first one's name.
  package init(_ journey: JourneyResult, removing removed: [Label], merging merged: [[Label]] = [])
  {
    var named: Set<Label> = []
    func fresh(_ codes: [Label]) -> [Label] { codes.filter { named.insert($0).inserted } }
    let removed = fresh(removed)
    let merged = merged.map(fresh).filter { !$0.isEmpty }
    self.journey = journey.journey
    self.removed = removed
    self.merged = merged
    cases = journey.cases
    let steps = journey.steps.map { Step($0, cases: journey.cases) }
    before = Sums(steps)
    let codes = Set(steps.map(\.code))
    unknown = (removed + merged.flatMap(\.self)).filter { !codes.contains($0) }
    var left = steps.filter { !removed.contains($0.code) }
    for group in merged {
      let parts = group.compactMap { code in left.first { $0.code == code } }
      guard let first = parts.first, let place = left.firstIndex(where: { $0.code == first.code })
      else { continue }
      left[place] = parts.dropFirst().reduce(first) { $0.merged(with: $1) }
      left.removeAll { step in parts.dropFirst().contains { $0.code == step.code } }
    }
    after = Sums(left, instead: before)
  }

  /// The currencies of either journey, in order.
  var currencies: [Label?] {
    Set(before.costs.keys).union(after.costs.keys).union(after.unsettled)
      .sorted { ($0 ?? "") < ($1 ?? "") }
  }

  /// The report as named values.
  package var report: ReportValue {
    [
      "journey": .code(journey), "n_cases": .whole(cases), "removed": .codes(removed),
      "merged": .list(merged.map(ReportValue.codes)), "not_in_journey": .codes(unknown),
      "before": before.report(currencies), "after": after.report(currencies),
      "assumption": .text(
        "What stays goes as before; what is merged goes as the worse, costs as the dearer and "
          + "happens as often as the more frequent."
      ),
    ]
  }
}

/// A step by its rates, which can be merged where counts cannot.
private struct Step {
  let code: Label
  let moments: Double
  let misery: Double?
  let magic: Double?
  let currency: Label?
  let cost: Double?
  let frequency: Double?
  /// The currencies in which its parts cost, where they are several.
  private(set) var unsettled: Set<Label?> = []

  init(_ step: JourneyStep, cases: Int) {
    code = step.entry.code
    moments = cases > 0 ? Double(step.n) / Double(cases) : 0
    misery = step.impressions.miseryRate
    magic = step.impressions.magicRate
    currency = step.entry.currency
    cost = step.entry.unitCost
    frequency = step.entry.frequencyPerYear
  }

  private init(_ one: Step, _ two: Step) {
    func higher(_ left: Double?, _ right: Double?) -> Double? {
      [left, right].compactMap(\.self).max()
    }
    code = one.code
    moments = max(one.moments, two.moments)
    misery = higher(one.misery, two.misery)
    magic = [one.magic, two.magic].compactMap(\.self).min()
    frequency = higher(one.frequency, two.frequency)
    let priced = [one, two].filter { $0.cost != nil || !$0.unsettled.isEmpty }
    let currencies = Set(priced.map(\.currency))
    currency = priced.first?.currency ?? one.currency
    unsettled = one.unsettled.union(two.unsettled).union(currencies.count > 1 ? currencies : [])
    // The dearer of two currencies is not known without a rate of exchange.
    cost = unsettled.isEmpty ? higher(one.cost, two.cost) : nil
  }

  func merged(with other: Step) -> Step { Step(self, other) }

  var perYear: Double? { cost.flatMap { cost in frequency.map { cost * $0 } } }
}

extension WhatIf.Sums {
  /// The sums of some steps, which stand instead of others: where nothing is left that costs, the
  /// cost is 0.
  fileprivate init(_ steps: [Step], instead before: WhatIf.Sums? = nil) {
    interactions = steps.count
    moments = steps.reduce(0) { $0 + $1.moments }
    let judged = steps.filter { $0.misery != nil }
    risk = judged.isEmpty ? nil : chainRisk(judged.compactMap(\.misery))
    let weight = judged.reduce(0) { $0 + $1.moments }
    net =
      weight > 0
      ? judged.reduce(0) { $0 + $1.moments * (($1.magic ?? 0) - ($1.misery ?? 0)) } / weight : nil
    var (costs, miseryCosts) = ([Label?: Double](), [Label?: Double]())
    for step in steps {
      guard let perYear = step.perYear else { continue }
      costs[step.currency, default: 0] += perYear
      if let misery = step.misery { miseryCosts[step.currency, default: 0] += perYear * misery }
    }
    for currency in (before?.costs ?? [:]).keys where costs[currency] == nil {
      (costs[currency], miseryCosts[currency]) = (0, 0)
    }
    unsettled = steps.reduce(into: []) { $0.formUnion($1.unsettled) }
    for currency in unsettled { (costs[currency], miseryCosts[currency]) = (nil, nil) }
    (self.costs, self.miseryCosts) = (costs, miseryCosts)
  }

  fileprivate func report(_ currencies: [Label?]) -> ReportValue {
    let rows = currencies.map { currency -> ReportValue in
      [
        "currency": .code(currency), "cost_per_year": .figure(costs[currency]),
        "misery_cost_per_year": .figure(miseryCosts[currency]),
      ]
    }
    return [
      "interactions": .whole(interactions), "moments_per_case": .number(moments),
      "chain_risk": .figure(risk), "net": .figure(net), "costs": .list(rows),
    ]
  }
}
