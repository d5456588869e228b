// SPDX-License-Identifier: Apache-2.0

/// When to try again: exponential, with full jitter, from one second to five minutes.
///
/// Source: M. Brooker, "Exponential Backoff and Jitter" (2015). The state is a value, so that a
/// waiting queue always has a wake-up that people can see.
package struct Backoff: Hashable, Sendable {
  /// How many attempts in a row have failed.
  package private(set) var failures: Int

  /// The longest wait before jitter.
  package static let longest = Duration.seconds(300)

  /// After so many failures in a row.
  package init(failures: Int = 0) {
    self.failures = failures
  }

  /// Forgets the failures: something succeeded, or a person or the network changed.
  package mutating func reset() {
    failures = 0
  }

  /// Notes a failure and says how long to wait.
  ///
  /// - Parameters:
  ///   - fraction: A random number 0…1.
  ///   - atLeast: What the hub asked for, if it did.
  /// - Returns: The wait.
  package mutating func failed(fraction: Double, atLeast: Duration = .zero) -> Duration {
    failures += 1
    let ceiling = min(Backoff.longest, Duration.seconds(1 << min(failures - 1, 9)))
    return max(atLeast, ceiling * max(0, min(1, fraction)))
  }
}
