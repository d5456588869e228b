// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import LocalStore

/// `visit attempt`: a visit that was tried.
struct VisitAttempt: StoreCommand {
  static let configuration = CommandConfiguration(
    commandName: "attempt",
    abstract: "Record that a visit was tried, and why it did not come off."
  )

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var place: PlaceOptions
  @Option(parsing: .unconditional, help: "Why the visit did not come off.") var reason: String?
  @Option(parsing: .unconditional, help: "When it was tried: 14:05, -10m, 2026-02-01 14:05.")
  var at: String?
  @Option(help: "The code of the visit that was tried.") var id: String?
  @Option(help: "Which attempt at that visit it was, from 1.") var number: Int?
  @Flag(help: "The visit came off.") var complete = false
  @Option(parsing: .unconditional, help: "What else there is to say.") var note: String?

  func validate() throws {
    guard complete || reason != nil else {
      throw ValidationError("Give the --reason, or say --complete.")
    }
  }

  func run(in store: LocalStore) throws {
    let attempt = try store.write { writer in
      let program = try writer.reader.program(place.program).id
      let header = RecordHeader(
        id: try name(in: program, writer),
        kind: .attempt,
        scope: Scope(program: program, owner: try writer.reader.owner().id)
      )
      try writer.put(try puts(for: header, writer), into: header)
      return try writer.reader.record(header.id).map(Attempt.init)
    }
    guard let attempt else { throw StoreError.missing("The attempt is no longer here.") }
    if output.json { return try TextOutput.json(AttemptAnswer(attempt: attempt.id.description)) }
    let why = attempt.text("reason").map { ": \($0)" } ?? ""
    TextOutput.line("Attempt at \(attempt.text("location") ?? "") recorded\(why).")
  }

  /// An attempt that was numbered meets itself when it is recorded again, here or from a file.
  private func name(in program: RecordID, _ writer: StoreWriter) throws -> RecordID {
    guard let id, let number else {
      return RecordID(
        milliseconds: writer.surroundings.now().milliseconds,
        random: writer.surroundings.random()
      )
    }
    return Attempt.id(
      program: program,
      shopper: try writer.reader.owner().id,
      visitCode: id,
      number: "\(number)"
    )
  }

  private func puts(for header: RecordHeader, _ writer: StoreWriter) throws -> [Put] {
    let now = writer.surroundings.now()
    let known = try writer.reader.record(header.id)
    var puts = try place.puts(in: header.scope.program, writer.reader)
    if let at {
      let moment = try writer.reader.typedValue(at, of: "at", in: header, now: now)
      puts.append(Put("at", moment))
    } else if known == nil {
      puts.append(Put("at", .moment(now)))
    }
    puts.append(Put("complete", .boolean(complete)))
    let further: [(FieldPath, FieldValue?)] = [
      ("reason", reason.map { .text($0) }), ("visit_code", id.map { .text($0) }),
      ("number", number.map { .number(ExactNumber($0)) }), ("note", note.map { .text($0) }),
    ]
    return puts + further.compactMap { path, value in value.map { Put(path, $0) } }
  }
}

extension Attempt {
  /// The name of a numbered attempt at a visit that a shopper calls by a code of their own.
  ///
  /// Recording it again, or importing it, meets the same record.
  static func id(
    program: RecordID,
    shopper: PersonID,
    visitCode: String,
    number: String
  ) -> RecordID {
    RecordID(.attempt, in: program, named: shopper.description, visitCode, number)
  }
}

private struct AttemptAnswer: Encodable {
  let attempt: String
}
