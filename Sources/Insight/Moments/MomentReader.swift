// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Reads merged records as moments.
///
/// Where people disagree, the provisional winner stands, and is counted as provisional.
package struct MomentReader: Sendable {
  /// What is known of the program.
  package let facts: ProgramFacts

  private let interactions: [Label: Interaction]
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
    interactions = MomentReader.byCode(definitions)
    locations = MomentReader.byCode(definitions)
    scenarios = MomentReader.byCode(definitions)
    facts = ProgramFacts(definitions: definitions)
  }

  /// Reads a visit with its observations, deleted ones aside.
  package func moments(of visit: Record, _ observations: [Record]) -> VisitMoments {
    let context = context(of: Visit(visit))
    let alive = observations.filter { !$0.isDeleted }.map { moment($0, in: context.wave) }
    let places = alive.map { facts.bank.place(of: $0.interaction) ?? .max }
    let ordered = zip(places, alive).sorted {
      ($0.0, $0.1.interaction) < ($1.0, $1.1.interaction)
    }
    return VisitMoments(context, ordered.map(\.1))
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
    context.provisionalCells = visit.record.provisionalCells
    return context
  }

  private func moment(_ record: Record, in wave: Label?) -> Moment {
    let observation = Observation(record)
    let code = Label(observation.interaction)
    var moment = Moment(code, answer(observation.value, of: code, in: wave))
    moment.verdict = observation.verdict
    moment.seconds = observation.number("seconds")?.double
    moment.startedAt = observation.moment("started_at")
    moment.observedAt = observation.moment("observed_at")
    if case .choices(let codes) = record.value(of: "asked_for") {
      moment.askedFor = codes.map(Label.init(_:))
    }
    moment.movedTo = observation.text("moved_to").flatMap { $0.isEmpty ? nil : $0 }
    moment.note = observation.text("note").flatMap { $0.isEmpty ? nil : $0 }
    moment.isProvisional = record.isProvisional("value")
    moment.provisionalCells = record.provisionalCells
    return moment
  }

  private func answer(_ value: FieldValue?, of code: Label, in wave: Label?) -> Answer {
    switch value {
    case nil, .null: return .unsaid
    case .absent(let reason): return .absent(reason)
    case .unreadable(let text): return .unreadable(text)
    case .some(let value):
      guard let interaction = interactions[code] else { return .words(value.display) }
      return Answer(value, to: interaction, on: facts.bank[code]?.scaleByWave[wave ?? ""])
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
  ///   - interaction: What was asked.
  ///   - scale: The scale it was asked on, where it was another than the interaction's own.
  init(_ value: FieldValue, to interaction: Interaction, on scale: AnswerScale?) {
    let isNumeric = interaction.answerKind.isNumeric
    switch value {
    case .number(let number) where isNumeric && scale.map { $0.contains(number.double) } ?? false:
      self = .number(number.double)
    case .number where isNumeric && scale != nil:
      self = .outOfRange(value.display)
    case _ where interaction.isOutOfRange(value):
      self = .outOfRange(value.display)
    case .number(let number) where interaction.answerKind == .yesno:
      self = number.whole.map { .yesNo($0 == 1) } ?? .outOfRange(value.display)
    case .number(let number) where isNumeric:
      self = .number(number.double)
    case .boolean(let answer):
      self = .yesNo(answer)
    case .text(let code) where interaction.answerKind == .choice:
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

extension Record {
  /// How many of its cells stand until a person decides.
  fileprivate var provisionalCells: Int {
    fields.count { $0.path != .tombstone && $0.path != .existence && isProvisional($0.path) }
  }
}
