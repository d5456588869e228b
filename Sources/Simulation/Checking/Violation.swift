// SPDX-License-Identifier: Apache-2.0

/// What must hold, whatever happens.
package enum Invariant: String, CaseIterable, Hashable, Comparable, Sendable {
  /// After healing, every laptop shows what the hub holds of its owner's.
  case convergence = "I1"
  /// No write that was confirmed is lost, unless every copy of it was destroyed.
  case nothingLost = "I2"
  /// Every value was written, by that write, as it stands.
  case noPhantom = "I3"
  /// No value comes back that a write which the hub holds had replaced.
  case noResurrection = "I4"
  /// The hub's journals have no gap and no fork, and their chains verify.
  case wholeJournals = "I5"
  /// A request that comes twice or late changes nothing more.
  case idempotence = "I6"
  /// What a record has seen only grows while the hub keeps its timeline.
  case monotoneContexts = "I7"
  /// A queue that is not empty moves, and one change never blocks the next.
  case progress = "I8"
  /// People see what they wrote, and never see less than before.
  case sessionGuarantees = "I9"
  /// Nobody receives or keeps what is not theirs to read.
  case scopeSafety = "I10"

  /// Orders as they are numbered.
  package static func < (lhs: Invariant, rhs: Invariant) -> Bool {
    number(lhs) < number(rhs)
  }

  private static func number(_ invariant: Invariant) -> Int {
    allCases.firstIndex(of: invariant) ?? 0
  }

  /// The invariant in a few words.
  package var name: String {
    switch self {
    case .convergence: "I1 convergence"
    case .nothingLost: "I2 no acknowledged write lost"
    case .noPhantom: "I3 no phantom"
    case .noResurrection: "I4 no resurrection"
    case .wholeJournals: "I5 no gap, no fork"
    case .idempotence: "I6 idempotence"
    case .monotoneContexts: "I7 monotone contexts"
    case .progress: "I8 progress"
    case .sessionGuarantees: "I9 session guarantees"
    case .scopeSafety: "I10 scope safety"
    }
  }
}

/// A history in which something did not hold.
package struct Violation: Error, Hashable, Sendable, CustomStringConvertible {
  /// What did not hold.
  package let invariant: Invariant

  /// Where it was seen, and how.
  package let detail: String

  /// A violation, with where it was seen.
  package init(_ invariant: Invariant, _ detail: String) {
    self.invariant = invariant
    self.detail = detail
  }

  /// The violation in one line.
  package var description: String {
    "\(invariant.name): \(detail)"
  }
}
