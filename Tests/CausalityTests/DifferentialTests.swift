// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import TestSupport
import Testing

/// A write is lost only to a write that had seen it: the same in our model and in the reference
/// model, step by step, in random histories.
@Suite struct DifferentialTests {
  /// As many as `$DIFFERENTIAL_HISTORIES` says.
  private static let histories =
    ProcessInfo.processInfo.environment["DIFFERENTIAL_HISTORIES"].flatMap { Int($0) } ?? 2_000

  @Test(.enabled(if: ReferenceModel.isPresent, ReferenceModel.absence))
  func `random histories come to the states of the reference model`() throws {
    for start in stride(from: 0, to: DifferentialTests.histories, by: 2_000) {
      let seeds = start..<min(start + 2_000, DifferentialTests.histories)
      let histories = try seeds.map { try History(seed: UInt64($0)) }
      var told = try ReferenceModel.play(histories.map(\.json))[...]
      try #require(told.count == histories.map(\.lines.count).reduce(0, +))
      for (seed, history) in zip(seeds, histories) {
        let expected = told.prefix(history.lines.count)
        told = told.dropFirst(history.lines.count)
        let steps = Array(zip(expected, history.lines))
        guard let place = steps.firstIndex(where: { !$0.utf8.elementsEqual($1.utf8) }) else {
          continue
        }
        Issue.record(
          """
          seed \(seed), step \(place + 1) of \(history.json)
          reference: \(steps[place].0)
          ours:      \(steps[place].1)
          """
        )
        return
      }
    }
  }

  @Test func `in random histories no write is lost but to one that had seen it`() throws {
    for seed in 0..<1_000 as Range<UInt64> {
      let history = try History(seed: seed)
      var final = history.states[0]
      for state in history.states.dropFirst() {
        final = try final.joined(with: state)
      }
      for change in history.changes {
        try #require(final.context.contains(change.dot))
        for put in change.puts {
          let isLive = final.siblings(of: put.path).all.contains {
            $0.dot == change.dot && $0.value == put.value
          }
          let isReplaced = history.changes.contains {
            $0.base.contains(change.dot)
              && ($0.puts.map(\.path).contains(put.path) || $0.unsets.contains(put.path))
          }
          try #require(isLive != isReplaced, "seed \(seed), \(change.dot), field \(put.path)")
        }
      }
    }
  }
}
