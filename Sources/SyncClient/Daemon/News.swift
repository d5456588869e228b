// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Hands news from the listening thread to the daemon's loop, and holds the listener until a round
/// has looked.
// Safe because every access to the two flags holds the condition's lock.
final class News: @unchecked Sendable {
  private let condition = NSCondition()
  private var isWaiting = false
  private var isClosed = false

  /// Whether there is news to fetch.
  func take() -> Bool {
    condition.withLock { isWaiting }
  }

  /// Says that there is news, and waits until a round has looked.
  func announce(_ signal: () -> Void) {
    condition.withLock { isWaiting = true }
    signal()
    condition.withLock {
      while isWaiting, !isClosed { condition.wait() }
    }
  }

  /// Says that a round has looked; a listener that pauses after a failure listens again.
  func settled() {
    condition.withLock {
      isWaiting = false
      condition.broadcast()
    }
  }

  /// Ends every wait, for good.
  func close() {
    condition.withLock {
      isClosed = true
      condition.broadcast()
    }
  }

  /// Holds the listener for a while, or until a round has looked.
  func pause(for wait: Duration) {
    condition.withLock {
      guard !isClosed else { return }
      _ = condition.wait(until: Date(timeIntervalSinceNow: Double(wait.components.seconds)))
    }
  }
}
