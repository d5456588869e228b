// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CommandLine
import FieldModel
import Foundation

/// `bench`: measures capture, push and pull beside what SQLite takes for the same rows.
struct Bench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure capture, push and pull beside plain SQLite, in one run.",
    discussion: """
      The hub is a process of its own, laptops are real stores over HTTP on this machine. Figures \
      are medians over the runs; ratios count more than figures, and both only where other work \
      used less than 0.3 cores.
      """
  )

  @Option(name: .customLong("n"), help: "How many observations.") var count = 100_000
  @Option(help: "How many runs.") var runs = 3
  @Option(help: "How many processes for the figures of capture.") var processes = 200
  @Option(name: .customLong("json"), help: "A file for the figures as JSON.", completion: .file())
  var file: String?

  func validate() throws {
    guard count >= Moments.shoppers, runs >= 1, processes >= 1 else {
      throw ValidationError("--n takes 20 or more, --runs and --processes 1 or more.")
    }
  }

  func run() async throws {
    do {
      try await measure()
    } catch {
      try reportingFailure { throw error }
    }
  }

  private func measure() async throws {
    let before = MachineLoad.average
    let moments = Moments(count)
    let limit = SQLiteLimit(moments)
    var measured = Measured()
    (measured.capture, measured.captureForeign) = try await capture()
    for run in 1...runs {
      TextOutput.note("run \(run) of \(runs): \(count) observations")
      let stage = try await Stage(SyncPhase.people, program: Moments.program, isKept: false)
      try SyncPhase.prepare(stage)
      measured.syncs.append(try SyncPhase.run(moments, on: stage))
      measured.batches.append(try limit.seconds(in: stage.folder, rowsPerTransaction: 500))
      measured.whole.append(try limit.seconds(in: stage.folder, rowsPerTransaction: count))
    }
    let report = BenchReport(measured, count: count, loads: [before, MachineLoad.average])
    report.tell()
    if let file { try report.write(to: file) }
  }

  private func capture() async throws -> (CapturePhase.Times, Double) {
    TextOutput.note("\(processes) processes")
    let stage = try await Stage(SyncPhase.people, program: Moments.program, isKept: false)
    try SyncPhase.prepare(stage)
    let load = MachineLoad(besides: [stage.hub.processID])
    let times = try CapturePhase.run(
      on: stage.laptop(SyncPhase.device(of: 0)),
      folder: stage.folder,
      count: processes
    )
    return (times, load.foreignCores)
  }
}

/// What was measured.
struct Measured {
  var capture = CapturePhase.Times(ours: [], sqlite: [])
  var captureForeign = 0.0
  var syncs: [SyncPhase.Times] = []
  /// Seconds of plain SQLite with 500 rows a transaction.
  var batches: [Double] = []
  /// Seconds of plain SQLite with one transaction.
  var whole: [Double] = []
}
