// SPDX-License-Identifier: Apache-2.0

import Export
import FieldModel
import Insight
import LocalStore
import SyncProtocol

/// The visits of a program as reports take them, out of one state of a store, without a network.
///
/// Visits come one after another and none is kept; the definitions, and the names of visits that a
/// coordinator has decided on, are.
struct ReportReading {
  /// What is known of the program.
  let facts: ProgramFacts

  /// What the chosen visits came to.
  private(set) var basis = Basis()

  /// Below how many answers a figure is called too few.
  let minimum: Int

  /// The laptop's day.
  let today: CalendarDate

  private let choice: ReportChoice
  private let reach: Reach
  private var known: KnownNames
  private var subjects: Set<Subject> = []
  private var voices: Set<Voice> = []
  private let isViewer: Bool
  private let selection: Selection
  private let reader: StoreReader
  private let program: Program
  private let moments: MomentReader
  private let decided: (rejected: Set<RecordID>, released: Set<RecordID>)
  private let provisionalDefinitions: Int
  private var leftOut: [(why: String, count: Int)] = []

  init(
    _ choice: ReportChoice,
    of reach: Reach,
    in reader: StoreReader,
    today: CalendarDate
  ) throws {
    self.choice = choice
    self.reader = reader
    self.today = today
    minimum = choice.minimum
    selection = try choice.selection()
    program = try reader.program(choice.program)
    let definitions = try reader.definitions(of: program.id)
    moments = MomentReader(
      definitions: definitions,
      shopper: try DatasetNames(of: program.id, in: reader, isIdentified: choice.identify).shopper
    )
    facts = moments.facts
    known = KnownNames(moments.facts, chosenBy: selection.wanted.map(\.dimension))
    let isChosen = selection.wanted.contains { [.brand, .subject].contains($0.dimension) }
    self.reach = isChosen ? .sides : reach
    isViewer = try reader.enrolment()?.card.person.role == .viewer
    provisionalDefinitions = definitions.reduce(0) { $0 + $1.conflicts.count }
    decided = try ReportReading.decisions(in: program.id, reader)
  }

  private static func decisions(
    in program: RecordID,
    _ reader: StoreReader
  ) throws -> (Set<RecordID>, Set<RecordID>) {
    var decided: (rejected: Set<RecordID>, released: Set<RecordID>) = ([], [])
    try reader.forEach(.review, in: program) { record in
      guard let visit = record.header.parent else { return }
      let review = Review(record)
      if review.state == .rejected { decided.rejected.insert(visit) }
      if review.isReleased { decided.released.insert(visit) }
    }
    return decided
  }

  /// Calls a body with each visit that the choice takes, in order of code.
  mutating func forEachVisit(_ body: (VisitMoments) throws -> Void) throws {
    let (reader, moments, bands) = (reader, moments, choice.bands)
    let bank = facts.bank
    var basis = Basis()
    var (known, subjects, voices) = (known, Set<Subject>(), Set<Voice>())
    let isOwnOnly = reach == .own
    var leftOut: [(why: String, count: Int)] = []
    func leave(_ why: String) {
      if let place = leftOut.firstIndex(where: { $0.why == why }) {
        leftOut[place].count += 1
      } else {
        leftOut.append((why, 1))
      }
    }
    try reader.forEach(.visit, in: program.id) { record in
      if let why = objection(to: record) { return leave(why) }
      let observations = try reader.all(Observation.self, of: record.header.id)
      var visit = moments.moments(of: record, observations.map(\.record))
      for band in bands { band.mark(&visit.context) }
      known.add(visit.context)
      guard selection.admits(visit.context) else { return leave("not chosen") }
      if isOwnOnly, visit.context.subject == .competitor { return leave("to competitors") }
      basis.add(visit, of: bank)
      if let subject = visit.context.subject { subjects.insert(subject) }
      voices.insert(visit.context.voice)
      try body(visit)
    }
    self.basis = basis
    (self.known, self.subjects, self.voices) = (known, subjects, voices)
    self.leftOut = leftOut
  }

  private func objection(to visit: Record) -> String? {
    if !choice.withRejected, decided.rejected.contains(visit.header.id) { return "rejected" }
    return switch choice.state {
    case .all: nil
    case .finished: Visit(visit).state == .finished ? nil : "not finished"
    case .released: decided.released.contains(visit.header.id) ? nil : "not released"
    }
  }

  /// How the plan came to be what it is, earlier changes first.
  func planChanges() throws -> [PlanChange] {
    let people = try reader.people()
    let changes = try facts.plan.flatMap { planned in
      let target = RecordID(planned.id)
      let history = try target.map { try reader.history(of: $0) } ?? []
      return history.filter { $0.path == "value" && !$0.isRefused }.map { entry in
        PlanChange(
          planned,
          at: entry.stamp.enteredAt,
          author: people.name(of: entry.stamp.author),
          before: entry.before.compactMap { $0.number?.double }.first,
          after: entry.after?.number?.double
        )
      }
    }
    return changes.sorted { $0.at.milliseconds < $1.at.milliseconds }
  }

  /// Looks for everything that visits were chosen or grouped by.
  ///
  /// - Throws: ``Failure`` where a name is of nothing that the program or any visit knows.
  func requireNames(groupedBy dimensions: [Dimension]) throws {
    for band in choice.bands { try known.require(attribute: band.attribute) }
    for (dimension, groups) in selection.wanted {
      for name in groups.sorted() { try known.require(name, in: dimension) }
    }
    for case .attribute(let name) in dimensions { try known.require(attribute: name) }
  }

  // MARK: What the figures rest on

  /// What the figures rest on, as sentences.
  var lines: [String] {
    let first = "\(facts.name) (\(facts.code)): \(basis.sentence)."
    let chosen = choice.words.isEmpty ? [] : ["Only " + choice.words.joined(separator: "; ") + "."]
    let left = leftOut.map { "\(Wording.count($0.count, "visit")) \($0.why)" }
    let out = left.isEmpty ? [] : ["Left out: " + left.joined(separator: ", ") + "."]
    return [first] + days + chosen + out + together + [
      "Intervals hold the true figure in 95 of 100 such studies, if each visit tells something of "
        + "its own; below \(minimum) answers a figure is too few to go by."
    ]
  }

  private var days: [String] {
    basis.days.map { ["Visits from \($0.lowerBound) to \($0.upperBound)."] } ?? []
  }

  /// What stands together in the figures that people may want apart.
  private var together: [String] {
    let isMixed =
      reach == .everybody && subjects.contains(.competitor) && subjects != [.competitor]
    let names = Voice.allCases.filter(voices.contains).map(\.rawValue)
    return (isMixed ? ["Own and competitors together; ours alone: --where subject=own."] : [])
      + (names.count > 1 && reach != .sides
        ? ["Voices together: \(names.joined(separator: ", ")); one alone: --where voice=shopper."]
        : []) + (isViewer ? ["Viewers are sent released visits only."] : [])
  }

  /// What the reader must not miss.
  var warnings: [String] {
    guard provisionalDefinitions > 0 else { return basis.warnings }
    let cells = Wording.count(provisionalDefinitions, "cell")
    return basis.warnings + [
      "\(cells) of the program's definitions disputed: see coordinator conflicts list."
    ]
  }

  /// The same as named values.
  var values: ReportValue {
    [
      "state": .text(choice.state.rawValue), "filters": selection.report,
      "visits_left_out": .list(
        leftOut.map { ["why": .text($0.why), "n_visits": .whole($0.count)] }
      ),
      "provisional_definitions": .whole(provisionalDefinitions),
    ]
  }

  /// A report with what it rests on.
  func grounded(_ sheet: ReportSheet) -> ReportSheet {
    var sheet = sheet
    sheet.basis = lines
    sheet.warnings = warnings
    sheet.values = sheet.values + values
    return sheet
  }
}
