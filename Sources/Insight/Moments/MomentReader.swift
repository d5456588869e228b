// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Reads merged records as moments.
///
/// Where people disagree, the provisional winner stands, and is counted as provisional.
package struct MomentReader: Sendable {
  /// What is known of the program.
  package let facts: ProgramFacts

  /// How to read answers to an interaction, and where it stands in the bank.
  private struct Asked {
    let bounds: AnswerBounds
    let scaleByWave: [Label: AnswerScale]
    let place: Int
  }

  private let asked: [Label: Asked]
  private let locations: [Label: Location]
  private let scenarios: [Label: Scenario]
  private let shopper: @Sendable (_ owner: PersonID?, _ stated: String?) -> String?

  /// A reader for a program.
  ///
  /// - Parameters:
  ///   - definitions: The program's own record and its definitions; deleted ones still explain the
  ///     observations that name them, but stand in no bank.
  ///   - shopper: Names who played the customer: the visit's owner, or who the owner says it was.
  package init(
    definitions: [Record],
    shopper: @escaping @Sendable (_ owner: PersonID?, _ stated: String?) -> String?
  ) {
    self.shopper = shopper
    let facts = ProgramFacts(definitions: definitions)
    let interactions: [Label: Interaction] = MomentReader.byCode(definitions)
    self.facts = facts
    locations = MomentReader.byCode(definitions)
    scenarios = MomentReader.byCode(definitions)
    asked = Dictionary(
      uniqueKeysWithValues: interactions.map { code, interaction in
        let place = facts.bank.place(of: code)
        let scales = place.map { facts.bank.entries[$0].scaleByWave } ?? [:]
        let bounds = AnswerBounds(of: interaction)
        return (code, Asked(bounds: bounds, scaleByWave: scales, place: place ?? .max))
      }
    )
  }

  /// Reads a visit with its observations, deleted ones aside.
  package func moments(of visit: Record, _ observations: [Record]) -> VisitMoments {
    let context = context(of: Visit(visit))
    let placed = observations.filter { !$0.isDeleted }.map { moment($0, in: context.wave) }
    let order = placed.indices.sorted {
      let (left, right) = (placed[$0], placed[$1])
      return (left.place, left.moment.interaction, left.occurrence, $0)
        < (right.place, right.moment.interaction, right.occurrence, $1)
    }
    return VisitMoments(context, order.map { placed[$0].moment })
  }

  private func context(of visit: Visit) -> VisitContext {
    let location = visit.location.flatMap { locations[Label($0)] }
    var context = VisitContext(Label(visit.code.isEmpty ? visit.id.description : visit.code))
    context.location = visit.location.map(Label.init(_:))
    context.brand = location?.brand.map(Label.init(_:))
    context.subject = context.brand.flatMap { facts.subjects[$0] }
    context.unit = location?.text("unit").map(Label.init(_:))
    context.wave = visit.wave.map(Label.init(_:))
    context.scenario = visit.scenario.map(Label.init(_:))
    context.segment = context.scenario.flatMap { scenarios[$0]?.text("segment") }.map(
      Label.init(_:)
    )
    context.shopper = shopper(visit.record.header.scope.owner, visit.text("shopper"))
      .map(Label.init(_:))
    context.startedAt = visit.startedAt
    context.finishedAt = visit.finishedAt
    context.day = visit.day("date")
    let attributes = (location?.attributes ?? []) + visit.attributes
    for (name, value) in attributes where !value.display.isEmpty {
      context.attributes[Label(name)] = Label(value.display)
    }
    context.voice = context.attributes["voice"].flatMap { Voice(rawValue: $0.text) } ?? .shopper
    context.ticks = visit.ticks.map { Label($0.label) }
    context.provisionalCells = visit.record.provisionalCells
    return context
  }

  /// A moment with the place of its interaction in the bank, and which of the visit's moments of
  /// that interaction it is.
  private typealias Placed = (moment: Moment, place: Int, occurrence: Int)

  /// One look at each field: there are millions of observations.
  private func moment(_ record: Record, in wave: Label?) -> Placed {
    var moment = Moment("", .unsaid)
    var occurrence = 1
    var answer: FieldValue?
    for field in record.fields where field.path != .existence && field.path != .tombstone {
      let isOpen = field.siblings.all.count > 1 && record.isProvisional(field.path)
      let value = isOpen ? record.value(of: field.path) : field.siblings.all.first?.value
      guard let value else { continue }
      if isOpen { moment.provisionalCells += 1 }
      // Plain letters are equal only to themselves, however Swift compares texts.
      switch field.path.text {
      case "interaction": moment.interaction = Label(value.display)
      case "occurrence": occurrence = value.number?.whole ?? 1
      case "value": answer = value
      default: moment.take(value, as: field.path.text)
      }
      if isOpen, field.path == "value" || field.path == "verdict" { moment.isProvisional = true }
    }
    let known = asked[moment.interaction]
    moment.answer = MomentReader.answer(answer, known, in: wave)
    return (moment, known?.place ?? .max, occurrence)
  }

  private static func answer(_ value: FieldValue?, _ asked: Asked?, in wave: Label?) -> Answer {
    switch value {
    case nil, .null: return .unsaid
    case .absent(let reason): return .absent(reason)
    case .unreadable(let text): return .unreadable(text)
    case .some(let value):
      guard let asked else { return .words(value.display) }
      let scale = asked.scaleByWave.isEmpty ? nil : wave.flatMap { asked.scaleByWave[$0] }
      return Answer(value, within: asked.bounds, on: scale)
    }
  }

  private static func byCode<View: RecordView>(_ records: [Record]) -> [Label: View] {
    let views = records.filter { $0.header.kind == View.kind }.map(View.init)
    // A live definition speaks before a deleted one of the same code.
    return Dictionary(views.map { (Label($0.code), $0) }) { $0.record.isDeleted ? $1 : $0 }
  }
}

extension Answer {
  /// An answer to an interaction.
  ///
  /// - Parameters:
  ///   - value: What was answered.
  ///   - bounds: What answers the interaction takes.
  ///   - scale: The scale it was asked on, where it was another than the interaction's own.
  init(_ value: FieldValue, within bounds: AnswerBounds, on scale: AnswerScale?) {
    let isNumeric = bounds.kind.isNumeric
    switch value {
    case .number(let number) where isNumeric && scale != nil:
      let figure = number.double
      let isWithin = scale.map { $0.contains(figure) } ?? true
      self = isWithin ? .number(figure) : .outOfRange(value.display)
    case _ where bounds.exclude(value):
      self = .outOfRange(value.display)
    case .number(let number) where bounds.kind == .yesno:
      self = number.whole.map { .yesNo($0 == 1) } ?? .outOfRange(value.display)
    case .number(let number) where isNumeric:
      self = .number(number.double)
    case .boolean(let answer):
      self = .yesNo(answer)
    case .text(let code) where bounds.kind == .choice:
      self = .choices([Label(code)])
    case .choices(let codes):
      self = .choices(codes.map(Label.init(_:)))
    case .text where isNumeric, .record, .tombstone, .unknown:
      self = .unreadable(value.display)
    default:
      self = .words(value.display)
    }
  }
}

extension Moment {
  /// Takes what a field of an observation says besides its answer.
  fileprivate mutating func take(_ value: FieldValue, as path: String) {
    switch path {
    case "verdict": verdict = value.number?.whole.flatMap(Verdict.init(degree:))
    case "seconds": seconds = value.number?.double
    case "started_at": startedAt = value.moment
    case "observed_at": observedAt = value.moment
    case "moved_to": movedTo = value.words
    case "note": note = value.words
    case "asked_for":
      if case .choices(let codes) = value { askedFor = codes.map(Label.init(_:)) }
    default: break
    }
  }
}

extension FieldValue {
  /// The text, also where it could not be read as the field's type; nil where it is empty.
  fileprivate var words: String? {
    switch self {
    case .text(let text), .unreadable(let text): text.isEmpty ? nil : text
    default: nil
    }
  }
}

extension Record {
  /// How many of its cells stand until a person decides.
  fileprivate var provisionalCells: Int {
    fields.count { $0.path != .tombstone && $0.path != .existence && isProvisional($0.path) }
  }
}
