// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Glibc
import Simulation

/// Plays the sync's histories under every fault that the field knows, and looks what holds.
///
/// Never shipped.
@main
struct ShopperSimulate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shopper-simulate",
    abstract: "Plays histories of the sync under faults, and checks what must hold.",
    discussion: """
      One seed is one history: hub, laptops, network, disks, clocks and people are simulated; the \
      rules are those of the product. Exit status: 0 all held · 1 something did not.
      """
  )

  @Option(help: "The first seed.") var seed: UInt64 = 1
  @Option(help: "How many histories; each has the next seed.") var histories: UInt64 = 20_000
  @Option(
    help: ArgumentHelp(
      "What may go wrong, with commas between: "
        + FaultFamily.allCases.map(\.rawValue).joined(separator: ", ") + "; all, or none."
    )
  )
  var faults = "all"
  @Option(help: "How many histories at once; all processors by default.") var jobs: Int?
  @Option(help: "Of the history of --seed, these steps only, with commas between.")
  var keep: String?
  @Flag(help: "Tell what happens in the history of --seed.") var story = false
  @Option(help: "Go on after so many violations.") var violations = 1
  @Flag(help: "Plant each mutant in turn until it is found out.") var mutants = false
  @Option(help: "Plant this mutant.") var mutant: String?

  private var families: Set<FaultFamily> {
    switch faults {
    case "all": Set(FaultFamily.allCases)
    case "none": []
    default: Set(faults.split(separator: ",").compactMap { FaultFamily(rawValue: String($0)) })
    }
  }

  private var jobsOrAll: Int {
    jobs ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  }

  func validate() throws {
    let named = faults.split(separator: ",").map(String.init)
    let unknown = named.first { FaultFamily(rawValue: $0) == nil }
    if let unknown, !["all", "none"].contains(faults) {
      throw ValidationError("There is no family of faults “\(unknown)”: see --help.")
    }
    guard histories >= 1, jobs ?? 1 >= 1, violations >= 1 else {
      throw ValidationError("--histories, --jobs and --violations take 1 or more.")
    }
  }

  func run() async throws {
    if mutants || mutant != nil { return try await hunt() }
    if story || keep != nil { return try replay() }
    let watch = Stopwatch()
    var told = 0.0
    let campaign = Campaign(
      seeds: seed..<(seed + histories),
      faults: families,
      jobs: jobsOrAll,
      violationsMaximum: violations
    )
    let result = await campaign.run { finished, result in
      guard watch.wallSeconds > told + 30 else { return }
      told = watch.wallSeconds
      TextOutput.note(
        "\(result.tally.histories) histories, \(result.violations.count) violations; "
          + "all before --seed \(finished) are done"
      )
    }
    Report(result, watch: watch, faults: faults).tell()
    guard let (seed, violation) = result.violations.first else { return }
    tell(violation, of: Plan(seed: seed, faults: families))
    throw ExitCode.failure
  }

  private func replay() throws {
    var plan = Plan(seed: seed, faults: families)
    if let keep {
      plan = plan.keeping(keep.split(separator: ",").compactMap { Int($0) })
    }
    let outcome = History.play(plan, tellsStory: true)
    for line in outcome.story { TextOutput.line(line) }
    guard let violation = outcome.violation else { return TextOutput.line("All held.") }
    TextOutput.line("violated: \(violation)")
    throw ExitCode.failure
  }

  /// Tells of a violation: the shortest part of its history, and how to see it again.
  private func tell(_ violation: Violation, of plan: Plan) {
    let numbers = History.shortened(plan, breaking: violation.invariant)
    let kept = numbers.map(String.init).joined(separator: ",")
    let command = "Scripts/simulate --seed \(plan.seed) --faults \(faults)"
    TextOutput.line("\nseed \(plan.seed): \(violation)")
    TextOutput.line("play it again: \(command) --story")
    TextOutput.line(
      "shortened to \(numbers.count) of \(plan.steps.count) steps: "
        + "\(command) --keep \(kept)"
    )
    let outcome = History.play(plan.keeping(numbers), tellsStory: true)
    for line in outcome.story { TextOutput.line("  " + line) }
    if let violation = outcome.violation { TextOutput.line("  violated: \(violation)") }
  }

  private func hunt() async throws {
    #if Mutants
    try await MutantHunt(
      only: mutant,
      seed: seed,
      historiesMaximum: histories,
      faults: families,
      jobs: jobsOrAll
    ).run()
    #else
    throw ValidationError("This build has no mutants: use Scripts/simulate --mutants.")
    #endif
  }
}
