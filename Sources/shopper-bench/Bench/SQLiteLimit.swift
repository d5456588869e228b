// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB

/// What plain SQLite takes for the same rows: the most that a store on SQLite can reach.
struct SQLiteLimit {
  /// A row of thirteen columns, with texts for names, as people would lay it out.
  private struct Row {
    let visit: String
    let id: String
    let brand: String
    let moment: Moments.Moment
  }

  private let rows: [Row]

  /// The limit for a workload.
  init(_ moments: Moments) {
    rows = moments.tours.enumerated().flatMap { shopper, tours in
      tours.flatMap { tour in
        tour.moments.enumerated().map { place, moment in
          let visit = "0199c0de-0000-7000-8000-\(100_000 + shopper)-\(tour.code)"
          return Row(visit: visit, id: "\(visit)-\(place)", brand: tour.location, moment: moment)
        }
      }
    }
  }

  /// Inserts all rows.
  ///
  /// - Parameters:
  ///   - folder: A folder for the database.
  ///   - size: How many rows a transaction holds.
  /// - Returns: The seconds that it took, with WAL and `synchronous=FULL`.
  /// - Throws: What SQLite says.
  func seconds(in folder: String, rowsPerTransaction size: Int) throws -> Double {
    let path = "\(folder)/limit-\(size).sqlite"
    defer {
      for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
    }
    var configuration = Configuration()
    configuration.journalMode = .wal
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    return try queue.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA synchronous = FULL")
      try database.execute(sql: SQLiteLimit.schema)
      let marks = [String](repeating: "?", count: 14).joined(separator: ", ")
      let statement = try database.makeStatement(sql: "INSERT INTO moment VALUES (\(marks))")
      let began = ContinuousClock.now
      for start in stride(from: 0, to: rows.count, by: size) {
        try database.inTransaction(.immediate) {
          for place in start..<min(rows.count, start + size) {
            statement.setUncheckedArguments(arguments(of: rows[place], place))
            try statement.execute()
          }
          return .commit
        }
      }
      return (ContinuousClock.now - began) / .seconds(1)
    }
  }

  private func arguments(of row: Row, _ place: Int) -> StatementArguments {
    let moment = row.moment
    return [
      row.id, row.visit, moment.interaction, "S\(place % 20)", row.brand, "in person",
      moment.at.milliseconds, moment.seconds, moment.rating, moment.verdict, moment.note,
      "d\(place % 20)", place, place,
    ]
  }

  private static let schema = """
    CREATE TABLE moment (
      id TEXT PRIMARY KEY, visit_id TEXT, interaction TEXT, shopper TEXT, brand TEXT, form TEXT,
      started_at INTEGER, seconds INTEGER, rating INTEGER, verdict INTEGER, note TEXT,
      device TEXT, counter INTEGER, sequence INTEGER
    ) WITHOUT ROWID;
    CREATE UNIQUE INDEX moment_sequence ON moment (sequence);
    """
}
