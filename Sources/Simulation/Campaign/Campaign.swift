// SPDX-License-Identifier: Apache-2.0

/// Many histories, on all processors.
package struct Campaign: Sendable {
  /// What came of some histories.
  package struct Result: Sendable {
    /// What happened, counted.
    package var tally = Tally()

    /// The seeds of the histories in which something did not hold, in order, with what it was.
    package var violations: [(seed: UInt64, violation: Violation)] = []

    /// What came of no history.
    package init() {}

    mutating func add(_ other: Result) {
      tally.add(other.tally)
      violations = (violations + other.violations).sorted { $0.seed < $1.seed }
    }
  }

  /// How many histories are played in one go.
  private static let portion = 250

  /// The seeds, one for each history.
  package let seeds: Range<UInt64>

  /// What may go wrong.
  package let faults: Set<FaultFamily>

  /// How many histories are played at once.
  package let jobs: Int

  /// After so many violations the campaign ends.
  package let violationsMaximum: Int

  /// A campaign over seeds.
  package init(
    seeds: Range<UInt64>,
    faults: Set<FaultFamily>,
    jobs: Int,
    violationsMaximum: Int = 1
  ) {
    self.seeds = seeds
    self.faults = faults
    self.jobs = max(1, jobs)
    self.violationsMaximum = violationsMaximum
  }

  /// Plays the histories.
  ///
  /// - Parameter progress: Told the seed before which all are played, and what came of them.
  /// - Returns: What came of all histories that were played.
  package func run(_ progress: (UInt64, Result) -> Void = { _, _ in }) async -> Result {
    await withTaskGroup(of: (UInt64, Result).self) { group in
      var result = Result()
      var next = seeds.lowerBound
      // What is played, though something before it is not yet.
      var done: Set<UInt64> = []
      var finished = seeds.lowerBound
      func startNext() {
        guard next < seeds.upperBound, result.violations.count < violationsMaximum else { return }
        let portion = next..<min(next + UInt64(Campaign.portion), seeds.upperBound)
        next = portion.upperBound
        group.addTask { (portion.lowerBound, play(portion)) }
      }
      for _ in 0..<jobs { startNext() }
      while let (start, part) = await group.next() {
        result.add(part)
        done.insert(start)
        while done.remove(finished) != nil {
          finished = min(finished + UInt64(Campaign.portion), seeds.upperBound)
        }
        progress(finished, result)
        startNext()
      }
      return result
    }
  }

  private func play(_ seeds: Range<UInt64>) -> Result {
    var result = Result()
    for seed in seeds where result.violations.count < violationsMaximum {
      let outcome = History.play(Plan(seed: seed, faults: faults))
      result.tally.add(outcome.tally)
      if let violation = outcome.violation { result.violations.append((seed, violation)) }
    }
    return result
  }
}
