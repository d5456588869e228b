// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CommandLine
import Foundation

/// `bench`: measures the product beside what SQLite and a bare server take for the same.
struct Bench: AsyncParsableCommand {
  /// A part of the benchmark that can run alone.
  enum Phase: String, CaseIterable, ExpressibleByArgument {
    /// One observation by a fresh process.
    case capture
    /// Push, bootstrap, small pushes and pulls, bytes kept, memory.
    case hub
    /// Whole rounds of twenty laptops.
    case rounds
    /// Disk syncs of the hub, counted by `strace`.
    case syncs
    /// Merging in memory.
    case merge
    /// Concurrent edits, and what becomes of them.
    case conflicts
    /// A real edit history.
    case history
    /// Measures over 1.8 million ratings, and a report by a fresh process.
    case insight
    /// A hub that grows; runs only where it is named.
    case growth

    /// Streams of two lengths through real programs; runs only where it is named.
    case memory

    /// Those that run where none is named.
    static let usual = allCases.filter { ![.growth, .memory].contains($0) }
  }

  static let configuration = CommandConfiguration(
    abstract: "Measure the product beside plain SQLite and a bare server, in one run.",
    discussion: """
      The hub is a process of its own, laptops are real stores over HTTP on this machine. Figures \
      are medians over the runs; ratios count more than figures, and both only where other work \
      used less than 0.3 cores. Phases: capture, hub, rounds, syncs, merge, conflicts, history, \
      insight; and, only where it is named, growth: a hub that grows up to --n observations; \
      memory: real programs over --n observations and ten times as many.
      """
  )

  @Option(name: .customLong("n"), help: "How many observations.") var count = 100_000
  @Option(help: "How many runs.") var runs = 3
  @Option(help: "How many processes for the figures of capture.") var processes = 100
  @Option(help: "Only this phase; may be repeated.") var phase: [Phase] = []
  @Option(help: "An edit history for the phase history.", completion: .file())
  var history = "../shared/data/edit-histories/countries.events.jsonl.gz"
  @Option(help: "The folder of the flights for the phase insight.", completion: .directory)
  var flights = "../shared/data/airline-satisfaction"
  @Option(help: "A report to compare with, as --json writes it.", completion: .file())
  var compare: String?
  @Option(help: "A folder for the pictures of the phase growth.", completion: .directory)
  var plot: String?
  @Option(name: .customLong("json"), help: "A file for the figures as JSON.", completion: .file())
  var file: String?

  func validate() throws {
    guard count >= Moments.shoppers, runs >= 1, processes >= 1 else {
      throw ValidationError("--n takes 20 or more, --runs and --processes 1 or more.")
    }
  }

  func run() async throws {
    do {
      let old = try compare.map { try BenchReport(path: $0) }
      let before = MachineLoad.average
      var figures: [Figure] = []
      var growth: [GrowthPoint] = []
      for phase in phase.isEmpty ? Phase.usual : phase {
        TextOutput.note("\(phase.rawValue) …")
        figures += try await self.figures(of: phase, &growth)
      }
      growth.tell()
      if let plot { try growth.draw(into: plot) }
      let loads = [before, MachineLoad.average]
      let report = BenchReport(figures, growth: growth, count: count, loads: loads)
      report.tell(beside: old)
      if let file { try report.write(to: file) }
    } catch {
      try reportingFailure { throw error }
    }
  }

  private func figures(
    of phase: Phase,
    _ growth: inout [GrowthPoint]
  ) async throws -> [Figure] {
    switch phase {
    case .capture:
      return try await repeated(1) { try await CapturePhase.figures(processes: processes) }
    case .hub: return try await repeated(runs) { try await HubPhase.figures(Moments(count)) }
    case .rounds: return try await repeated(runs) { try await RoundsPhase.figures(Moments(count)) }
    case .syncs: return try await repeated(1) { try await SyncsPhase.figures() }
    case .merge: return try await repeated(runs) { try MergePhase.figures() }
    case .conflicts: return try await repeated(1) { try await ConflictPhase.figures() }
    case .history: return try await repeated(runs) { try HistoryPhase.figures(history) }
    case .insight:
      let flights = try Flights(flights)
      return try await repeated(runs) { try InsightPhase.figures(flights) }
        + FreshReport.figures(flights, runs: runs)
    case .growth:
      growth = try await GrowthPhase.points(upTo: count)
      return growth.figures
    case .memory: return try await repeated(1) { try await MemoryPhase.figures(count) }
    }
  }

  private func repeated(
    _ times: Int,
    _ body: () async throws -> [Figure]
  ) async throws -> [Figure] {
    var all: [[Figure]] = []
    for _ in 0..<times { all.append(try await body()) }
    return .merged(all)
  }
}
