// SPDX-License-Identifier: Apache-2.0

/// What moments cost a year, and how much of that is money spent on misery.
///
/// The money spent on misery is the cost of a moment times its frequency a year times its share of
/// misery. Each currency has its own sums: none is converted.
package struct CostLedger: Sendable {
  /// The costs of one interaction.
  package struct Line: Sendable {
    /// The interaction, with its moments.
    package let step: JourneyStep

    /// What it costs a year; nil where its cost or its frequency is unknown.
    package var perYear: Double? {
      guard let cost = step.entry.unitCost, let frequency = step.entry.frequencyPerYear else {
        return nil
      }
      return cost * frequency
    }

    /// What of that is spent on misery a year; nil where any of the three is unknown.
    package var misery: Double? {
      guard let perYear, let rate = step.impressions.miseryRate else { return nil }
      return perYear * rate
    }

    /// Where the money spent on misery may lie, as far as what was observed tells.
    package var miseryInterval: Interval? {
      guard let perYear,
        let rate = Interval.share(step.impressions.misery, of: step.impressions.n)
      else { return nil }
      return Interval(low: perYear * rate.low, high: perYear * rate.high, method: rate.method)
    }

    /// What must be known before its money can be told: of cost, frequency and misery.
    package var unknown: [String] {
      let entry = step.entry
      return (entry.unitCost == nil ? ["unit_cost"] : [])
        + (entry.frequencyPerYear == nil ? ["frequency_per_year"] : [])
        + (step.impressions.n == 0 ? ["misery_rate"] : [])
    }
  }

  /// The sums of one currency.
  package struct Total: Sendable {
    /// The currency (ISO 4217); nil where none was said.
    package let currency: Label?
    /// What the moments cost a year, as far as is known.
    package let perYear: Double
    /// What of that is spent on misery a year, as far as is known.
    package let misery: Double
    /// How many interactions these sums are of, and how many have no known money for misery.
    package let interactions: (known: Int, unknown: Int)
  }

  /// The interactions in use, those that cost most misery first; what is unknown comes last, in the
  /// order of the bank.
  package let lines: [Line]

  /// The sums, by currency.
  package let totals: [Total]

  /// Below how many answers figures are too few to go by.
  let minimum: Int

  private let program: Label
  private let basis: Basis

  /// The costs of a program's interactions, retired ones aside.
  ///
  /// - Parameter coverage: What visits have seen.
  package init(_ coverage: BankCoverage) {
    program = coverage.facts.code
    basis = coverage.basis
    minimum = coverage.minimum
    let lines = coverage.seen.filter { $0.entry.status != .retired }.map { seen in
      Line(
        step: JourneyStep(entry: seen.entry, n: seen.observations, impressions: seen.impressions)
      )
    }
    self.lines = lines.enumerated().sorted {
      ($1.element.misery ?? -1, $0.offset) < ($0.element.misery ?? -1, $1.offset)
    }.map(\.element)
    let currencies = Set(lines.filter { $0.perYear != nil }.map(\.step.entry.currency))
    totals = currencies.sorted { ($0 ?? "") < ($1 ?? "") }.map { currency in
      let own = lines.filter { $0.step.entry.currency == currency && $0.perYear != nil }
      let known = own.count { $0.misery != nil }
      return Total(
        currency: currency,
        perYear: own.reduce(0) { $0 + ($1.perYear ?? 0) },
        misery: own.reduce(0) { $0 + ($1.misery ?? 0) },
        interactions: (known, own.count - known)
      )
    }
  }

  /// The report as named values.
  package var report: ReportValue {
    let sums = totals.map { total -> ReportValue in
      [
        "currency": .code(total.currency), "cost_per_year": .number(total.perYear),
        "misery_cost_per_year": .number(total.misery),
        "n_interactions": .whole(total.interactions.known),
        "n_unknown": .whole(total.interactions.unknown),
      ]
    }
    return ["program": .code(program)] + basis.report + [
      "totals": .list(sums), "interactions": .list(lines.map(\.report)),
    ]
  }
}

extension CostLedger.Line {
  fileprivate var report: ReportValue {
    let entry = step.entry
    return [
      "code": .code(entry.code), "name": .text(entry.name), "n": .whole(step.n),
      "unit_cost": .figure(entry.unitCost), "currency": .code(entry.currency),
      "frequency_per_year": .figure(entry.frequencyPerYear),
      "n_verdicts": .whole(step.impressions.n), "misery": .whole(step.impressions.misery),
      "misery_rate": .figure(step.impressions.miseryRate), "cost_per_year": .figure(perYear),
      "misery_cost_per_year": .figure(misery), "interval": .interval(miseryInterval),
      "unknown": .list(unknown.map(ReportValue.text)),
    ]
  }
}
