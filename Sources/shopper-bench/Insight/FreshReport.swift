// SPDX-License-Identifier: Apache-2.0

import CommandLine
import FieldModel
import Foundation
import Insight
import LocalStore

/// A report as people ask for it: by a fresh process over a laptop's store, beside `sqlite3`.
///
/// The ten thousand flights come as all do: by import, through a hub, to a coordinator's laptop.
struct FreshReport {
  private let flights: Flights
  private let stage: Stage

  /// Figures of a report.
  ///
  /// - Parameters:
  ///   - flights: The flights.
  ///   - runs: How many processes of each kind.
  /// - Returns: The figures.
  /// - Throws: ``Failure`` where the report says something else than the measures.
  static func figures(_ flights: Flights, runs: Int) async throws -> [Figure] {
    let people = [
      Invitee(device: "desk", role: .coordinator, pseudonym: "C0"),
      Invitee(device: "gate", role: .shopper, pseudonym: "S0"),
    ]
    let stage = try await Stage(people, program: Flights.program, isKept: false)
    return try FreshReport(flights: flights, stage: stage).figures(runs)
  }

  private func figures(_ runs: Int) throws -> [Figure] {
    try bringIn()
    let report = stage.folder + "/report.json"
    let words = [
      try BuiltProgram("coordinator").path, "report", "importance", "--program", Flights.program,
      "--json",
    ]
    let environment = ["SHOPPER_STORE=" + (try stage.laptop("desk").store.folder), "LANG=C.UTF-8"]
    let query = try self.query()
    let memory = try TimedProcess(words, environment, output: report, isWatched: true).mebibytes
    let least = try query.map { try TimedProcess($0, isWatched: true).mebibytes }
    try compare(report)
    let load = MachineLoad(besides: [stage.hub.processID])
    let (ours, theirs) = try times(runs, words, environment, query)
    let foreign = load.foreignCores
    let many = Double(flights.flights.count * (flights.interactions.count + 1))
    return [
      Figure(
        "report of \(flights.flights.count) journeys by a fresh process",
        "s",
        ours,
        limit: theirs,
        "sqlite3 DB 'select …'",
        target: .atMost(1),
        foreignCores: foreign
      ),
      Figure("observations it takes", "/s", ours.map { many / $0 }, foreignCores: foreign),
      Figure(
        "its greatest memory",
        "MiB",
        [memory],
        limit: least.map { [$0] } ?? [],
        "sqlite3 DB 'select …'",
        target: .atMost(64)
      ),
    ]
  }

  /// Each run's seconds, ours and then SQLite's in turn.
  private func times(
    _ runs: Int,
    _ words: [String],
    _ environment: [String],
    _ query: [String]?
  ) throws -> (ours: [Double], theirs: [Double]) {
    var (ours, theirs) = ([Double](), [Double]())
    for _ in 0..<runs {
      ours.append(try TimedProcess(words, environment).seconds)
      if let query { theirs.append(try TimedProcess(query).seconds) }
    }
    return (ours, theirs)
  }

  /// The words of a query of the same flights; nil where there is no `sqlite3`.
  private func query() throws -> [String]? {
    guard let sqlite = TimedProcess.sqlite else { return nil }
    let path = stage.folder + "/flights.sqlite"
    try FlightTables(flights, times: 1, at: path).close()
    return [sqlite, path, FlightTables.sums]
  }

  /// Publishes the program, imports the flights on one laptop, and fetches them on the other.
  private func bringIn() throws {
    let files = [
      "program.yaml": flights.programFile, "mapping.yaml": flights.mappingFile,
      "flights.csv": flights.tableFile,
    ]
    for (name, text) in files {
      try text.write(toFile: path(name), atomically: false, encoding: .utf8)
    }
    let (coordinator, shopper) = (try BuiltProgram("coordinator"), try BuiltProgram("shopper"))
    let desk = try stage.laptop("desk").store.folder
    let gate = try stage.laptop("gate").store.folder
    try coordinator.run(["program", "publish", path("program.yaml")], store: desk)
    try coordinator.run(["sync"], store: desk)
    try shopper.run(["sync"], store: gate)
    let table = path("flights.csv")
    let choice = ["--visits", table, "--observations", table, "--mapping", path("mapping.yaml")]
    try shopper.run(["import"] + choice, store: gate)
    try shopper.run(["sync"], store: gate)
    try coordinator.run(["sync"], store: desk)
  }

  private func path(_ name: String) -> String { "\(stage.folder)/\(name)" }

  /// Holds a report as JSON to what the measures say of the same flights.
  private func compare(_ path: String) throws {
    struct Report: Decodable {
      struct Driver: Decodable {
        let code: String
        let n: Int
        let pearson: Double?
      }
      let interactions: [Driver]
    }
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    let told = try JSONDecoder().decode(Report.self, from: bytes).interactions
    let visits = flights.visits
    let known = try Measures(facts: flights.facts, visits: visits, count: visits.count).importance()
    let isSame = told.elementsEqual(known.drivers) {
      $0.code == $1.entry.code.text && $0.n == $1.n && $0.pearson == $1.pearson
    }
    guard isSame else {
      throw Failure(
        .failed,
        "The report and the measures differ: \(path). Find out which is wrong."
      )
    }
  }
}
