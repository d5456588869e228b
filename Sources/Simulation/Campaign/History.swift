// SPDX-License-Identifier: Apache-2.0

/// One history: drawn from a seed, played, and looked at.
package enum History {
  /// What came of a history.
  package struct Outcome: Sendable {
    /// What happened, counted.
    package let tally: Tally

    /// What did not hold; nil where all did.
    package let violation: Violation?

    /// What happened, in sentences; empty where nobody asked for them.
    package let story: [String]
  }

  /// Plays a history.
  ///
  /// - Parameters:
  ///   - plan: What is decided beforehand.
  ///   - tellsStory: Whether to write down what happens.
  /// - Returns: What came of it: the same for the same plan.
  package static func play(_ plan: Plan, tellsStory: Bool = false) -> Outcome {
    let world = World(plan, tellsStory: tellsStory)
    var violation: Violation?
    do {
      try world.play()
    } catch let found as Violation {
      violation = found
    } catch {
      violation = Violation(.progress, "the rules stopped: \(error)")
    }
    return Outcome(tally: world.tally, violation: violation, story: world.story ?? [])
  }

  /// The steps, by number from 1, of the shortest part of a history that breaks the same invariant.
  package static func shortened(_ plan: Plan, breaking invariant: Invariant) -> [Int] {
    Shortener.shortest(Array(1...max(1, plan.steps.count))) { numbers in
      play(plan.keeping(numbers)).violation?.invariant == invariant
    }
  }
}

extension Plan {
  /// The same history with some of its steps only, by number from 1.
  package func keeping(_ numbers: [Int]) -> Plan {
    var plan = self
    plan.steps = numbers.compactMap { steps.indices.contains($0 - 1) ? steps[$0 - 1] : nil }
    return plan
  }
}
