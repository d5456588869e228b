// SPDX-License-Identifier: Apache-2.0

import CommandLine
import FieldModel
import Foundation
import GRDB
import LocalStore
import SyncClient
import SyncProtocol
import Synchronization

/// The hub under the workload: push by twenty laptops at once, a newcomer's bootstrap, small pushes
/// and pulls on what is there then, bytes kept, memory.
struct HubPhase {
  private let stage: BenchStage
  private let moments: Moments

  /// One run's figures.
  static func figures(_ moments: Moments) async throws -> [Figure] {
    let phase = HubPhase(stage: try await BenchStage(), moments: moments)
    return try phase.run()
  }

  private func run() throws -> [Figure] {
    try stage.record(moments)
    let memory = MemoryWatch(stage.hub)
    let pushed = try push()
    for laptop in stage.laptops { try laptop.sync() }
    let pulled = try bootstrap()
    let small = try SmallRounds(stage: stage, count: moments.count).figures()
    return pushed + pulled + small + [
      try stored(),
      Figure(
        "greatest memory of the hub (PSS)",
        "MiB",
        [memory.end()],
        target: .atMost(60)
      ),
    ]
  }

  // MARK: Push

  /// Ready-made bodies, as they were measured with other servers: the hub is what is measured.
  private func push() throws -> [Figure] {
    let folder = stage.stage.folder
    let sqlite = try SQLiteLimit(moments).seconds(in: folder, rowsPerTransaction: 500)
    let requests = try stage.readyPushes()
    let times = Mutex<[Double]>([])
    let load = MachineLoad(besides: [stage.hub.id])
    let before = stage.hub.processorSeconds
    let seconds = try stage.together { place, laptop in
      let line = try Line(laptop)
      let own = try (requests[place] ?? []).map { try line.perform($0).milliseconds }
      times.withLock { $0 += own }
    }
    let foreign = load.foreignCores
    let processor = (stage.hub.processorSeconds - before) * 1_000_000 / Double(moments.count)
    let sample = Sample(times.withLock(\.self))
    let (median, late) = (sample.quantile(0.5), sample.quantile(0.95))
    let limit = Double(moments.count) / sqlite
    return [
      Figure(
        "durable push, 20 laptops, batches of 500",
        "observations/s",
        [Double(moments.count) / seconds],
        limit: [limit],
        "SQLite, 500 rows a transaction",
        target: .atLeast(max(80_000, 0.7 * limit)),
        foreignCores: foreign
      ),
      Figure("hub's processor time, a pushed observation", "µs", [processor], target: .atMost(15)),
      Figure("batch answered, median", "ms", [median]),
      Figure("batch answered, 95th percentile", "ms", [late], target: .atMost(150)),
      Figure("95th percentile over median", "", [late / median], target: .atMost(2)),
    ]
  }

  // MARK: Bootstrap

  private func bootstrap() throws -> [Figure] {
    let newcomer = stage.newcomer
    let limit = SQLiteLimit(moments)
    let sqlite = try limit.seconds(in: stage.stage.folder, rowsPerTransaction: moments.count)
    let load = MachineLoad(besides: [stage.hub.id])
    let began = ContinuousClock.now
    try newcomer.sync()
    let seconds = (ContinuousClock.now - began) / .seconds(1)
    let foreign = load.foreignCores
    let count = try newcomer.store.read { try $0.count(.observation) }
    guard count == moments.count else {
      throw Failure(.failed, "The newcomer has \(count) of \(moments.count) observations.")
    }
    return [
      Figure(
        "bootstrap into a newcomer's store",
        "observations/s",
        [Double(count) / seconds],
        limit: [Double(count) / sqlite],
        "SQLite, one transaction",
        target: .atLeast(120_000),
        foreignCores: foreign
      ),
      Figure(
        "bootstrap on the wire, an observation",
        "B",
        [Double(try bytesOfBootstrap()) / Double(count)],
        target: .atMost(110)
      ),
    ]
  }

  /// The bytes that a bootstrap brings, without keeping them.
  private func bytesOfBootstrap() throws -> Int {
    let line = try Line(stage.newcomer)
    var bytes = 0
    var cursor: [UInt8] = []
    while true {
      let page = try line.pull(since: cursor)
      bytes += page.exchange.bytes
      guard page.response.more else { return bytes }
      cursor = Array(page.response.cursor)
    }
  }

  // MARK: Storage

  /// What the hub's file keeps of an observation, its causality included: all but log and history.
  private func stored() throws -> Figure {
    var configuration = Configuration()
    configuration.readonly = true
    let queue = try DatabaseQueue(
      path: stage.stage.folder + "/hub/hub.sqlite",
      configuration: configuration
    )
    let bytes = try queue.read { database in
      let sql = "SELECT SUM(pgsize) FROM dbstat WHERE name NOT LIKE 'log%'"
      return try Int64.fetchOne(database, sql: sql) ?? 0
    }
    let count = try stage.newcomer.store.read { try $0.count(.observation) }
    return Figure(
      "kept at the hub, an observation, without the log",
      "B",
      [Double(bytes) / Double(count)],
      target: .atMost(300)
    )
  }
}

extension Line {
  /// One page of a pull.
  func pull(since cursor: [UInt8]) throws -> (exchange: Exchange, response: WirePullResponse) {
    var pull = WirePullRequest()
    pull.cursor = Data(cursor)
    pull.recordsMaximum = UInt32(SyncLimits.recordsMaximum)
    let exchange = try perform(try request(pull.encoded(), at: .pull))
    return (exchange, try WirePullResponse(decoding: exchange.response.body))
  }
}
