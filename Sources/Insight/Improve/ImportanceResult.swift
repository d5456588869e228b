// SPDX-License-Identifier: Apache-2.0

/// How far each interaction goes with the outcome, and what that advises.
package struct ImportanceResult: Sendable {
  /// The program's code.
  package let program: Label

  /// What the report stands on.
  package let basis: Basis

  /// What importance is measured against.
  package let outcome: BankEntry

  /// What importance is derived by.
  package let weight: ImportanceReport.Weight

  /// The lines of the chart; nil where nothing has both performance and importance.
  package let crosshair: Crosshair?

  /// Whether performance is the mean rating; where the interactions have several scales, it is the
  /// share of the way from the bad end of the scale to the good one.
  package let isOneScale: Bool

  /// The drivers in the order of the bank.
  package let drivers: [Driver]

  /// What came of the regression of the outcome on all drivers.
  package let regression: RegressionOutcome

  /// How many visits have the outcome and all drivers.
  package let completeRows: Int

  private let rule: Crosshair.Rule

  init(
    program: Label,
    basis: Basis,
    outcome: BankEntry,
    weight: ImportanceReport.Weight,
    rule: Crosshair.Rule,
    isOneScale: Bool,
    drivers: [Driver],
    regression: RegressionOutcome,
    completeRows: Int
  ) {
    self.program = program
    self.basis = basis
    self.outcome = outcome
    self.weight = weight
    self.rule = rule
    self.isOneScale = isOneScale
    self.regression = regression
    self.completeRows = completeRows
    let lines = ImportanceResult.lines(rule, drivers) { $0.importance }
    let others = ImportanceResult.lines(rule == .mean ? .median : .mean, drivers) { $0.importance }
    let stated = ImportanceResult.lines(rule, drivers) { $0.entry.importance }
    crosshair = lines
    self.drivers = drivers.map { driver in
      var placed = driver
      placed.quadrant = ImportanceResult.quadrant(driver, driver.importance, lines)
      placed.otherQuadrant = ImportanceResult.quadrant(driver, driver.importance, others)
      placed.statedQuadrant = ImportanceResult.quadrant(driver, driver.entry.importance, stated)
      return placed
    }
  }

  private static func lines(
    _ rule: Crosshair.Rule,
    _ drivers: [Driver],
    by importance: (Driver) -> Double?
  ) -> Crosshair? {
    Crosshair(
      rule,
      through: drivers.compactMap { driver in
        guard let performance = driver.performance, let weight = importance(driver) else {
          return nil
        }
        return (performance, weight)
      }
    )
  }

  private static func quadrant(
    _ driver: Driver,
    _ importance: Double?,
    _ lines: Crosshair?
  ) -> Quadrant? {
    guard let performance = driver.performance, let importance, let lines else { return nil }
    return lines.quadrant(performance: performance, importance: importance)
  }

  /// The share of the outcome's variance that the drivers account for, 0…1; nil without a
  /// regression.
  package var rSquared: Double? {
    if case .fitted(_, let rSquared) = regression { rSquared } else { nil }
  }

  /// What to know before going by the chart.
  package var cautions: [Caution] {
    let other = rule == .mean ? Crosshair.Rule.median : .mean
    let moved = drivers.filter { $0.quadrant != $0.otherQuadrant }.map { driver in
      let places = [driver.quadrant, driver.otherQuadrant].map { $0?.rawValue ?? "nowhere" }
      return Caution(
        code: driver.entry.code,
        sentence: "\(driver.entry.name): \(places[0]) by the \(rule.rawValue), "
          + "\(places[1]) by the \(other.rawValue)."
      )
    }
    let disputed = drivers.filter { $0.statedQuadrant != nil && $0.isDisputed }.map { driver in
      let isStated = driver.statedQuadrant?.isImportant ?? false
      return Caution(
        code: driver.entry.code,
        sentence: "\(driver.entry.name): customers say that it is "
          + (isStated
            ? "important, and it goes little with the outcome."
            : "less important, and it goes much with the outcome.")
      )
    }
    return moved + disputed + scaleCautions + regressionCautions
  }

  /// Which answers are in no figure, as they were asked on another scale than the others.
  private var scaleCautions: [Caution] {
    drivers.filter { $0.otherScale > 0 }.map { driver in
      Caution(
        code: driver.entry.code,
        sentence: "\(Wording.count(driver.otherScale, "answer")) to “\(driver.entry.name)” on "
          + "another scale in no figure."
      )
    }
  }

  private var regressionCautions: [Caution] {
    switch regression {
    case .fitted(let coefficients, _) where isThin(coefficients.count):
      [
        caution(
          "The regression has \(Wording.count(completeRows, "visit")) for "
            + "\(Wording.count(coefficients.count, "driver")): too few to go by."
        )
      ]
    case .fitted: []
    case .tooFewRows: [caution("There is no regression: \(fewRows).")]
    case .constantOutcome:
      [caution("There is no regression: the outcome is the same on every visit.")]
    case .constantDriver(let place):
      [caution("There is no regression: \(drivers[place].entry.name) is the same on every visit.")]
    case .dependentDriver(let place):
      [
        caution(
          "There is no regression: \(drivers[place].entry.name) follows from the drivers before it."
        )
      ]
    }
  }

  /// Whether so many drivers may fit so few visits by chance: below ten visits for each.
  ///
  /// Source: F. E. Harrell, "Regression Modeling Strategies" (2015), 4.4.
  private func isThin(_ drivers: Int) -> Bool { completeRows < 10 * drivers }

  /// How many visits have everything that was asked.
  private var fewRows: String {
    completeRows == 0
      ? "no visit has every driver"
      : "only \(Wording.count(completeRows, "visit")) with every driver"
  }

  private func caution(_ sentence: String) -> Caution { Caution(code: nil, sentence: sentence) }

  /// The report as named values.
  package var report: ReportValue {
    let lines: ReportValue = [
      "rule": .text(rule.rawValue), "performance": .figure(crosshair?.performance),
      "importance": .figure(crosshair?.importance),
    ]
    return ["program": .code(program)] + basis.report + [
      "outcome": .code(outcome.code), "importance_by": .text(weight.rawValue),
      "performance_is": .text(isOneScale ? "mean" : "share of scale"), "crosshair": lines,
      "interactions": .list(drivers.map(\.report)), "r_squared": .figure(rSquared),
      "n_listwise": .whole(completeRows), "warnings": .list(cautions.map(\.report)),
    ]
  }
}

extension Quadrant {
  /// Whether it lies on the important side.
  package var isImportant: Bool { self == .keepUp || self == .concentrate }
}

extension Driver {
  /// Whether customers say otherwise than what they do says.
  package var isDisputed: Bool {
    guard let quadrant, let statedQuadrant else { return false }
    return quadrant.isImportant != statedQuadrant.isImportant
  }
}
