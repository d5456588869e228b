// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FoundationEssentials

extension WireBundle {
  /// Checks that each run is a chain of one replica's changes, whole and in order.
  ///
  /// - Throws: ``WireProblem`` where it is not.
  package func check() throws(WireProblem) {
    guard !runs.isEmpty else { throw WireProblem("It holds no changes.") }
    for run in runs {
      var previous: ChangeHash?
      for (place, bytes) in run.changes.enumerated() {
        let bytes = Array(bytes)
        let change = try ChangeCodec.change(from: bytes)
        guard Data(change.dot.replica.bytes) == run.replica,
          change.dot.counter == run.first &+ UInt64(place),
          previous == nil || change.previous == previous
        else {
          throw WireProblem("Change \(change.dot.counter) is not the one that belongs there.")
        }
        previous = ChangeCodec.hash(of: bytes)
      }
    }
  }
}
