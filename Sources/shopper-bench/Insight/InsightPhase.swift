// SPDX-License-Identifier: Apache-2.0

import CommandLine
import Foundation
import Insight

/// The measures over 1.8 million ratings, beside the same figures in SQL.
struct InsightPhase {
  private let flights: Flights
  private let measures: Measures
  private let tables: FlightTables

  /// How often the flights are repeated.
  private static let times = 13

  /// Figures of the measures; both sides have to say the same.
  ///
  /// - Parameter flights: The flights.
  /// - Returns: The figures.
  /// - Throws: ``Failure`` where SQL says something else; what SQLite says.
  static func figures(_ flights: Flights) throws -> [Figure] {
    let folder = try Stage.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let tables = try FlightTables(flights, times: times, at: folder + "/flights.sqlite")
    let (visits, count) = (flights.visits, times * flights.flights.count)
    let measures = Measures(facts: flights.facts, visits: visits, count: count)
    let phase = InsightPhase(flights: flights, measures: measures, tables: tables)
    let short = Measures(facts: flights.facts, visits: visits, count: count / 10)
    return try phase.times() + phase.memory(beside: short)
  }

  /// How many million ratings there are, and what they are called.
  private func ratings(of measures: Measures) -> String {
    let millions = Double(flights.ratings * measures.count / flights.flights.count) / 1_000_000
    return "\((millions * 100).rounded() / 100) million \(flights.kind)"
  }

  private func times() throws -> [Figure] {
    let load = MachineLoad()
    let all = try timed({ measures.interactions() }, tables.interactions)
    let segments = try timed({ measures.interactions(by: [.segment]) }, tables.segments)
    let importance = try timed(measures.importance, tables.correlations)
    try compare(all.ours[0], all.theirs, "interactions")
    for group in segments.ours {
      try compare(group, segments.theirs[group.key.text] ?? [:], group.key.text)
    }
    try compare(importance.ours, importance.theirs)
    let foreign = load.foreignCores
    func figure(_ name: String, _ ours: Double, _ theirs: Double, _ what: String) -> Figure {
      Figure(
        "\(name), \(ratings(of: measures))",
        "s",
        [ours],
        limit: [theirs],
        what,
        target: .atMostTimes(2),
        foreignCores: foreign
      )
    }
    let ours = all.seconds + segments.seconds + importance.seconds
    let theirs = all.limit + segments.limit + importance.limit
    let many = Double(3 * flights.ratings * InsightPhase.times)
    return [
      figure("interactions", all.seconds, all.limit, "SQL"),
      figure("interactions by segment", segments.seconds, segments.limit, "SQL"),
      figure("importance", importance.seconds, importance.limit, "SQL"),
      figure("all three", ours, theirs, "SQL"),
      figure("all three, nothing loaded yet", ours, tables.loading + theirs, "SQLite's load, SQL"),
      Figure(
        "\(flights.kind) that a measure takes",
        "/s",
        [many / ours],
        limit: [many / theirs],
        "SQL",
        foreignCores: foreign
      ),
    ]
  }

  /// Memory that the reports need for a tenth of the flights, and for all.
  private func memory(beside short: Measures) throws -> [Figure] {
    guard let few = try short.greatestBytes(), let many = try measures.greatestBytes() else {
      TextOutput.note("insight: the system does not say how much memory is in use")
      return []
    }
    return [
      Figure("memory of all three, \(ratings(of: short))", "KiB", [Double(few) / 1_024]),
      Figure("memory of all three, \(ratings(of: measures))", "KiB", [Double(many) / 1_024]),
      Figure(
        "memory of all three, many over few",
        "",
        [Double(many) / Double(few)],
        target: .atMost(1.1)
      ),
    ]
  }

  private func timed<Ours, Theirs>(
    _ ours: () throws -> Ours,
    _ theirs: () throws -> Theirs
  ) throws -> (ours: Ours, theirs: Theirs, seconds: Double, limit: Double) {
    let began = ContinuousClock.now
    let mine = try ours()
    let middle = ContinuousClock.now
    let other = try theirs()
    let limit = (ContinuousClock.now - middle) / .seconds(1)
    return (mine, other, (middle - began) / .seconds(1), limit)
  }

  // MARK: Whether both say the same

  private func compare(
    _ group: GroupResult,
    _ known: [String: FlightTables.Summary],
    _ place: String
  ) throws {
    for code in flights.interactions {
      guard let ours = group[Label(code)], let theirs = known[code], ours.n == theirs.n,
        isSame(ours.values.mean, theirs.mean), isSame(ours.values.deviation, theirs.deviation),
        (1...5).allSatisfy({ value in
          theirs.counts[value - 1] == ours.values.count { $0 == Double(value) }
        })
      else { throw disagreement(place, code) }
    }
  }

  private func compare(_ importance: ImportanceResult, _ known: [String: Double]) throws {
    guard importance.drivers.count == flights.interactions.count else {
      throw disagreement("importance", "the drivers")
    }
    for driver in importance.drivers {
      guard let theirs = known[driver.entry.code.text], isSame(driver.pearson, theirs) else {
        throw disagreement("importance", driver.entry.code.text)
      }
    }
  }

  private func isSame(_ ours: Double?, _ theirs: Double) -> Bool {
    ours.map { abs($0 - theirs) <= 1e-9 } ?? false
  }

  private func disagreement(_ place: String, _ code: String) -> Failure {
    Failure(.failed, "The measures and SQL differ in \(place): \(code). Find out which is wrong.")
  }
}
