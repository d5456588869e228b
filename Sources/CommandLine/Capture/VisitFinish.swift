// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import LocalStore

/// `visit finish`: a visit is complete, as far as the shopper is concerned.
struct VisitFinish: StoreCommand {
  static let configuration = CommandConfiguration(
    commandName: "finish",
    abstract: "Say that a visit is complete. You can still correct it."
  )

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var output: OutputOptions
  @Argument(help: "The visit, by code or beginning of its ID; else the one in progress.")
  var id: String?
  @Option(parsing: .unconditional, help: "When it ended: 14:05, -10m, 2026-02-01 14:05.")
  var at: String?

  func run(in store: LocalStore) throws {
    let (visit, isNew, count) = try store.write { writer in
      let visit = try writer.reader.visit(id)
      let count = try writer.reader.all(Observation.self, of: visit.id).count
      guard visit.state != .finished || at != nil else { return (visit, false, count) }
      return (Visit(try finish(visit, writer)), true, count)
    }
    if output.json { return try TextOutput.json(VisitStateAnswer(visit)) }
    TextOutput.line(
      isNew
        ? "Visit \(visit.title) is finished, with \(count) observations. Next: sync"
        : "Visit \(visit.title) was finished already."
    )
  }

  private func finish(_ visit: Visit, _ writer: StoreWriter) throws -> Record {
    let header = visit.record.header
    let now = writer.surroundings.now()
    let end: FieldValue =
      try at.map {
        try writer.reader.typedValue($0, of: "finished_at", in: header, now: now)
      } ?? .moment(now)
    if let began = visit.startedAt, let ended = end.moment,
      ended.milliseconds < began.milliseconds
    {
      throw Failure(
        .badData,
        "The visit began at \(began) and cannot end at \(ended). Give another --at."
      )
    }
    return try writer.edit(
      header,
      .write([
        Put("state", .text(VisitState.finished.rawValue)), Put("finished_at", end),
      ])
    )
  }
}

/// `visit discard`: a visit that is not to count.
struct VisitDiscard: StoreCommand {
  static let configuration = CommandConfiguration(
    commandName: "discard",
    abstract: "Take a visit out. Nothing is lost: editing it brings it back."
  )

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var output: OutputOptions
  @Argument(help: "The visit, by code or beginning of its ID; else the one in progress.")
  var id: String?
  @Option(parsing: .unconditional, help: "Why.") var reason: String?

  func run(in store: LocalStore) throws {
    let visit = try store.write { writer in
      let visit = try writer.reader.visit(id)
      return Visit(try writer.edit(visit.record.header, .delete(reason: reason ?? "")))
    }
    if output.json { return try TextOutput.json(VisitStateAnswer(visit)) }
    TextOutput.line("Visit \(visit.title) is discarded.")
    TextOutput.line("To bring it back: visit edit \(visit.id.short) state in_progress")
  }
}

// The names of these members are the JSON's keys, which scripts rely on.
// swift-format-ignore: AlwaysUseLowerCamelCase
private struct VisitStateAnswer: Encodable {
  let visit: String
  let visit_code: String?
  let state: String
  let started_at: String?
  let finished_at: String?
  let discarded: Bool

  init(_ visit: Visit) {
    self.visit = visit.id.description
    visit_code = visit.text("code")
    state = visit.state.rawValue
    started_at = visit.startedAt?.description
    finished_at = visit.finishedAt?.description
    discarded = visit.record.isDeleted
  }
}
