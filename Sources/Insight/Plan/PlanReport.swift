// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Performance against plan: each planned figure beside what came out, for what it was planned and
/// for each unit and wave that the plan leaves open.
///
/// Takes one visit after another; memory grows with waves, units and interactions.
package struct PlanReport: Sendable {
  /// What the report stands on.
  package private(set) var basis = Basis()

  /// How the plan came to be what it is, earlier changes first.
  let changes: [PlanChange]

  let facts: ProgramFacts
  private let minimum: Int
  private var tallies: [GroupKey: VisitTally] = [:]

  /// A report on a program's plan.
  ///
  /// - Parameters:
  ///   - facts: What is known of the program, its plan among it.
  ///   - changes: How the plan came to be what it is, earlier changes first.
  ///   - minimum: Below how many answers figures are too few to go by.
  package init(
    _ facts: ProgramFacts,
    changes: [PlanChange] = [],
    minimum: Int = InteractionReport.usualMinimum
  ) {
    self.facts = facts
    self.changes = changes
    self.minimum = minimum
  }

  /// Takes a visit.
  package mutating func add(_ visit: VisitMoments) {
    let bank = facts.bank
    let places = bank.places(of: visit.moments)
    basis.add(visit, places)
    let key = GroupKey(visit.context, by: [.wave, .unit])
    tallies[key, default: VisitTally(bank)].add(visit, places, bank: bank)
  }

  /// The planned figures beside what came out, in the order of the bank.
  package var lines: [PlanLine] {
    let order = facts.plan.sorted {
      (facts.bank.place(of: $0.interaction) ?? .max, $0.measure, $0.id)
        < (facts.bank.place(of: $1.interaction) ?? .max, $1.measure, $1.id)
    }
    return order.flatMap { planned in
      let whole = line(planned, wave: planned.wave, unit: planned.unit, isPart: false)
      let waves = planned.wave == nil ? parts(0, of: planned) : []
      let units = planned.unit == nil ? parts(1, of: planned) : []
      return [whole]
        + waves.map { line(planned, wave: $0, unit: planned.unit, isPart: true) }
        + units.map { line(planned, wave: planned.wave, unit: $0, isPart: true) }
    }
  }

  /// What the visits of a plan say in one of the two dimensions, where they say different things.
  private func parts(_ dimension: Int, of planned: PlannedFigure) -> [Label] {
    let known = tallies.keys.filter { matches($0, planned.wave, planned.unit) }
      .compactMap { $0.parts[dimension] }
    let parts = Set(known).sorted()
    return parts.count > 1 ? parts : []
  }

  private func matches(_ key: GroupKey, _ wave: Label?, _ unit: Label?) -> Bool {
    (wave == nil || key.parts[0] == wave) && (unit == nil || key.parts[1] == unit)
  }

  private func line(
    _ planned: PlannedFigure,
    wave: Label?,
    unit: Label?,
    isPart: Bool
  ) -> PlanLine {
    var tally = VisitTally(facts.bank)
    for (key, part) in tallies where matches(key, wave, unit) { tally.add(part) }
    let place = facts.bank.place(of: planned.interaction)
    return PlanLine(
      planned: planned,
      wave: wave,
      waveName: wave.map { facts.name(of: $0, in: .wave) },
      unit: unit,
      isPart: isPart,
      visits: tally.visits,
      result: place.map { tally.results(facts.bank, minimum: minimum)[$0] }
    )
  }

  /// The report as named values.
  package var report: ReportValue {
    ["program": .code(facts.code)] + basis.report + [
      "minimum_n": .whole(minimum), "plan": .list(lines.map(\.report)),
      "versions": .list(changes.map(\.report)),
    ]
  }
}

/// A planned figure beside what came out.
package struct PlanLine: Sendable {
  /// How it stands.
  package enum Standing: String, Sendable {
    /// The plan is met, and the interval lies on its good side.
    case met
    /// The plan is missed, and the interval lies on its bad side.
    case missed
    /// The interval holds the planned figure: what was observed does not tell.
    case undecided
    /// There are too few answers to tell, or none.
    case tooFew = "too few"
    /// Reports know no such measure or interaction.
    case unknown
  }

  /// The plan.
  package let planned: PlannedFigure

  /// The wave looked at; nil for all.
  package let wave: Label?

  /// What people call that wave.
  package let waveName: String?

  /// The unit looked at; nil for all.
  package let unit: Label?

  /// Whether the plan was made for more than this wave and unit.
  package let isPart: Bool

  /// How many visits there are.
  package let visits: Int

  /// What came out for the interaction; nil where the bank does not have it.
  package let result: InteractionResult?

  /// The figure that came out; nil where there is none.
  package var actual: Double? {
    result.flatMap { PlanMeasure(rawValue: planned.measure)?.figure(of: $0, visits: visits) }
  }

  /// The figure less the planned one; nil where there is none.
  package var variance: Double? { actual.map { $0 - planned.value } }

  /// Where the figure may lie; nil where its measure has no interval.
  package var interval: Interval? {
    result.flatMap { PlanMeasure(rawValue: planned.measure)?.interval(of: $0) }
  }

  /// How it stands.
  package var standing: Standing {
    guard let result, let measure = PlanMeasure(rawValue: planned.measure) else { return .unknown }
    guard let variance, measure.isCount || !result.isTooFew else { return .tooFew }
    let isGood = measure.better(of: result.entry) == .higher ? variance >= 0 : variance <= 0
    guard let interval else { return isGood ? .met : .missed }
    return interval.contains(planned.value) ? .undecided : isGood ? .met : .missed
  }

  fileprivate var report: ReportValue {
    [
      "id": .text(planned.id), "interaction": .code(planned.interaction),
      "measure": .text(planned.measure), "wave": .code(wave), "unit": .code(unit),
      "part": .boolean(isPart), "planned": .number(planned.value), "actual": .figure(actual),
      "variance": .figure(variance), "interval": .interval(interval),
      "n": .whole(result?.n ?? 0), "n_visits": .whole(visits),
      "standing": .text(standing.rawValue), "provisional": .whole(result?.provisional ?? 0),
    ]
  }
}
