// SPDX-License-Identifier: Apache-2.0

/// Makes a failing history short: drops steps for as long as it fails without them.
///
/// Source: A. Zeller and R. Hildebrandt, "Simplifying and isolating failure-inducing input" (2002).
package enum Shortener {
  /// The steps that are left when no more can be dropped.
  ///
  /// - Parameters:
  ///   - steps: A list that fails.
  ///   - trialsMaximum: How many shorter lists to try at most.
  ///   - fails: Whether a list of steps fails.
  /// - Returns: A part of the list, in its order, that fails too.
  package static func shortest<Step>(
    _ steps: [Step],
    trialsMaximum: Int = 4_000,
    fails: ([Step]) -> Bool
  ) -> [Step] {
    var rest = steps
    var width = max(1, rest.count / 2)
    var trials = 0
    while trials < trialsMaximum {
      var dropped = false
      var start = 0
      while start < rest.count, trials < trialsMaximum {
        var candidate = rest
        candidate.removeSubrange(start..<min(start + width, rest.count))
        trials += 1
        if fails(candidate) {
          rest = candidate
          dropped = true
        } else {
          start += width
        }
      }
      if width == 1, !dropped { break }
      width = dropped ? min(width, max(1, rest.count / 2)) : max(1, width / 2)
    }
    return rest
  }
}
