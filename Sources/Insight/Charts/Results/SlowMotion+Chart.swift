// SPDX-License-Identifier: Apache-2.0

extension SlowMotion {
  /// The visit second by second.
  package var chart: RowChart {
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
          note: step.told
        )
      }
    )
  }

  private var reading: String {
    let clock = Quantity.seconds
    let waiting = seconds(of: .wait)
    let share = seconds > 0 ? " (\(Quantity.percent(decimals: 0).text(waiting / seconds)))" : ""
    let unknown = seconds(of: .gap)
    let gap = unknown > 0 ? " For \(clock.text(unknown)) nothing was recorded." : ""
    let handOvers = steps.count { $0.moment?.movedTo != nil }
    let again = steps.reduce(0) { $0 + $1.askedAgain.count }
    return "Of \(clock.text(seconds)), the customer waited \(clock.text(waiting))\(share), was "
      + "handed over \(Sentences.times(handOvers)), and was asked \(Sentences.times(again)) for "
      + "what had been asked before.\(gap)"
  }
}

extension SlowMotion.Step {
  /// What is known besides, as one line.
  fileprivate var told: String? {
    let again = askedAgain.map(\.text).joined(separator: ", ")
    let parts = [
      moment?.answer.display, again.isEmpty ? nil : "Asked again for \(again).",
      isTimed ? nil : "Nobody noted when.", moment?.note,
    ]
    let known = parts.compactMap(\.self).filter { !$0.isEmpty }
    return known.isEmpty ? nil : known.joined(separator: " · ")
  }
}
