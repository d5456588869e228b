// SPDX-License-Identifier: Apache-2.0

import CommandLine
import LocalStore

/// Whole rounds: twenty laptops record, then sync at once, as `sync` does.
enum RoundsPhase {
  static func figures(_ moments: Moments) async throws -> [Figure] {
    let stage = try await BenchStage()
    let clock = ContinuousClock()
    let record = try clock.measure { try stage.record(moments) } / .seconds(1)
    let limit = SQLiteLimit(moments)
    let sqlite = try limit.seconds(in: stage.stage.folder, rowsPerTransaction: 500)
    let load = MachineLoad(besides: [stage.hub.id])
    let round = try stage.together { _, laptop in try laptop.sync() }
    let foreign = load.foreignCores
    let rate = Double(moments.count)
    return [
      Figure(
        "recording by twelve in a transaction",
        "observations/s",
        [rate / record],
        limit: [rate / sqlite],
        "SQLite, 500 rows a transaction"
      ),
      Figure(
        "whole rounds of 20 laptops at once",
        "observations/s",
        [rate / round],
        limit: [rate / sqlite],
        "SQLite, 500 rows a transaction",
        foreignCores: foreign
      ),
    ]
  }
}
