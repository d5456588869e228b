// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension PlanReport {
  /// What was reached less what was planned, a picture for each measure; what reports do not know
  /// is left out.
  package var charts: [RowChart] {
    let known = lines.filter { $0.standing != .unknown }
    var groups: [(name: String, quantity: Quantity, lines: [PlanLine])] = []
    for line in known {
      let quantity = line.quantity
      let name = line.planned.measure
      if let index = groups.firstIndex(where: { $0.name == name && $0.quantity == quantity }) {
        groups[index].lines.append(line)
      } else {
        groups.append((name, quantity, [line]))
      }
    }
    return groups.map { group in
      .targets(
        title: "Against plan: \(group.name.replacing("_", with: " "))",
        reading: PlanReport.reading(group.lines),
        quantity: group.quantity,
        group.lines.map(\.attainment)
      )
    }
  }

  private static func reading(_ lines: [PlanLine]) -> String {
    let parts = [PlanLine.Standing.met, .missed, .undecided, .tooFew].compactMap { standing in
      let count = lines.count { $0.standing == standing }
      return count > 0 ? "\(count) \(standing.rawValue)" : nil
    }
    let provisional = lines.filter { !$0.isPart }.reduce(0) { $0 + ($1.result?.provisional ?? 0) }
    return "Of \(Sentences.count(lines.count, "planned figure")): "
      + parts.joined(separator: ", ") + "." + furthest(of: lines)
      + Sentences.provisional(provisional)
  }
}

extension PlanReport {
  /// The plan that is missed by most.
  private static func furthest(of lines: [PlanLine]) -> String {
    let missed = lines.filter { $0.standing == .missed }
    let most = missed.max { ($0.variance ?? 0).magnitude < ($1.variance ?? 0).magnitude }
    guard let most, let variance = most.variance else { return "" }
    let shift = most.planned.value
    let figure = Estimate(
      most.name,
      value: variance,
      interval: most.interval.map { ($0.range.lowerBound - shift)...($0.range.upperBound - shift) },
      n: most.result?.n ?? 0
    )
    return " Furthest from plan: \(Sentences.quoted(most.name)), "
      + Sentences.figure(figure, as: most.quantity.ofDifferences)
      + (most.quantity == most.quantity.ofDifferences ? "." : " percentage points.")
  }
}

extension PlanLine {
  /// What is planned for whom, in full.
  fileprivate var name: String {
    ([result?.entry.name ?? planned.interaction.text] + place).joined(separator: ", ")
  }

  /// For which wave and unit.
  private var place: [String] {
    [wave.map { "wave \($0)" }, unit.map { "unit \($0)" }].compactMap(\.self)
  }

  fileprivate var quantity: Quantity {
    let measure = result.flatMap(ResultMeasure.init)
    switch PlanMeasure(rawValue: planned.measure) {
    case .shareYes, .miseryRate, .magicRate, .net: return .percent(decimals: 0)
    case .n, .visits: return .number(decimals: 0)
    default: return measure?.quantity ?? .number(decimals: 2)
    }
  }

  fileprivate var attainment: Attainment {
    let better = result.flatMap { result in
      PlanMeasure(rawValue: planned.measure)?.better(of: result.entry)
    }
    return Attainment(
      isPart ? "– " + place.joined(separator: ", ") : name,
      actual: Estimate(
        name,
        value: actual,
        interval: interval?.range,
        n: result?.n ?? 0,
        isTooFew: standing == .tooFew
      ),
      target: planned.value,
      isLessBetter: better == .lower
    )
  }
}
