// SPDX-License-Identifier: Apache-2.0

import CommandLine
import Foundation
import GRDB

/// The flights in plain SQLite, in tables as people would lay them out, and the measures in SQL.
struct FlightTables {
  /// What a statement says of an interaction.
  struct Summary {
    let n: Int
    let mean: Double
    let deviation: Double
    /// How often each of 1…5 came.
    let counts: [Int]
  }

  /// The seconds that it took to load the tables, in one transaction.
  let loading: Double

  private let queue: DatabaseQueue

  /// Loads the flights, several times on request.
  ///
  /// Ratings stand by interaction, so that groups of them need no sorting.
  ///
  /// - Parameters:
  ///   - flights: The flights.
  ///   - times: How many times they are repeated.
  ///   - path: A file for the database.
  /// - Throws: What SQLite says.
  init(_ flights: Flights, times: Int, at path: String) throws {
    var configuration = Configuration()
    configuration.journalMode = .wal
    queue = try DatabaseQueue(path: path, configuration: configuration)
    let began = ContinuousClock.now
    try queue.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA synchronous = FULL")
      try database.inTransaction(.immediate) {
        try FlightTables.load(flights, times, database)
        return .commit
      }
    }
    loading = (ContinuousClock.now - began) / .seconds(1)
  }

  private static func load(_ flights: Flights, _ times: Int, _ database: Database) throws {
    try database.execute(sql: schema)
    for (place, code) in flights.interactions.enumerated() {
      try database.execute(sql: "INSERT INTO interaction VALUES (?, ?)", arguments: [place, code])
    }
    let journey = try database.makeStatement(sql: "INSERT INTO journey VALUES (?, ?, ?)")
    let rating = try database.makeStatement(sql: "INSERT INTO rating VALUES (?, ?, ?)")
    for id in 0..<times * flights.flights.count {
      let flight = flights.flights[id % flights.flights.count]
      journey.setUncheckedArguments([id, flight.segment, flight.isSatisfied])
      try journey.execute()
      for (place, value) in flight.ratings.enumerated() where value > 0 {
        rating.setUncheckedArguments([place, id, value])
        try rating.execute()
      }
    }
  }

  private static let schema = """
    CREATE TABLE interaction (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE);
    CREATE TABLE journey (
      id INTEGER PRIMARY KEY, segment TEXT NOT NULL, satisfied INTEGER NOT NULL
    );
    CREATE TABLE rating (
      interaction INTEGER NOT NULL REFERENCES interaction, journey INTEGER NOT NULL,
      value INTEGER NOT NULL, PRIMARY KEY (interaction, journey)
    ) WITHOUT ROWID;
    """

  private static let figures = """
    code, count(value), avg(value), sum(value * value), sum(value = 1), sum(value = 2), \
    sum(value = 3), sum(value = 4), sum(value = 5)
    """

  /// The figures of each interaction, by its code.
  func interactions() throws -> [String: Summary] {
    let sql = """
      SELECT '', \(FlightTables.figures)
      FROM rating JOIN interaction ON interaction.id = rating.interaction GROUP BY interaction
      """
    return try summaries(sql)[""] ?? [:]
  }

  /// The figures of each interaction by segment, and by its code.
  func segments() throws -> [String: [String: Summary]] {
    let sql = """
      SELECT segment, \(FlightTables.figures)
      FROM rating JOIN interaction ON interaction.id = rating.interaction
      JOIN journey ON journey.id = rating.journey GROUP BY segment, interaction
      """
    return try summaries(sql)
  }

  private func summaries(_ sql: String) throws -> [String: [String: Summary]] {
    try queue.read { database in
      var all: [String: [String: Summary]] = [:]
      for row in try Row.fetchAll(database, sql: sql) {
        let (n, mean, squares): (Int, Double, Double) = (row[2], row[3], row[4])
        let variance = (squares - Double(n) * mean * mean) / Double(n - 1)
        let counts: [Int] = (5..<10).map { row[$0] }
        all[row[0], default: [:]][row[1]] = Summary(
          n: n,
          mean: mean,
          deviation: variance.squareRoot(),
          counts: counts
        )
      }
      return all
    }
  }

  /// The sums of which the correlations are made.
  static let sums = """
    SELECT code, count(value), sum(value), sum(satisfied), sum(value * value), \
    sum(satisfied * satisfied), sum(value * satisfied)
    FROM rating JOIN interaction ON interaction.id = rating.interaction
    JOIN journey ON journey.id = rating.journey GROUP BY interaction
    """

  /// How far each interaction goes with the outcome, by Pearson's coefficient.
  func correlations() throws -> [String: Double] {
    try queue.read { database in
      var all: [String: Double] = [:]
      for row in try Row.fetchAll(database, sql: FlightTables.sums) {
        let sums: [Double] = (1..<7).map { row[$0] }
        let (n, x, y, xx, yy, xy) = (sums[0], sums[1], sums[2], sums[3], sums[4], sums[5])
        all[row[0]] = (n * xy - x * y) / ((n * xx - x * x) * (n * yy - y * y)).squareRoot()
      }
      return all
    }
  }

  /// Closes the database, so that the file holds everything.
  func close() throws {
    try queue.close()
  }
}
