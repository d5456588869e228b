// SPDX-License-Identifier: Apache-2.0

import Simulation

/// What a campaign came to, for people.
struct Report {
  private let result: Campaign.Result
  private let watch: Stopwatch
  private let faults: String

  init(_ result: Campaign.Result, watch: Stopwatch, faults: String) {
    self.result = result
    self.watch = watch
    self.faults = faults
  }

  func tell() {
    let tally = result.tally
    let processors = watch.processorSeconds
    TextOutput.line("faults       \(faults)")
    TextOutput.line("histories    \(tally.histories)")
    TextOutput.line("steps        \(tally.steps)")
    for occurrence in Occurrence.allCases where tally[occurrence] > 0 {
      TextOutput.line("  \(tally[occurrence])  \(occurrence.name)")
    }
    TextOutput.line(
      "rounds of each laptop to rest after healing, at most: "
        + "\(tally.healingRoundsMaximum)"
    )
    TextOutput.line(
      "time         \(rounded(watch.wallSeconds)) s, of processors \(rounded(processors)) s"
    )
    TextOutput.line(
      "rate         \(Int(Double(tally.histories) / processors)) histories and "
        + "\(Int(Double(tally.steps) / processors)) steps a second and core"
    )
    TextOutput.line("violations   \(result.violations.count)")
    for (seed, violation) in result.violations.prefix(20) {
      TextOutput.line("  seed \(seed): \(violation)")
    }
  }

  private func rounded(_ seconds: Double) -> String {
    "\((seconds * 10).rounded() / 10)"
  }
}
