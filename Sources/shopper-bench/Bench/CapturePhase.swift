// SPDX-License-Identifier: Apache-2.0

import CommandLine
import FieldModel
import Foundation
import LocalStore

/// One observation by a fresh process, beside one row by `sqlite3`.
struct CapturePhase {
  /// Milliseconds of each process, ours and SQLite's.
  struct Times {
    let ours: [Double]
    let sqlite: [Double]
  }

  /// The figures of so many processes of each kind.
  static func figures(processes: Int) async throws -> [Figure] {
    let stage = try await BenchStage()
    let load = MachineLoad(besides: [stage.hub.id])
    let folder = stage.stage.folder
    let times = try run(on: stage.laptops[0], folder: folder, count: processes)
    let foreign = load.foreignCores
    let insert = "sqlite3 DB 'insert …'"
    func figure(_ name: String, _ part: Double) -> Figure {
      let limit = times.sqlite.isEmpty ? [] : [Sample(times.sqlite).quantile(part)]
      return Figure(
        name,
        "ms",
        [Sample(times.ours).quantile(part)],
        limit: limit,
        insert,
        target: .atMostTimes(2.5),
        foreignCores: foreign
      )
    }
    return [
      figure("one observation by a fresh process, median", 0.5),
      figure("the same, 95th percentile", 0.95),
    ]
  }

  /// Runs so many processes of each kind in turn.
  ///
  /// - Parameters:
  ///   - laptop: A shopper's laptop with the program of the workload.
  ///   - folder: A folder for SQLite's database.
  ///   - count: How many processes.
  /// - Returns: The times; SQLite's are empty where there is no `sqlite3`.
  /// - Throws: ``Failure`` where a process fails.
  private static func run(on laptop: Laptop, folder: String, count: Int) throws -> Times {
    let shopper = try BuiltProgram("shopper").path
    let environment = ["SHOPPER_STORE=" + laptop.store.folder, "LANG=C.UTF-8"]
    try BuiltProgram("shopper").run(
      [
        "visit", "start", "--program", Moments.program, "--location", Moments.locations[0],
        "--id", "capture",
      ],
      store: laptop.store.folder
    )
    let database = folder + "/capture.sqlite"
    let sqlite = TimedProcess.sqlite
    if let sqlite {
      let table = "PRAGMA journal_mode = WAL; CREATE TABLE moment (a, b, c, d)"
      _ = try TimedProcess([sqlite, database, table])
    }
    var (ours, theirs) = ([Double](), [Double]())
    for place in 0..<count {
      let code = Moments.interactions[place % Moments.interactions.count]
      let rating = "\(place / Moments.interactions.count % 10 + 1)"
      let words = [shopper, "observe", code, rating]
      ours.append(1_000 * (try TimedProcess(words, environment).seconds))
      if let sqlite {
        let row = "INSERT INTO moment VALUES ('\(code)', \(rating), \(place), 'note')"
        theirs.append(1_000 * (try TimedProcess([sqlite, database, row]).seconds))
      }
    }
    return Times(ours: ours, sqlite: theirs)
  }
}
