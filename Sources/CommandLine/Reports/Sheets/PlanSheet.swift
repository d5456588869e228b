// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Insight

/// Performance against plan, as blocks of a page.
enum PlanSheet {
  static let title = "Against plan"

  /// The blocks of the planned figures.
  static func blocks(_ lines: [PlanLine]) -> [Page.Block] {
    guard !lines.isEmpty else {
      return [.text("Nothing is planned: publish the program with targets.")]
    }
    return charts(lines) + [table(lines)]
  }

  /// A chart for each quantity.
  static func charts(_ lines: [PlanLine]) -> [Page.Block] {
    let drawn = lines.filter { $0.actual != nil }
    return drawn.grouped(by: { isShare($0) }).map { isShare, group in
      .chart(
        RowChart.targets(
          title: isShare ? "Shares against plan" : "Figures against plan",
          reading: reading(group),
          quantity: isShare ? Wording.finePercent : Wording.fine,
          group.map(attainment)
        )
      )
    }
  }

  private static func attainment(_ line: PlanLine) -> Attainment {
    Attainment(
      name(line),
      actual: Estimate(
        name(line),
        value: line.actual,
        interval: line.interval?.range,
        n: line.result?.n ?? 0,
        isTooFew: line.standing == .tooFew
      ),
      target: line.planned.value,
      isLessBetter: isLessBetter(line)
    )
  }

  private static func reading(_ lines: [PlanLine]) -> String {
    let own = lines.filter { !$0.isPart }
    let met = own.count { $0.standing == .met }
    let missed = own.filter { $0.standing == .missed }
    let rest = own.count - met - missed.count
    var text = "\(met) of \(own.count) planned figures are met, \(missed.count) missed"
    text += rest > 0 ? ", \(rest) cannot be told from the plan." : "."
    if let worst = missed.max(by: { abs($0.variance ?? 0) < abs($1.variance ?? 0) }) {
      let quantity = isShare(worst) ? Wording.finePercent : Wording.fine
      text +=
        " Furthest off: “\(name(worst))”, "
        + "\(worst.variance.map { quantity.text($0, signed: true) } ?? "–") "
        + "(n = \(Quantity.count(worst.result?.n ?? 0)))."
    }
    return text
  }

  private static func name(_ line: PlanLine) -> String {
    let entry = line.result?.entry.name ?? line.planned.interaction.text
    let parts = [line.wave.map { "wave \($0.text)" }, line.unit.map { "unit \($0.text)" }]
      .compactMap(\.self)
    // A part stands below what it is part of, which has said the rest.
    return line.isPart
      ? "… " + parts.joined(separator: ", ")
      : ([entry, line.planned.measure] + parts).joined(separator: ", ")
  }

  private static func isShare(_ line: PlanLine) -> Bool {
    let kind = line.result?.entry.kind
    switch line.planned.measure {
    case "share_yes", "misery_rate", "magic_rate", "net": return true
    case "mean", "median", "p90": return kind == .share || kind == .yesno
    default: return false
    }
  }

  private static func isLessBetter(_ line: PlanLine) -> Bool {
    switch line.planned.measure {
    case "misery_rate": true
    case "magic_rate", "net", "n", "n_visits": false
    default: line.result?.entry.better == .lower
    }
  }

  private static func table(_ lines: [PlanLine]) -> Page.Block {
    let rows = lines.map { line in
      let quantity = isShare(line) ? Wording.finePercent : Wording.fine
      return [
        (line.isPart ? "… " : "") + (line.result?.entry.name ?? line.planned.interaction.text),
        line.planned.measure, line.wave?.text ?? "all", line.unit?.text ?? "all",
        quantity.text(line.planned.value), Wording.text(line.actual, quantity),
        line.variance.map { quantity.text($0, signed: true) } ?? "–",
        Wording.text(line.interval, quantity), Quantity.count(line.result?.n ?? 0),
        line.standing.rawValue,
      ]
    }
    return .table(
      Table(
        caption: "Every planned figure; … for a part of what it was planned for",
        headings: [
          "interaction", "measure", "wave", "unit", "planned", "reached", "variance", "interval",
          "n", "standing",
        ],
        rows: rows
      )
    )
  }
}
