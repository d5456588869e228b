// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import LocalStore

/// `visit start`: a visit begins.
struct VisitStart: StoreCommand {
  static let configuration = CommandConfiguration(
    commandName: "start",
    abstract: "Begin a visit; what you observe from now on belongs to it."
  )

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var place: PlaceOptions
  @Option(parsing: .unconditional, help: "When it began: 14:05, -10m, 2026-02-01 14:05.")
  var at: String?
  @Option(help: "A code of your own for the visit.") var id: String?
  @Option(parsing: .unconditional, help: "What else there is to say of the visit.")
  var note: String?

  func run(in store: LocalStore) throws {
    let (visit, others, program) = try store.write { writer in
      let reader = writer.reader
      let program = try reader.program(place.program)
      let owner = try reader.owner()
      let header = RecordHeader(
        id: id.map { Visit.id(program: program.id, shopper: owner.id, code: $0) }
          ?? RecordID(
            milliseconds: writer.surroundings.now().milliseconds,
            random: writer.surroundings.random()
          ),
        kind: .visit,
        scope: Scope(program: program.id, owner: owner.id)
      )
      let namesake = try id.flatMap {
        try reader.visit(ofCode: $0, by: owner.id, in: program.id)
      }
      if let existing = try namesake ?? reader.record(header.id).map(Visit.init) {
        throw taken(existing)
      }
      let others = try reader.visitsInProgress(of: owner.id)
      let puts = try puts(for: header, writer)
      return (Visit(try writer.edit(header, .write(puts))), others, program)
    }
    try tell(visit, in: program, besides: others)
  }

  private func puts(for header: RecordHeader, _ writer: StoreWriter) throws -> [Put] {
    let now = writer.surroundings.now()
    let began: FieldValue =
      try at.map {
        try writer.reader.typedValue($0, of: "started_at", in: header, now: now)
      } ?? .moment(now)
    return (id.map { [Put("code", .text($0))] } ?? [])
      + (try place.puts(in: header.scope.program, writer.reader))
      + [Put("state", .text(VisitState.inProgress.rawValue)), Put("started_at", began)]
      + (note.map { [Put("note", .text($0))] } ?? [])
  }

  private func taken(_ visit: Visit) -> Failure {
    let state = visit.record.isDeleted ? "was discarded" : "is \(visit.state.words)"
    let way =
      visit.record.isDeleted
      ? "Bring it back: visit edit \(visit.id.short) state in_progress, or give another --id."
      : "See it: visit show \(visit.title), or give another --id."
    return Failure(.badData, "There is a visit \u{201c}\(visit.title)\u{201d}: it \(state). \(way)")
  }

  private func tell(_ visit: Visit, in program: Program, besides others: [Visit]) throws {
    if let other = others.last {
      let latest = (other.startedAt?.milliseconds ?? 0) > (visit.startedAt?.milliseconds ?? 0)
      TextOutput.note(
        "note: visit \(other.title) is still in progress; without --visit, commands now mean "
          + "\(latest ? other.title : visit.title)."
      )
    }
    if output.json { return try TextOutput.json(StartedVisit(visit, in: program)) }
    TextOutput.line("Visit \(visit.title) began at \(visit.location ?? "").")
    TextOutput.line("Next: observe INTERACTION VALUE; then visit finish.")
  }
}

/// Where and what is played: what visits and attempts have in common.
struct PlaceOptions: ParsableArguments {
  @Option(help: "The program's code; needed where there is more than one.") var program: String?
  @Option(help: "The place's code; see: locations.") var location: String
  @Option(help: "What is played, by its code.") var scenario: String?
  @Option(help: "The wave's code.") var wave: String?

  /// The fields, with the codes as the program writes them.
  func puts(in program: RecordID, _ reader: StoreReader) throws -> [Put] {
    var puts = [
      Put("location", .text(try reader.definition(Location.self, location, in: program).code))
    ]
    if let scenario {
      let code = try reader.definition(Scenario.self, scenario, in: program).code
      puts.append(Put("scenario", .text(code)))
    }
    if let wave {
      puts.append(Put("wave", .text(try reader.definition(Wave.self, wave, in: program).code)))
    }
    return puts
  }
}

extension VisitState {
  /// The state in words.
  var words: String {
    switch self {
    case .inProgress: "in progress"
    case .finished: "finished"
    }
  }
}

// The names of these members are the JSON's keys, which scripts rely on.
// swift-format-ignore: AlwaysUseLowerCamelCase
private struct StartedVisit: Encodable {
  let visit: String
  let visit_code: String?
  let program: String
  let location: String?
  let started_at: String?

  init(_ visit: Visit, in program: Program) {
    self.visit = visit.id.description
    visit_code = visit.text("code")
    self.program = program.code
    location = visit.location
    started_at = visit.startedAt?.description
  }
}
