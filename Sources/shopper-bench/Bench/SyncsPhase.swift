// SPDX-License-Identifier: Apache-2.0

import CommandLine
import Foundation
import SyncClient

/// How often the hub waits for the disk: counted by `strace`, not assumed.
enum SyncsPhase {
  static func figures() async throws -> [Figure] {
    let strace = "/usr/bin/strace"
    guard FileManager.default.isExecutableFile(atPath: strace) else {
      TextOutput.note("syncs: there is no \(strace)")
      return []
    }
    let folder = try Stage.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let trace = folder + "/syncs"
    let stage = try await BenchStage(
      under: [strace, "-D", "-f", "-o", trace, "-e", "trace=fsync,fdatasync,sync_file_range"]
    )
    try stage.record(Moments(20_000))
    let requests = try stage.readyPushes()
    let before = try count(trace)
    _ = try stage.together { place, laptop in
      let line = try Line(laptop)
      for request in requests[place] ?? [] { _ = try line.perform(request) }
    }
    let syncs = try count(trace) - before
    let batches = requests.values.reduce(0) { $0 + $1.count }
    return [
      Figure(
        "disk syncs a batch, before the answer",
        "",
        [Double(syncs) / Double(batches)],
        target: .atMost(1)
      )
    ]
  }

  /// The calls that a trace holds so far.
  private static func count(_ trace: String) throws -> Int {
    try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n")
      .count { $0.contains("sync(") || $0.contains("sync_file_range(") }
  }
}
