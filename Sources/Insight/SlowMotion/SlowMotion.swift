// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// A visit second by second: what the customer went through, and what nobody recorded.
package struct SlowMotion: Sendable {
  /// What happens in a step.
  package enum Kind: String, CaseIterable, Sendable {
    /// The customer waits.
    case wait
    /// The customer meets the company.
    case contact
    /// The customer is handed over.
    case handOver = "hand-over"
    /// Nothing was recorded.
    case gap
  }

  /// A step of the visit.
  package struct Step: Sendable {
    /// What happens.
    package let kind: Kind

    /// Seconds from the beginning of the visit.
    package let start: Double

    /// How long it takes, in seconds; nil where nobody measured.
    package let seconds: Double?

    /// Whether somebody noted when it began; else it is put after the step before it.
    package let isTimed: Bool

    /// What was observed; nil for a gap.
    package let moment: Moment?

    /// The interaction; nil for a gap, and where the bank does not have it.
    package let entry: BankEntry?

    /// The impression; nil where there is none.
    package let verdict: Verdict?

    /// What the customer was asked for although it had been asked before.
    package let askedAgain: [Label]

    /// When it ends, in seconds from the beginning of the visit.
    package var end: Double { start + (seconds ?? 0) }
  }

  /// The visit.
  package let visit: VisitContext

  /// The instant from which seconds are counted; nil where no time is known.
  package let origin: LocalTime?

  /// The steps in order, gaps among them.
  package let steps: [Step]

  /// How long the visit took, in seconds: from its beginning to its end, or to that of its last
  /// step.
  package let seconds: Double

  /// The shortest stretch between two timed steps that is told as a gap, in seconds.
  package static let gapMinimum = 1.0

  /// A visit in slow motion; interactions without an observed moment are left out.
  package init(_ visit: VisitMoments, bank: InteractionBank) {
    let seen = visit.moments.filter(\.tookPlace)
    let origin = visit.context.startedAt ?? seen.compactMap(\.instant).min { $0.precedes($1) }
    self.visit = visit.context
    self.origin = origin
    var course = Course(origin: origin, wave: visit.context.wave)
    for moment in seen { course.add(moment, bank[moment.interaction]) }
    let end = origin.flatMap { visit.context.finishedAt?.seconds(since: $0) } ?? 0
    if let last = course.steps.last, last.isTimed { course.addGap(until: end) }
    steps = course.steps
    seconds = max(end, course.cursor)
  }

  /// Seconds of a kind of step, as far as they are known.
  package func seconds(of kind: Kind) -> Double {
    steps.reduce(0) { $1.kind == kind ? $0 + ($1.seconds ?? 0) : $0 }
  }

  /// The report as named values.
  package var report: ReportValue {
    let sums = Kind.allCases.map { kind in
      ReportValue.Member(name: kind.rawValue, value: .number(seconds(of: kind)))
    }
    return [
      "visit": .code(visit.visit), "location": .code(visit.location),
      "scenario": .code(visit.scenario), "started_at": .word(origin?.description),
      "seconds": .number(seconds), "seconds_by_kind": .members(sums),
      "hand_overs": .whole(steps.count { $0.moment?.movedTo != nil }),
      "asked_again": .whole(steps.reduce(0) { $0 + $1.askedAgain.count }),
      "steps": .list(steps.map(\.report)),
    ]
  }
}

extension SlowMotion.Step {
  fileprivate var report: ReportValue {
    [
      "at": .number(start), "timed": .boolean(isTimed), "seconds": .figure(seconds),
      "kind": .text(kind.rawValue), "code": .code(moment?.interaction),
      "name": .word(entry?.name), "form": .word(entry?.form?.rawValue),
      "answer": .word(moment?.answer.display), "verdict": .word(verdict?.description),
      "note": .word(moment?.note), "asked_for": .codes(moment?.askedFor ?? []),
      "asked_again": .codes(askedAgain), "moved_to": .word(moment?.movedTo),
      "provisional": .boolean((moment?.provisionalCells ?? 0) > 0),
    ]
  }
}

/// Steps put one after another.
private struct Course {
  let origin: LocalTime?
  let wave: Label?
  var steps: [SlowMotion.Step] = []
  /// Until when something was recorded, in seconds.
  var cursor = 0.0
  private var asked: Set<Label> = []

  init(origin: LocalTime?, wave: Label?) {
    self.origin = origin
    self.wave = wave
  }

  mutating func add(_ moment: Moment, _ entry: BankEntry?) {
    let noted = origin.flatMap { moment.instant?.seconds(since: $0) }
    if let noted { addGap(until: noted) }
    let seconds = entry.map { moment.seconds(as: $0) } ?? moment.seconds
    let step = SlowMotion.Step(
      kind: moment.movedTo != nil ? .handOver : entry?.isWaiting ?? false ? .wait : .contact,
      start: noted ?? cursor,
      seconds: seconds,
      isTimed: noted != nil,
      moment: moment,
      entry: entry,
      verdict: entry.map { $0.rule.verdict(of: moment, in: wave) } ?? moment.verdict,
      askedAgain: moment.askedFor.filter(asked.contains)
    )
    asked.formUnion(moment.askedFor)
    steps.append(step)
    cursor = max(cursor, step.end)
  }

  mutating func addGap(until end: Double) {
    guard end - cursor >= SlowMotion.gapMinimum else { return }
    steps.append(
      SlowMotion.Step(
        kind: .gap,
        start: cursor,
        seconds: end - cursor,
        isTimed: true,
        moment: nil,
        entry: nil,
        verdict: nil,
        askedAgain: []
      )
    )
    cursor = end
  }
}

extension LocalTime {
  fileprivate func precedes(_ other: LocalTime) -> Bool { milliseconds < other.milliseconds }

  fileprivate func seconds(since origin: LocalTime) -> Double {
    (Double(milliseconds) - Double(origin.milliseconds)) / 1_000
  }
}
