// SPDX-License-Identifier: Apache-2.0

import CLibcurl
import Synchronization

/// Ends the transfers of one transport from any thread, for good.
package final class Cancellation: Sendable {
  private struct State {
    var isCancelled = false
    /// The transfer loop to wake, taken out before the loop is torn down.
    var loop: WakeableLoop?
  }

  private let state = Mutex(State())

  package init() {}

  /// Makes the running transfer, and every later one, fail with `TransportError.cancelled`.
  package func cancel() {
    state.withLock { state in
      state.isCancelled = true
      state.loop?.wake()
    }
  }

  /// Whether `cancel()` was called.
  package var isCancelled: Bool { state.withLock(\.isCancelled) }

  func connect(_ loop: WakeableLoop) {
    state.withLock { $0.loop = loop }
  }

  func disconnect() {
    state.withLock { $0.loop = nil }
  }
}

/// The one thing that another thread may do to a transfer loop.
// Safe because curl_multi_wakeup is made to be called from any thread, and nothing else is done
// through this pointer.
struct WakeableLoop: @unchecked Sendable {
  private let multi: UnsafeMutableRawPointer

  init(_ multi: UnsafeMutableRawPointer) {
    self.multi = multi
  }

  func wake() {
    clibcurl_multi_wakeup(multi)
  }
}
