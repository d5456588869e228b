// SPDX-License-Identifier: Apache-2.0

#if Mutants
import ArgumentParser
import FieldModel
import Simulation

/// Plants each mutant and plays histories until one breaks an invariant.
struct MutantHunt {
  let only: String?
  let seed: UInt64
  let historiesMaximum: UInt64
  let faults: Set<FaultFamily>
  let jobs: Int

  func run() async throws {
    let mutants = Mutant.allCases.filter { only == nil || $0.rawValue == only }
    guard !mutants.isEmpty else {
      throw ValidationError(
        "There is no such mutant; there are "
          + Mutant.allCases.map(\.rawValue).joined(separator: ", ") + "."
      )
    }
    var survivors = 0
    TextOutput.line("| mutant | what it breaks | killed by | at history | seed |")
    TextOutput.line("|---|---|---|---|---|")
    for mutant in mutants {
      Mutant.current = mutant
      // Some need many restores in one history: the second half has little else.
      let half = max(1, historiesMaximum / 2)
      let seeds = seed..<(seed + half)
      var (result, before) = (await play(seeds, faults), UInt64(0))
      if result.violations.isEmpty {
        (result, before) = (await play(seeds, [.hubRestore, .prune]), half)
      }
      Mutant.current = nil
      let death =
        result.violations.first.map {
          "\($0.violation.invariant.name) | \(before + $0.seed - seed + 1) | \($0.seed)"
        } ?? "**survived** | \(2 * half) | |"
      TextOutput.line("| \(mutant.rawValue) | \(mutant.breaks) | \(death) |")
      if result.violations.isEmpty { survivors += 1 }
    }
    TextOutput.line("\n\(mutants.count - survivors) of \(mutants.count) killed")
    if survivors > 0 { throw ExitCode.failure }
  }

  private func play(_ seeds: Range<UInt64>, _ faults: Set<FaultFamily>) async -> Campaign.Result {
    await Campaign(seeds: seeds, faults: faults, jobs: jobs).run()
  }
}
#endif
