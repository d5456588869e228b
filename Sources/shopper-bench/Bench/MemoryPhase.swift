// SPDX-License-Identifier: Apache-2.0

import CommandLine
import Export
import FieldModel
import Foundation
import LocalStore

/// The greatest memory of real programs over streams of two lengths: nothing that streams may need
/// more for ten times as much.
struct MemoryPhase {
  private let stage: BenchStage
  private let count: Int

  /// Figures of so many observations and of ten times as many.
  static func figures(_ count: Int) async throws -> [Figure] {
    let short = try await streams(count)
    let long = try await streams(10 * count)
    return zip(short, long).flatMap { short, long in
      [
        Figure("memory of \(short.name), \(count)", "MiB", [short.mebibytes]),
        Figure("memory of \(long.name), \(10 * count)", "MiB", [long.mebibytes]),
        Figure(
          "memory of \(long.name), long over short",
          "",
          [long.mebibytes / short.mebibytes],
          target: .atMost(1.2)
        ),
      ]
    }
  }

  private static func streams(_ count: Int) async throws -> [(name: String, mebibytes: Double)] {
    let phase = MemoryPhase(stage: try await BenchStage(), count: count)
    return try phase.syncing() + phase.exporting() + phase.importing()
  }

  /// One laptop sends all its work; a coordinator's new laptop fetches it.
  private func syncing() throws -> [(name: String, mebibytes: Double)] {
    let laptop = stage.laptops[0]
    var tours: [Moments.Tour] = []
    try forEachTour { tour in
      tours.append(tour)
      guard tours.count == 100 else { return }
      try Moments.recordTogether(tours, on: laptop)
      tours = []
    }
    try Moments.recordTogether(tours, on: laptop)
    return [
      ("sync, sending", try memory(of: "shopper", ["sync"], on: laptop)),
      ("sync, fetching", try memory(of: "coordinator", ["sync"], on: stage.newcomer)),
    ]
  }

  private func exporting() throws -> [(name: String, mebibytes: Double)] {
    try DatasetFormat.allCases.map { format in
      let folder = stage.stage.folder + "/dataset"
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let words = [
        "pull", "--no-sync", "--program", Moments.program, "--out", folder, "--format",
        format.rawValue,
      ]
      let mebibytes = try memory(of: "coordinator", words, on: stage.newcomer)
      return ("pull, \(format.rawValue)", mebibytes)
    }
  }

  private func importing() throws -> [(name: String, mebibytes: Double)] {
    let (visits, observations) = (stage.stage.folder + "/v.csv", stage.stage.folder + "/o.csv")
    try write(visits, heading: "visit_id,location") { [[$0.code, $0.location]] }
    try write(observations, heading: "visit_id,interaction,value,seconds,note") { tour in
      tour.moments.map {
        [tour.code, $0.interaction, "\($0.rating)", "\($0.seconds)", $0.note]
      }
    }
    let words = ["import", "--visits", visits, "--observations", observations]
    return [("import", try memory(of: "shopper", words, on: stage.laptops[1]))]
  }

  private func forEachTour(_ body: (Moments.Tour) throws -> Void) throws {
    var diary = Moments.Diary(of: 0)
    while let tour = diary.next(until: count) { try body(tour) }
  }

  private func write(
    _ path: String,
    heading: String,
    _ rows: (Moments.Tour) -> [[String]]
  ) throws {
    guard FileManager.default.createFile(atPath: path, contents: Data((heading + "\n").utf8)),
      let file = FileHandle(forWritingAtPath: path)
    else { throw Failure(.failed, "The file \(path) cannot be written.") }
    try file.seekToEnd()
    var lines = ""
    try forEachTour { tour in
      for row in rows(tour) { lines += row.joined(separator: ",") + "\n" }
      guard lines.utf8.count > 65_536 else { return }
      try file.write(contentsOf: Data(lines.utf8))
      lines = ""
    }
    try file.write(contentsOf: Data(lines.utf8))
    try file.close()
  }

  /// The greatest resident memory of a run, in MiB.
  private func memory(of name: String, _ words: [String], on laptop: Laptop) throws -> Double {
    TextOutput.note("\(count): \(name) \(words[0]) …")
    let process = try BuiltProgram(name).process(words, store: laptop.store.folder)
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    let running = RunningProcess(id: process.processIdentifier)
    let watch = MemoryWatch(milliseconds: 10) { running.greatestResident }
    process.waitUntilExit()
    let greatest = watch.end()
    guard process.terminationStatus == 0 else {
      throw Failure(.failed, "It failed: \(name) \(words.joined(separator: " ")).")
    }
    return greatest
  }
}
