// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import LocalStore

/// What a decision is about, and why it is taken.
struct DecisionOptions: ParsableArguments {
  @Argument(help: "The visits, by code or beginning of the ID.") var visits: [String]
  @Option(parsing: .unconditional, help: "Why: the shopper reads it.") var note: String?
  @Option(
    name: .customLong("attribute"),
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Something else to keep with the review.", valueName: "name=value")
  )
  var attributes: [String] = []
  @Flag(help: "Also where a visit is not finished.") var force = false

  func validate() throws {
    _ = try puts()
  }

  /// What the options say, as fields of a review.
  func puts() throws -> [Put] {
    let notes = note.map { [Put("note", .text($0))] } ?? []
    return try notes
      + attributes.map { text in
        let bytes = text.utf8
        guard let place = bytes.firstIndex(of: UInt8(ascii: "=")), place > bytes.startIndex else {
          throw ValidationError("\u{201c}\(text)\u{201d} is no NAME=VALUE.")
        }
        let value = String(text[bytes.index(after: place)...])
        return Put(FieldPath(FieldSchema.attributePrefix + text[..<place]), .text(value))
      }
  }
}

/// A command that takes one decision on visits.
protocol DecisionCommand: StoreCommand {
  /// The decision.
  static var state: ReviewState { get }
  var output: OutputOptions { get }
  var decision: DecisionOptions { get }
}

extension DecisionCommand {
  static func configuration(_ name: String, _ abstract: String) -> CommandConfiguration {
    CommandConfiguration(commandName: name, abstract: abstract)
  }

  func run(in store: LocalStore) throws {
    let further = try decision.puts()
    let answers = try store.write { writer in
      try decision.visits.map { try decide(on: $0, further, with: writer) }
    }
    for answer in answers where answer.conflicts > 0 {
      TextOutput.note(
        "\(answer.title) has \(answer.conflicts) open conflicts. See: conflicts list."
      )
    }
    if output.json { return try TextOutput.json(answers) }
    for answer in answers {
      let was = answer.before.map { ", was \($0)" } ?? ""
      TextOutput.line(
        answer.isChanged
          ? "\(answer.title): \(Self.state.rawValue)\(was)"
          : "\(answer.title): \(Self.state.rawValue) already"
      )
    }
  }

  private func decide(
    on text: String,
    _ further: [Put],
    with writer: StoreWriter
  ) throws -> DecisionAnswer {
    let visit = Visit(try writer.reader.one(text, kinds: [.visit], what: "visit"))
    let needsFinished = Self.state == .approved || Self.state == .released
    if needsFinished, visit.state != .finished, !decision.force {
      throw Failure(
        .failed,
        "Visit \(visit.title) is still being recorded: nothing was decided. "
          + "Return it to its shopper, or give --force."
      )
    }
    let header = RecordHeader(
      id: Review.id(visit: visit.id),
      kind: .review,
      scope: visit.record.header.scope,
      parent: visit.id
    )
    let review = try writer.reader.record(header.id).map(Review.init)
    let before = review.flatMap { $0.record.isDeleted ? nil : $0.state }
    var puts = [Put("state", .text(Self.state.rawValue))] + further
    // An older decision's reason is no reason for this one.
    if before != Self.state, decision.note == nil, review?.text("note") != nil {
      puts.append(Put("note", .null))
    }
    let isChanged = try isNews(puts, to: review)
    if isChanged {
      puts.append(Put("at", .moment(writer.surroundings.now())))
      try writer.edit(header, .write(puts))
    }
    return DecisionAnswer(
      visit: visit.id.description,
      visitCode: visit.code,
      before: before?.rawValue,
      state: Self.state.rawValue,
      isChanged: isChanged,
      conflicts: try writer.reader.conflictCount(
        of: visit,
        observations: try writer.reader.all(Observation.self, of: visit.id)
      ),
      title: visit.title
    )
  }

  /// Whether the review does not say all this already, undisputed.
  private func isNews(_ puts: [Put], to review: Review?) throws -> Bool {
    guard let record = review?.record, !record.isDeleted else { return true }
    return puts.contains {
      record.isProvisional($0.path) || record.value(of: $0.path) != $0.value
    }
  }
}

/// What came of a decision on one visit.
struct DecisionAnswer: Encodable {
  let visit: String
  let visitCode: String
  let before: String?
  let state: String
  let isChanged: Bool
  let conflicts: Int
  let title: String

  enum CodingKeys: String, CodingKey {
    case visit, before, state, conflicts
    case visitCode = "visit_code"
    case isChanged = "changed"
  }
}
