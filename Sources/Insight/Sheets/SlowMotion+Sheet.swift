// SPDX-License-Identifier: Apache-2.0

extension SlowMotion {
  /// The visit second by second, as people read it.
  package var sheet: ReportSheet {
    let none = Page.Block.text("Nothing was observed on this visit.")
    return ReportSheet(
      "Visit \(visit.visit.text)",
      steps.isEmpty ? [none] : [.chart(chart)] + again,
      values: report
    )
  }

  /// What the customer was asked for although it had been asked before.
  private var again: [Page.Block] {
    let items = steps.flatMap { step in
      let name = step.entry?.name ?? step.moment?.interaction.text ?? ""
      return step.askedAgain.map { "Asked again for \($0): “\(name)”." }
    }
    return items.isEmpty ? [] : [.list(items)]
  }

  private var chart: RowChart {
    let place = visit.location.map { " at \($0.text)" } ?? ""
    return .visit(
      title: "Visit \(visit.visit.text)\(place) in slow motion",
      reading: reading,
      steps.map { step in
        VisitMoment(
          step.entry?.name ?? step.moment?.interaction.text ?? "nothing recorded",
          start: step.start,
          seconds: step.seconds,
          kind: step.kind == .wait ? .wait : step.kind == .gap ? .gap : .contact,
          verdict: step.verdict,
          movedTo: step.moment?.movedTo,
          answer: step.moment?.answer.display,
          note: step.told(besides: isUntimed)
        )
      }
    )
  }

  /// Whether nobody noted when anything began.
  private var isUntimed: Bool {
    !steps.contains { $0.isTimed && $0.kind != .gap }
  }

  private var reading: String {
    let clock = Quantity.seconds
    let waiting = seconds(of: .wait)
    let share = seconds > 0 ? " (\(Wording.percent.text(waiting / seconds)))" : ""
    let unknown = seconds(of: .gap)
    let gap = unknown > 0 ? " For \(clock.text(unknown)) nothing was recorded." : ""
    let handOvers = steps.count { $0.moment?.movedTo != nil }
    let again = steps.reduce(0) { $0 + $1.askedAgain.count }
    return "Of \(clock.text(seconds)), the customer waited \(clock.text(waiting))\(share); "
      + "\(Wording.count(handOvers, "hand-over")); "
      + "\(Wording.count(again, "thing")) asked for again.\(gap)"
      + (isUntimed && !steps.isEmpty ? " Nobody noted when moments began; they are in order." : "")
  }
}

extension SlowMotion.Step {
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
