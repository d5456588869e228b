// SPDX-License-Identifier: Apache-2.0

import CommandLine
import FieldModel
import Intake
import LocalStore

/// Writes what is done in the field as the commands do: the same records under the same names.
struct FieldDesk {
  /// What a laptop recorded of an attempt.
  struct Said {
    let isComplete: Bool
    let reason: String?
    let at: FieldValue
  }

  private let program = Program.id(code: FieldFolder.program)
  private let visits: [String: Draft]
  private let attempts: [String: [Draft]]
  private let forms: [String: AnswerForm]
  private let reader = FieldReader(now: LocalTime(milliseconds: 0), zone: FieldMapping.zone)

  init(_ folder: FieldFolder) {
    visits = Dictionary(folder.visits.map { ($0.key.joined(), $0) }) { first, _ in first }
    attempts = folder.attempts
    let bank = folder.definitions.filter { $0.kind == .interaction }
    forms = Dictionary(
      bank.map { draft in
        let kind = draft["kind"]?.text.flatMap { AnswerKind(rawValue: $0) }
        return (draft.key.joined(), AnswerForm(kind ?? .text))
      }
    ) { first, _ in first }
  }

  /// The name of a shopper's visit of a code.
  func id(of visit: String, by shopper: Person) -> RecordID {
    Visit.id(program: program, shopper: shopper.id, code: visit)
  }

  /// `visit start`, with what the form says so far.
  func start(
    _ visit: String,
    at: FieldValue,
    by shopper: Person,
    with writer: StoreWriter
  ) throws {
    let form = try form(of: visit)
    let header = try opened(visit, by: shopper, with: writer)
    let typed = form.puts.filter {
      ["date", "time_in"].contains($0.path) || isOne(of: FieldMapping.atStart, $0.path)
    }
    try writer.put([Put("started_at", at)] + typed, into: header)
  }

  /// `observe`, many in one transaction.
  ///
  /// - Returns: What could not be read; it is kept as it was typed.
  func observe(
    _ answers: [(interaction: String, typed: String)],
    on visit: String,
    by shopper: Person,
    with writer: StoreWriter
  ) throws -> [Finding] {
    let parent = try opened(visit, by: shopper, with: writer)
    var findings: [Finding] = []
    for (code, typed) in answers {
      guard let field = FieldSchema.specification(of: "value", in: .observation) else { continue }
      let value: FieldValue
      switch reader.reading(of: typed, for: field, form: forms[code]) {
      case .value(let read): value = read
      case .unreadable(let unreadable):
        value = .unreadable(typed)
        findings.append(
          Finding(
            file: "replay.jsonl.gz",
            line: 0,
            column: code,
            value: typed,
            problem: unreadable.problem,
            suggestion: unreadable.suggestion,
            effect: .keptAsTyped
          )
        )
      }
      let header = RecordHeader(
        id: Observation.id(visit: parent.id, interaction: code),
        kind: .observation,
        scope: parent.scope,
        parent: parent.id
      )
      try writer.put([Put("interaction", .text(code)), Put("value", value)], into: header)
    }
    return findings
  }

  /// `visit finish`, with the rest of the form.
  ///
  /// A form on which the shopper came out before going in has no usable end.
  func finish(
    _ visit: String,
    at: FieldValue,
    by shopper: Person,
    with writer: StoreWriter
  ) throws {
    let form = try form(of: visit)
    let header = try opened(visit, by: shopper, with: writer)
    let typed = form.puts.filter {
      $0.path == "time_out" || isOne(of: FieldMapping.atFinish, $0.path)
    }
    let state = Put("state", .text(VisitState.finished.rawValue))
    let end = endsBeforeItBegins(form) ? [] : [Put("finished_at", at)]
    try writer.put([state] + typed + end, into: header)
  }

  private func endsBeforeItBegins(_ form: Draft) -> Bool {
    guard case .clock(let began)? = form["time_in"], case .clock(let ended)? = form["time_out"]
    else { return false }
    return ended < began
  }

  /// `visit attempt`, with what the form says of it.
  ///
  /// What the laptop recorded is nil for an attempt that is on the form only.
  func attempt(
    _ number: Int,
    at visit: String,
    _ said: Said?,
    by shopper: Person,
    with writer: StoreWriter
  ) throws {
    let form = attempts[visit]?.first { $0["number"]?.number?.whole == number }
    // The moment is what the laptop's clock says; the form's is in the day and the times.
    var puts = try place(of: visit) + (form?.puts ?? []).filter { $0.path != "at" }
    if let said {
      puts.removeAll { ["complete", "reason"].contains($0.path) }
      puts += [Put("at", said.at), Put("complete", .boolean(said.isComplete))]
      puts += said.reason.map { [Put("reason", .text($0))] } ?? []
    }
    let id = RecordID(
      .attempt,
      in: program,
      named: shopper.id.description,
      visit,
      "\(number)"
    )
    let scope = Scope(program: program, owner: shopper.id)
    try writer.put(puts, into: RecordHeader(id: id, kind: .attempt, scope: scope))
  }

  /// `review approve`, with the supervisor's remarks.
  func review(
    _ visit: Visit,
    _ remarks: [(name: String, typed: String)],
    with writer: StoreWriter
  ) throws {
    let header = RecordHeader(
      id: Review.id(visit: visit.id),
      kind: .review,
      scope: visit.record.header.scope,
      parent: visit.id
    )
    let further = remarks.map {
      Put(FieldPath(FieldSchema.attributePrefix + $0.name), .text($0.typed))
    }
    let state = Put("state", .text(ReviewState.approved.rawValue))
    try writer.put(
      [state] + further + [Put("at", .moment(writer.surroundings.now()))],
      into: header
    )
  }

  /// The header of a visit, which is begun where its first deed comes.
  private func opened(
    _ visit: String,
    by shopper: Person,
    with writer: StoreWriter
  ) throws -> RecordHeader {
    let header = RecordHeader(
      id: id(of: visit, by: shopper),
      kind: .visit,
      scope: Scope(program: program, owner: shopper.id)
    )
    if try writer.reader.record(header.id) == nil {
      let state = Put("state", .text(VisitState.inProgress.rawValue))
      try writer.put([Put("code", .text(visit)), state] + place(of: visit), into: header)
    }
    return header
  }

  /// Where and what is played.
  private func place(of visit: String) throws -> [Put] {
    try form(of: visit).puts.filter { ["location", "scenario", "wave"].contains($0.path) }
  }

  private func form(of visit: String) throws -> Draft {
    guard let form = visits[visit] else {
      throw Failure(.badData, "There is no visit \u{201c}\(visit)\u{201d} in visits.csv.")
    }
    return form
  }

  private func isOne(of names: [String], _ path: FieldPath) -> Bool {
    path.attribute.map { names.contains($0) } ?? false
  }
}
