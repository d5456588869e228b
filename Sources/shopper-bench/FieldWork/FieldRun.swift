// SPDX-License-Identifier: Apache-2.0

import CommandLine
import FieldModel
import Foundation
import Intake
import LocalStore

/// One run of field work: laptops and a hub, everything that was done, one dataset.
struct FieldRun {
  /// What came of it.
  struct Outcome {
    /// The seed of the order of syncs.
    let seed: UInt64
    /// What was done.
    let tally: ReplayTally
    /// What the dataset holds.
    let dataset: PulledDataset
    /// The SHA-256 of its files, by name.
    let digests: [String: String]
    /// What a person should look at.
    let findings: [Finding]
    /// Open conflicts, over all laptops.
    let conflicts: Int
    /// Refused changes, over all laptops.
    let quarantined: Int
    /// Changes that have not reached the hub, over all laptops.
    let pending: Int
    /// What the checks of stores and hub found wrong.
    let damage: [String]
    /// How long each part took, in seconds.
    let seconds: [(part: String, seconds: Double)]
    /// The stage's folder, where it is kept.
    let folder: String?
  }

  private let folder: FieldFolder
  private let seed: UInt64
  private let isKept: Bool
  private var seconds: [(part: String, seconds: Double)] = []

  /// A run of a folder with the syncs of a seed.
  init(_ folder: FieldFolder, seed: UInt64, isKept: Bool) {
    self.folder = folder
    self.seed = seed
    self.isKept = isKept
  }

  /// Runs to the end.
  ///
  /// - Parameter out: The folder for the dataset; nil for one that goes with the stage.
  /// - Returns: What came of it.
  /// - Throws: ``Failure``, and what stores and files say.
  mutating func run(out: String?) async throws -> Outcome {
    var began = ContinuousClock.now
    let stage = try await Stage(people, program: FieldFolder.program, isKept: isKept)
    note("hub and \(stage.laptops.count) laptops", &began)
    var replay = FieldReplay(folder, on: stage, seed: seed)
    try replay.publish()
    note("publish, fetch", &began)
    try replay.play()
    note("play, with \(replay.tally.rounds) rounds", &began)
    try replay.settle()
    note("everybody syncs twice", &began)
    let out = out ?? stage.folder + "/dataset"
    let head = try stage.laptop(FieldReplay.head)
    try BuiltProgram("coordinator").run(
      ["pull", "--program", FieldFolder.program, "--out", out],
      store: head.store.folder
    )
    note("pull", &began)
    let digests = try PulledDataset.digests(folder: out)
    let dataset = try PulledDataset(folder: out)
    let status = try stage.laptops.values.map { try $0.store.read { try $0.status() } }
    let damage = try damage(on: stage)
    note("read and check", &began)
    return Outcome(
      seed: seed,
      tally: replay.tally,
      dataset: dataset,
      digests: digests,
      findings: folder.findings + replay.findings,
      conflicts: status.map(\.conflicts).reduce(0, +),
      quarantined: status.map(\.quarantined).reduce(0, +),
      pending: status.map(\.pending).reduce(0, +),
      damage: damage,
      seconds: seconds,
      folder: isKept ? stage.folder : nil
    )
  }

  private mutating func note(_ part: String, _ began: inout ContinuousClock.Instant) {
    let now = ContinuousClock.now
    seconds.append((part, (now - began) / .seconds(1)))
    began = now
  }

  /// One person a laptop, and one who publishes and pulls; supervisors review, so they are
  /// coordinators.
  private var people: [Invitee] {
    let head = Invitee(device: FieldReplay.head, role: .coordinator, pseudonym: "C0")
    return [head]
      + Set(folder.actions.map(\.device)).sorted().map { device in
        let number = device.split(separator: "-").last ?? ""
        let isSupervisor = device.hasPrefix("supervisor")
        return Invitee(
          device: device,
          role: isSupervisor ? .coordinator : .shopper,
          pseudonym: (isSupervisor ? "C" : "S") + number
        )
      }
  }

  private func damage(on stage: Stage) throws -> [String] {
    var damage: [String] = []
    for (name, laptop) in stage.laptops.sorted(by: { $0.key < $1.key }) {
      let findings =
        try laptop.store.read { try $0.verify().findings } + laptop.store.integrityFindings()
      damage += findings.map { "\(name): \($0)" }
    }
    stage.hub.stop()
    do {
      try BuiltProgram("shopper-hub").run(["check", "--data", stage.folder + "/hub"])
    } catch {
      damage.append("hub: \(error)")
    }
    return damage
  }
}
