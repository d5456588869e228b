// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import LocalStore

/// `review list`: visits and what was decided on them, those that wait for a decision first.
struct ListReviews: StoreCommand {
  /// Which visits are listed.
  enum Wanted: String, CaseIterable, ExpressibleByArgument {
    case undecided, approved, returned, rejected, held, released
  }

  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List visits, those that are finished and wait for a decision first."
  )

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var output: OutputOptions
  @Option(help: "The program's code; all programs where none is given.") var program: String?
  @Option(help: "Only visits with this decision, or without any.") var state: Wanted?

  func run(in store: LocalStore) throws {
    let lines = try store.read { reader in
      let program = try program.map { try reader.program($0).id }
      let people = try reader.people()
      var lines: [ReviewLine] = []
      try reader.forEach(.visit, in: program) { record in
        let line = try ReviewLine(Visit(record), reader, people)
        if state == nil || state?.rawValue == line.decision { lines.append(line) }
      }
      return lines.enumerated().sorted {
        ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset)
      }
      .map(\.element)
    }
    if output.json { return try TextOutput.json(lines) }
    if lines.isEmpty { return TextOutput.line("No visits.") }
    TextOutput.table(
      lines.map { line in
        [
          line.visit.title, line.decision, line.visit.state.rawValue, line.visit.location ?? "",
          line.visit.wave ?? "", line.owner, "\(line.observations)",
          line.conflicts > 0 ? "\(line.conflicts)" : "", line.review?.text("note") ?? "",
        ]
      },
      headings: [
        "visit", "review", "state", "location", "wave", "shopper", "observations", "conflicts",
        "note",
      ]
    )
  }
}

/// A visit with what was decided on it.
struct ReviewLine: Encodable {
  let visit: Visit
  let review: Review?
  let program: String
  let owner: String
  let reviewer: String?
  let observations: Int
  let conflicts: Int

  init(_ visit: Visit, _ reader: StoreReader, _ people: People) throws {
    let scope = visit.record.header.scope
    self.visit = visit
    review = try reader.all(Review.self, of: visit.id).first
    program = try reader.record(scope.program).map { Program($0).code } ?? ""
    owner = scope.owner.map { people.name(of: $0) } ?? ""
    reviewer = review?.decision.map { people.name(of: $0.stamp.author) }
    let seen = try reader.all(Observation.self, of: visit.id)
    observations = seen.count
    conflicts = try reader.conflictCount(of: visit, observations: seen)
  }

  /// What was decided, `undecided` where nothing was.
  var decision: String { review?.state?.rawValue ?? "undecided" }

  /// The place in the list: what waits for a decision, what will, what is decided but open, the
  /// rest.
  var rank: Int {
    switch review?.state {
    case nil: visit.state == .finished ? 0 : 1
    case .held, .returned: 2
    case .approved: 3
    case .released, .rejected: 4
    }
  }

  func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: FieldKey.self)
    try keys.encode(visit.id.description, forKey: "visit")
    try keys.encode(visit.code, forKey: "visit_code")
    try keys.encode(program, forKey: "program")
    try keys.encode(visit.location, forKey: "location")
    try keys.encode(visit.wave, forKey: "wave")
    try keys.encode(visit.scenario, forKey: "scenario")
    try keys.encode(visit.text("shopper") ?? owner, forKey: "shopper")
    try keys.encode(visit.state.rawValue, forKey: "state")
    try keys.encode(review?.state?.rawValue, forKey: "review_state")
    try keys.encode(review?.text("note"), forKey: "note")
    try keys.encode(review?.moment("at")?.description, forKey: "at")
    try keys.encode(reviewer, forKey: "reviewer")
    try keys.encode(observations, forKey: "observations")
    try keys.encode(conflicts, forKey: "conflicts")
  }
}

/// `review show VISIT`: a visit with what was decided on it, and when.
struct ShowReview: StoreCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a visit, its observations and every decision on it."
  )

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var output: OutputOptions
  @Argument(help: "The visit, by code or beginning of its ID.") var visit: String

  func run(in store: LocalStore) throws {
    let (sheet, decisions) = try store.read { reader in
      let visit = try reader.visit(visit)
      return (try VisitSheet(visit, reader), try ReviewDecision.all(on: visit, reader))
    }
    if output.json { return try TextOutput.json(Answer(sheet: sheet, decisions: decisions)) }
    sheet.write()
    TextOutput.line()
    if decisions.isEmpty {
      TextOutput.line("Nobody has decided yet. Decide: review approve \(sheet.visit.title)")
    }
    TextOutput.table(
      decisions.map { [$0.state, $0.author, $0.enteredAt, $0.note ?? ""] },
      headings: ["decision", "by", "at", "note"]
    )
  }

  private struct Answer: Encodable {
    let sheet: VisitSheet
    let decisions: [ReviewDecision]
  }
}

extension Review {
  /// The write of the decision that stands.
  fileprivate var decision: Sibling? {
    let state = record.value(of: "state")
    return record.siblings(of: "state").all.first { $0.value == state }
  }
}

extension StoreReader {
  /// How many conflicts are open about a visit, its observations and its review.
  func conflictCount(of visit: Visit, observations: [Observation]) throws -> Int {
    let records = try observations.map(\.record) + all(Review.self, of: visit.id).map(\.record)
    return ([visit.record] + records).map(\.conflicts.count).reduce(0, +)
  }
}

/// One decision on a visit, as its history tells it.
struct ReviewDecision: Encodable {
  let state: String
  let note: String?
  let author: String
  let enteredAt: String

  enum CodingKeys: String, CodingKey {
    case state, note, author
    case enteredAt = "entered_at"
  }

  /// Every decision on a visit, the oldest first.
  static func all(on visit: Visit, _ reader: StoreReader) throws -> [ReviewDecision] {
    let people = try reader.people()
    let history = try reader.history(of: Review.id(visit: visit.id))
    return history.filter { $0.path == "state" && !$0.isRefused }.map { entry in
      let note = history.first { $0.dot == entry.dot && $0.path == "note" }?.after?.text
      return ReviewDecision(
        state: entry.after?.display ?? "",
        note: note,
        author: people.name(of: entry.stamp.author),
        enteredAt: entry.stamp.enteredAt.description
      )
    }
  }
}
