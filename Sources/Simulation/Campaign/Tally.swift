// SPDX-License-Identifier: Apache-2.0

/// Something worth counting.
package enum Occurrence: Int, CaseIterable, Sendable {
  case write, round, completedRound, failedRound, lostRequest, lateRequest, doubledRequest
  case cutRequest, lostAnswer, cutAnswer, stoppedLink, healedLink
  case hubCrashBeforeCommit, hubCrashAfterCommit, hubRestart
  case laptopCrashBeforeCommit, laptopCrashAfterCommit, fullDisk, fullHubDisk
  case laptopBackup, laptopRestore, clone, hubBackup, announcedHubRestore, silentHubRestore
  case withdrawal, readmission, clockJump, requeue, bundle, poison, refused, newerWrite
  case fork, repair, offer, pruned, newEpoch, gapSettled, unavoidablyLost, sharedDot

  /// The occurrence in words.
  package var name: String {
    "\(self)".reduce(into: "") { $0 += $1.isUppercase ? " " + $1.lowercased() : String($1) }
  }
}

/// What happened in histories, counted.
package struct Tally: Sendable {
  private var counts = [Int](repeating: 0, count: Occurrence.allCases.count)

  /// How many histories were run.
  package var histories = 0

  /// How many steps they had.
  package var steps = 0

  /// The most rounds a laptop needed to come to rest after healing.
  package var healingRoundsMaximum = 0

  /// Nothing yet.
  package init() {}

  /// How often something happened.
  package subscript(occurrence: Occurrence) -> Int {
    get { counts[occurrence.rawValue] }
    set { counts[occurrence.rawValue] = newValue }
  }

  /// Adds what another tally counted.
  package mutating func add(_ other: Tally) {
    for place in counts.indices {
      counts[place] += other.counts[place]
    }
    histories += other.histories
    steps += other.steps
    healingRoundsMaximum = max(healingRoundsMaximum, other.healingRoundsMaximum)
  }
}
