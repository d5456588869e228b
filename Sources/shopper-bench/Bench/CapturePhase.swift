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
        target: limit.first.map { .atMost(2.5 * $0) },
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
    let sqlite = ["/usr/bin/sqlite3", "/usr/local/bin/sqlite3"]
      .first { FileManager.default.isExecutableFile(atPath: $0) }
    if let sqlite {
      _ = try milliseconds(
        [sqlite, database, "PRAGMA journal_mode = WAL; CREATE TABLE moment (a, b, c, d)"],
        []
      )
    }
    var (ours, theirs) = ([Double](), [Double]())
    for place in 0..<count {
      let code = Moments.interactions[place % Moments.interactions.count]
      let rating = "\(place / Moments.interactions.count % 10 + 1)"
      ours.append(try milliseconds([shopper, "observe", code, rating], environment))
      if let sqlite {
        let row = "INSERT INTO moment VALUES ('\(code)', \(rating), \(place), 'note')"
        theirs.append(try milliseconds([sqlite, database, row], []))
      }
    }
    return Times(ours: ours, sqlite: theirs)
  }

  /// Runs a program to its end, silently.
  ///
  /// - Returns: The milliseconds from before it was started until it had ended.
  private static func milliseconds(_ words: [String], _ environment: [String]) throws -> Double {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    var arguments = words.map { strdup($0) } + [nil]
    var variables = environment.map { strdup($0) } + [nil]
    defer {
      for text in arguments + variables { free(text) }
    }
    var child: pid_t = 0
    var status: Int32 = 0
    let began = ContinuousClock.now
    let code = posix_spawn(&child, words[0], &actions, nil, &arguments, &variables)
    guard code == 0 else { throw Failure(.failed, "\(words[0]) does not start.") }
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    let time = (ContinuousClock.now - began) / .milliseconds(1)
    guard status == 0 else {
      throw Failure(.failed, "It failed: \(words.joined(separator: " "))")
    }
    return time
  }
}
