// SPDX-License-Identifier: Apache-2.0
import FieldModel

extension RowBuilder {
  /// What the row's interaction asks for; nil, with a finding, where nobody knows.
  mutating func answerForm() -> AnswerForm? {
    guard drafting.table == .observations, drafting.plan.wide.isEmpty,
      let forms = drafting.context.forms, let code = text(ofColumn: "interaction")?.trimmed
    else { return nil }
    return forms[code]
  }

  /// Tells of a value that can be read but may be wrong.
  mutating func check(
    _ value: FieldValue,
    typed: String,
    of source: ColumnPlan.Source,
    as field: FieldSpecification
  ) {
    switch (field.type, value) {
    case (.answer, _):
      let interaction = drafting.plan.wide.isEmpty ? text(ofColumn: "interaction") : source.name
      if let interaction, drafting.context.isOutOfRange(interaction.trimmed, value) {
        find(
          "lies outside what \(interaction.trimmed) takes",
          in: source.column,
          value: typed,
          effect: .kept
        )
      }
    case (.day, .day(let day)):
      checkPeriod(day, typed: typed, in: source.column)
    case (.code, .text(let code)):
      checkReference(code, of: source, as: field)
    default:
      break
    }
  }

  private mutating func checkPeriod(_ day: CalendarDate, typed: String, in column: String) {
    guard let period = drafting.mapping.period, !period.contains(day) else { return }
    let span = "\(period.lowerBound) to \(period.upperBound)"
    find("lies outside the period \(span)", in: column, value: typed, effect: .kept)
  }

  private mutating func checkReference(
    _ code: String,
    of source: ColumnPlan.Source,
    as field: FieldSpecification
  ) {
    let known = drafting.context.known
    guard let kind = FieldSchema.referent(of: field.path), known.contains(code, kind) == false
    else {
      return
    }
    let effect: Finding.Effect = kind == .interaction ? .refused : .kept
    find(
      "is no \(kind.rawValue) of the program",
      in: source.column,
      value: code,
      suggestion: known.nearest(to: code, kind),
      effect: effect
    )
  }

  /// Tells of a place that is not said, without losing the visit over it.
  mutating func checkWhatIsRequired() {
    for name in drafting.table.required where !drafting.table.mustBeReadable(name) {
      let isSaid = name == "value" || text(ofColumn: name) != nil
      if !isSaid {
        find("has to be filled in", in: column(of: name), effect: .kept)
      }
    }
  }

  /// Why there is no value, from a column of its own.
  mutating func readAbsentReason() {
    guard let text = text(ofColumn: "absent_reason") else { return }
    let words = AbsentReason.allCases.map(\.rawValue)
    switch Typed.word(text, of: words) {
    case .value(let word):
      guard let reason = AbsentReason(rawValue: word) else { return }
      if puts.contains(where: { $0.path == "value" }) {
        find("contradicts the value", in: "absent_reason", value: text, effect: .kept)
      } else {
        put("value", .absent(reason))
      }
    case .unreadable(let unreadable):
      put("value", .unreadable(text))
      find(
        unreadable.problem,
        in: "absent_reason",
        value: text,
        suggestion: unreadable.suggestion,
        effect: .keptAsTyped
      )
    }
  }

  /// Further columns are kept byte for byte, whatever they hold; a check only tells.
  mutating func readAttributes() {
    for attribute in drafting.plan.attributes {
      let typed = row[attribute.cell]
      guard !typed.isEmpty else { continue }
      put(FieldPath(FieldSchema.attributePrefix + attribute.column), .text(typed))
      if drafting.table == .interactions,
        let fault = Typed.objection(toAttribute: attribute.column, typed)
      {
        find(fault, in: attribute.column)
      }
    }
    for (column, check) in drafting.mapping.checks.sorted(by: { $0.key < $1.key }) {
      guard let typed = row[column], !typed.trimmed.isEmpty,
        drafting.mapping.missing[typed.trimmed] == nil
      else { continue }
      switch check {
      case .kind(let kind):
        switch Typed.answer(typed, to: AnswerForm(kind), order: drafting.mapping.order) {
        case .value(.day(let day)): checkPeriod(day, typed: typed, in: column)
        case .unreadable(let unreadable): find(unreadable, in: column)
        case .value: break
        }
      case .oneOf(let words):
        guard !words.contains(where: typed.trimmed.isSameBytes) else { break }
        let problem = "is none of " + words.joined(separator: ", ")
        find(Unreadable(typed: typed, problem: problem), in: column)
      }
    }
  }

  private mutating func find(_ unreadable: Unreadable, in column: String) {
    find(
      unreadable.problem,
      in: column,
      value: unreadable.typed,
      suggestion: unreadable.suggestion,
      effect: .keptAsTyped
    )
  }

  /// The moments that a day and its clock times make, where the file gives no moments itself; and
  /// imported visits are finished ones.
  mutating func deriveMoments() {
    guard drafting.table == .visits || drafting.table == .attempts else { return }
    let isVisit = drafting.table == .visits
    if isVisit, !puts.contains(where: { $0.path == "state" }) {
      put("state", .text(VisitState.finished.rawValue))
    }
    guard case .day(let day)? = value("date") else { return }
    if let timeIn = clock("time_in"), let timeOut = clock("time_out"), timeOut < timeIn {
      let later = ClockTime(secondsSinceMidnight: timeOut.secondsSinceMidnight + 43_200)
      let likely = later.flatMap { $0 > timeIn ? $0.description : nil }
      find(
        "is before the time in, \(timeIn)",
        in: column(of: "time_out"),
        value: text(ofColumn: "time_out"),
        suggestion: likely,
        effect: .kept
      )
    } else if isVisit {
      derive("finished_at", from: day, "time_out")
    }
    derive(isVisit ? "started_at" : "at", from: day, "time_in")
  }

  private mutating func derive(_ path: FieldPath, from day: CalendarDate, _ time: FieldPath) {
    guard value(path) == nil, let clock = clock(time) else { return }
    switch Typed.moment(on: day, at: clock, in: drafting.reader.zone) {
    case .value(let moment):
      put(path, .moment(moment))
    case .unreadable(let unreadable):
      find(
        unreadable.problem,
        in: column(of: time.text),
        value: text(ofColumn: time.text),
        suggestion: unreadable.suggestion,
        effect: .kept
      )
    }
  }

  private func value(_ path: FieldPath) -> FieldValue? {
    puts.first { $0.path == path }?.value
  }

  private func clock(_ path: FieldPath) -> ClockTime? {
    if case .clock(let time)? = value(path) { time } else { nil }
  }
}
