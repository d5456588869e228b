// SPDX-License-Identifier: Apache-2.0

extension SlowMotion {
  /// The visit second by second, as people read it.
  package var sheet: ReportSheet {
    let none = Page.Block.text("Nothing was observed on this visit.")
    return ReportSheet(
      "Visit \(visit.visit.text)",
      steps.isEmpty ? [none] : [.chart(chart)],
      values: report
    )
  }

  /// The whole visit as one strip, and a row for each moment; where nothing was recorded shows in
  /// the strip alone.
  private var chart: RowChart {
    func drawn(_ steps: [Step]) -> RowChart {
      .visit(title: title, reading: reading, steps.map { $0.drawn(besides: isUntimed) })
    }
    var chart = drawn(steps)
    let moments = drawn(steps.filter { $0.kind != .gap }).rows.dropFirst()
    chart.rows = [chart.rows[0]] + moments
    if seconds == 0 { chart.rows[0].cells = ["–"] }
    return chart
  }

  private var title: String {
    let place = visit.location.map { " at \($0.text)" } ?? ""
    return "Visit \(visit.visit.text)\(place) in slow motion"
  }

  /// Whether nobody noted when anything began.
  private var isUntimed: Bool {
    !steps.contains { $0.isTimed && $0.kind != .gap }
  }

  private var reading: String {
    let handOvers = steps.count { $0.moment?.movedTo != nil }
    let again = steps.reduce(0) { $0 + $1.askedAgain.count }
    let events =
      "\(Wording.count(handOvers, "hand-over")); "
      + "\(Wording.count(again, "thing")) asked for again."
    guard seconds > 0 else {
      return "No times are known: the moments are in order. \(events)"
    }
    let clock = Quantity.seconds
    let waiting = seconds(of: .wait)
    let unknown = seconds(of: .gap)
    let gap = unknown > 0 ? " For \(clock.text(unknown)) nothing was recorded." : ""
    return "Of \(clock.text(seconds)), the customer waited \(clock.text(waiting)) "
      + "(\(Wording.percent.text(waiting / seconds))); \(events)\(gap)"
      + (isUntimed ? " Nobody noted when moments began; they are in order." : "")
  }
}

extension SlowMotion.Step {
  fileprivate func drawn(besides isUntimed: Bool) -> VisitMoment {
    VisitMoment(
      entry?.name ?? moment?.interaction.text ?? "nothing recorded",
      start: start,
      seconds: seconds,
      kind: kind == .wait ? .wait : kind == .gap ? .gap : .contact,
      verdict: verdict,
      movedTo: moment?.movedTo,
      answer: moment?.answer.display,
      note: told(besides: isUntimed)
    )
  }

  /// What is known besides, as one line; that it is not timed, unless no step is.
  fileprivate func told(besides isUntimed: Bool) -> String? {
    let again = askedAgain.map(\.text).joined(separator: ", ")
    let parts = [
      again.isEmpty ? nil : "Asked again for \(again).",
      isTimed || isUntimed ? nil : "Nobody noted when.", moment?.note,
    ]
    let known = parts.compactMap(\.self).filter { !$0.isEmpty }
    return known.isEmpty ? nil : known.joined(separator: " · ")
  }
}
