// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import LocalStore

/// `visit list`: the visits that the store holds.
struct VisitList: StoreCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List visits, how far they are, and what of them waits for a sync."
  )

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var output: OutputOptions
  @Option(help: "Only visits of this program.") var program: String?
  @Option(help: "Only visits in this state: in_progress, finished or discarded.")
  var state: String?

  func validate() throws {
    let known = VisitState.allCases.map(\.rawValue) + ["discarded"]
    if let state, !known.contains(state) {
      throw ValidationError("--state is one of \(known.joined(separator: ", ")).")
    }
  }

  func run(in store: LocalStore) throws {
    let lines = try store.read(visits)
    if output.json { return try TextOutput.json(lines) }
    if lines.isEmpty {
      return TextOutput.note(
        program == nil && state == nil
          ? "There are no visits here yet. Begin one with visit start, or sync."
          : "There is no such visit here. See all: visit list."
      )
    }
    TextOutput.table(
      lines.map(\.cells),
      headings: ["CODE", "ID", "LOCATION", "STATE", "BEGAN", "OBSERVED", "SYNC"]
    )
  }

  private func visits(_ reader: StoreReader) throws -> [VisitLine] {
    let program = try program.map { try reader.program($0).id }
    let observations = try reader.observationsByVisit()
    let waiting = try reader.waitingByVisit()
    var lines: [(began: Int64, line: VisitLine)] = []
    try reader.forEach(.visit, in: program, includingDeleted: state == "discarded") { record in
      let visit = Visit(record)
      let line = VisitLine(
        visit,
        observations: observations[visit.id] ?? 0,
        pending: waiting[visit.id] ?? 0
      )
      if state == nil || line.state == state { lines.append((visit.began, line)) }
    }
    // Those of one moment stay in the order of their codes.
    return lines.enumerated()
      .sorted { ($0.element.began, $0.offset) < ($1.element.began, $1.offset) }
      .map(\.element.line)
  }
}

extension Visit {
  /// When it began, in milliseconds since 1970, or else the beginning of its day; 0 where nobody
  /// said.
  fileprivate var began: Int64 {
    startedAt?.milliseconds ?? day("date").map { Int64($0.daysSince1970) * 86_400_000 } ?? 0
  }
}

// The names of these members are the JSON's keys, which scripts rely on.
// swift-format-ignore: AlwaysUseLowerCamelCase
private struct VisitLine: Encodable {
  let visit: String
  let visit_code: String?
  let location: String?
  let scenario: String?
  let wave: String?
  let state: String
  let started_at: String?
  let finished_at: String?
  let date: String?
  let observations: Int
  let pending: Int
  let provisional: Bool

  var cells: [String] {
    let waits = pending == 0 ? "" : "\(pending) wait"
    return [
      visit_code ?? "", String(visit.prefix(10)), location ?? "",
      state.replacing("_", with: " "), started_at ?? date ?? "", "\(observations)", waits,
    ]
  }

  init(_ visit: Visit, observations: Int, pending: Int) {
    self.visit = visit.id.description
    visit_code = visit.text("code")
    location = visit.location
    scenario = visit.scenario
    wave = visit.wave
    state = visit.record.isDeleted ? "discarded" : visit.state.rawValue
    started_at = visit.startedAt?.description
    finished_at = visit.finishedAt?.description
    date = visit.day("date")?.description
    self.observations = observations
    self.pending = pending
    provisional = !visit.record.conflicts.isEmpty
  }
}
