// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension PlanReport {
  /// Performance against plan, as people read it.
  package var sheet: ReportSheet { ReportSheet("Against plan", blocks, values: report) }

  private var blocks: [Page.Block] {
    let lines = lines
    guard !lines.isEmpty else {
      return [.text("Nothing is planned: publish the program with targets.")]
    }
    let tables = [PlanReport.table(lines), versions].compactMap(\.self)
    return PlanReport.charts(lines).map(Page.Block.chart) + tables.map(Page.Block.table)
  }

  /// What was planned as it was planned, without its parts.
  var summary: [RowChart] { PlanReport.charts(lines.filter { !$0.isPart }) }

  /// How the plan changed; nil where it stands as it was first made.
  private var versions: Table? {
    guard changes.contains(where: { $0.before != nil }) else { return nil }
    let rows = changes.map { change in
      let planned = change.planned
      return [
        facts.bank[planned.interaction]?.name ?? planned.interaction.text,
        PlanMeasure.words(planned.measure),
        planned.wave.map { facts.name(of: $0, in: .wave) } ?? "all", planned.unit?.text ?? "all",
        change.at.description,
        change.author, Wording.text(change.before), Wording.text(change.after),
      ]
    }
    return Table(
      caption: "How the plan changed",
      headings: ["interaction", "measure", "wave", "unit", "when", "who", "before", "planned"],
      rows: rows
    )
  }

  /// A chart for what can stand on one scale.
  private static func charts(_ lines: [PlanLine]) -> [RowChart] {
    lines.filter { $0.actual != nil }.grouped(by: \.axis).map { axis, group in
      RowChart.targets(
        title: "\(axis.title) against plan",
        reading: reading(group),
        quantity: axis.quantity,
        group.map(\.attainment)
      )
    }
  }

  private static func reading(_ lines: [PlanLine]) -> String {
    let own = lines.filter { !$0.isPart }
    let met = own.count { $0.standing == .met }
    let missed = own.filter { $0.standing == .missed }
    let rest = own.count - met - missed.count
    var text = "\(met) of \(Wording.count(own.count, "planned figure")) met, \(missed.count) missed"
    text += rest > 0 ? ", \(rest) cannot be told from the plan." : "."
    if let worst = missed.max(by: { abs($0.variance ?? 0) < abs($1.variance ?? 0) }) {
      text +=
        " Furthest off: “\(worst.name)”, \(Wording.difference(worst.variance, worst.quantity)) "
        + "(n = \(Quantity.count(worst.result?.n ?? 0)))."
    }
    return text
  }

  private static func table(_ lines: [PlanLine]) -> Table {
    let rows = lines.map { line in
      let quantity = line.quantity
      return [
        (line.isPart ? "… " : "") + line.interactionName, line.measureName,
        line.waveName ?? "all", line.unit?.text ?? "all", quantity.text(line.planned.value),
        Wording.text(line.actual, quantity), Wording.difference(line.variance, quantity),
        Wording.text(line.interval, quantity), Quantity.count(line.result?.n ?? 0),
        line.standing.rawValue,
      ]
    }
    return Table(
      caption: "Every planned figure; … for a part of what it was planned for",
      headings: [
        "interaction", "measure", "wave", "unit", "planned", "reached", "variance", "interval",
        "n", "standing",
      ],
      rows: rows
    )
  }
}

extension PlanMeasure {
  /// What people call a measure; a stranger's own name.
  fileprivate static func words(_ measure: String) -> String {
    switch PlanMeasure(rawValue: measure) {
    case .mean, .median, .sum, .net, nil: measure
    case .p90: "90th percentile"
    case .shareYes: "share of yes"
    case .miseryRate: "misery"
    case .magicRate: "magic"
    case .n: "answers"
    case .visits: "visits"
    }
  }
}

extension PlanLine {
  fileprivate var interactionName: String {
    result?.entry.name ?? planned.interaction.text
  }

  /// What is planned for whom; a part stands below what it is part of, which has said the rest.
  fileprivate var name: String {
    let place = [waveName, unit.map { "unit \($0)" }].compactMap(\.self)
    return isPart
      ? "… " + place.joined(separator: ", ")
      : ([interactionName, measureName] + place).joined(separator: ", ")
  }

  fileprivate var measureName: String { PlanMeasure.words(planned.measure) }

  /// What two planned figures must have in common to share a scale.
  fileprivate struct Axis: Equatable {
    let title: String
    let quantity: Quantity
  }

  fileprivate var axis: Axis {
    let measure = result.map(Measure.init)
    let title = measure?.title ?? planned.interaction.text
    return switch PlanMeasure(rawValue: planned.measure) {
    case .shareYes, .miseryRate, .magicRate, .net: Axis(title: "Shares", quantity: quantity)
    case .mean, .median, .p90:
      Axis(title: quantity == Wording.fine ? title : "Shares", quantity: quantity)
    case .sum: Axis(title: "Sums of \(title.lowercased())", quantity: quantity)
    case .n, .visits, nil: Axis(title: "Counts", quantity: quantity)
    }
  }

  fileprivate var quantity: Quantity {
    switch PlanMeasure(rawValue: planned.measure) {
    case .shareYes, .miseryRate, .magicRate, .net: Wording.finePercent
    case .mean, .median, .p90: result.map { Measure($0).quantity } ?? Wording.fine
    case .sum: Wording.fine
    case .n, .visits, nil: .number(decimals: 0)
    }
  }

  fileprivate var attainment: Attainment {
    let better = result.flatMap { result in
      PlanMeasure(rawValue: planned.measure)?.better(of: result.entry)
    }
    return Attainment(
      name,
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
