// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization
import TestSupport
import Testing

/// The life of a store, in steps of which each is one transaction.
///
/// Clock and chance are such that the same steps leave the same contents.
protocol StoreLife: Sendable {
  associatedtype Store: Sendable

  /// What is done to the store, in order.
  var steps: [@Sendable (Store) async throws -> Void] { get }

  /// Opens the store of a folder; makes it where there is none.
  func open(_ folder: String) async throws -> Store

  /// Lets go of all files.
  func close(_ store: Store) throws

  /// Everything that a user could see, for comparison.
  func contents(of store: Store) async throws -> [String]

  /// What the store's own check finds.
  func findings(in store: Store) async throws -> [String]
}

/// What chance there is in a life: the same in each step, however often it is tried.
final class Chance: Sendable {
  private let generator = Mutex(SeededGenerator(seed: 0))

  /// Begins a step.
  func begin(_ step: UInt64) {
    generator.withLock { $0 = SeededGenerator(seed: step) }
  }

  /// So many bytes.
  func bytes(_ count: Int) -> [UInt8] {
    generator.withLock { generator in
      (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
  }
}

/// Lives a life again and again, with a fault at its first call, its second, until none comes.
///
/// The life is cut into stages: a process opens the store as the stage before left it, does some
/// steps and closes it. The first stage makes the store.
struct FaultLoop<Life: StoreLife> {
  private let life: Life
  /// What the store holds after so many steps.
  private let contents: [[String]]
  private let stages: [Stage]

  /// Learns, without faults, what the store holds after each step.
  init(_ life: Life, stepsPerStage: Int = 3) async throws {
    try FaultyFolder.install()
    let folder = try TemporaryFolder()
    var contents: [[String]] = []
    var stages: [Stage] = []
    for first in stride(from: 0, to: life.steps.count, by: stepsPerStage) {
      let last = min(first + stepsPerStage, life.steps.count)
      stages.append(Stage(steps: first..<last, folder: try TemporaryFolder()))
      if first > 0 {
        try copy(folder.path("store"), to: stages[stages.count - 1].folder.path("store"))
      }
      let store = try await life.open(folder.path("store"))
      defer { try? life.close(store) }
      if first == 0 { contents = [try await life.contents(of: store)] }
      for step in life.steps[first..<last] {
        try await step(store)
        contents.append(try await life.contents(of: store))
      }
    }
    self.life = life
    self.contents = contents
    self.stages = stages
  }

  /// Lets a fault come at every call of every stage.
  ///
  /// - Returns: At how many calls it came.
  func run(_ fault: FaultyFolder.Fault) async throws -> Int {
    var calls = 0
    for stage in stages {
      var course = Course(fault: fault, stage: stage.steps)
      while try await meets(&course, in: stage) {
        calls += 1
        course = Course(fault: fault, stage: stage.steps, call: course.call + 1)
      }
    }
    return calls
  }

  /// A stage with a fault, and the life of the process after it; whether the fault came.
  private func meets(_ course: inout Course, in stage: Stage) async throws -> Bool {
    let folder = try TemporaryFolder()
    let store = folder.path("store")
    if stage.steps.lowerBound > 0 { try copy(stage.folder.path("store"), to: store) }
    let faults = try FaultyFolder(folder.path, at: course.call, course.fault)
    try await live(in: store, faults, &course)
    let hasFired = faults.disarm() ?? true
    #expect(FaultyFolder.openFiles(in: folder.path) == 0, "\(course)")
    try await goOn(in: store, after: course)
    return hasFired
  }

  /// The process that meets the fault: what it is told is done counts as done.
  ///
  /// Where it lives on, what failed has happened whole or not at all, and then works when it is
  /// tried again.
  private func live(
    in folder: String,
    _ faults: FaultyFolder,
    _ course: inout Course
  ) async throws {
    guard let store = try? await life.open(folder) else { return }
    defer { try? life.close(store) }
    while course.done < course.stage.upperBound {
      do {
        try await life.steps[course.done](store)
        course.done += 1
      } catch {
        course.error = "\(error)"
        if course.fault.isEndOfProcess { return }
        guard faults.disarm() == true else { throw error }
        course.done = try #require(try await place(of: store, course), "\(course)")
      }
    }
  }

  /// The next process: what was confirmed is there, what failed is there whole or not at all, and
  /// the rest can be done.
  private func goOn(in folder: String, after course: Course) async throws {
    // No fault comes; but nor does the real disk have to turn.
    let faults = try FaultyFolder(folder + "/..", at: .max, .failingCall)
    defer { faults.disarm() }
    let store = try await life.open(folder)
    defer { try? life.close(store) }
    #expect(try await life.findings(in: store) == [], "\(course)")
    let done = try #require(try await place(of: store, course), "\(course)")
    guard done < course.stage.upperBound else { return }
    for step in life.steps[done..<course.stage.upperBound] {
      try await step(store)
    }
    #expect(
      try await life.contents(of: store) == contents[course.stage.upperBound],
      "\(course)"
    )
  }

  /// After how many steps a store holds what it does: those confirmed, or one more; else nil.
  private func place(of store: Life.Store, _ course: Course) async throws -> Int? {
    let now = try await life.contents(of: store)
    return [course.done, min(course.done + 1, course.stage.upperBound)].first {
      contents[$0] == now
    }
  }
}

/// Some steps, and the folder of the store as it is before them.
private struct Stage: Sendable {
  let steps: Range<Int>
  let folder: TemporaryFolder
}

/// How far a process came with a fault.
private struct Course: CustomStringConvertible {
  let fault: FaultyFolder.Fault
  let stage: Range<Int>
  let call: Int
  /// How many steps of the life are confirmed.
  var done: Int
  var error: String?

  init(fault: FaultyFolder.Fault, stage: Range<Int>, call: Int = 1) {
    self.fault = fault
    self.stage = stage
    self.call = call
    done = stage.lowerBound
  }

  var description: String {
    "call \(call) of steps \(stage): \(fault.rawValue); confirmed: \(done); \(error ?? "no error")"
  }
}

private func copy(_ folder: String, to other: String) throws {
  try FileManager.default.copyItem(atPath: folder, toPath: other)
}
