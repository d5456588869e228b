// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Wakes parked pulls when something was committed.
final class CommitSignal: Sendable {
  private struct State {
    var waiting: [UInt64: AsyncStream<Void>.Continuation] = [:]
    var next: UInt64 = 0
  }

  private let state = Mutex(State())

  /// How many pulls are parked.
  var parkedCount: Int { state.withLock { $0.waiting.count } }

  /// Tells everybody who waits that there is something new.
  func announce() {
    let waiting = state.withLock { Array($0.waiting.values) }
    for continuation in waiting {
      continuation.yield()
    }
  }

  /// Begins to listen: what is announced from now on is not missed.
  func listen() -> Listener {
    let (stream, continuation) = AsyncStream.makeStream(
      of: Void.self,
      bufferingPolicy: .bufferingNewest(1)
    )
    let number = state.withLock { state in
      state.next += 1
      state.waiting[state.next] = continuation
      return state.next
    }
    continuation.onTermination = { [weak self] _ in
      self?.state.withLock { _ = $0.waiting.removeValue(forKey: number) }
    }
    return Listener(news: stream, continuation: continuation)
  }

  /// One who waits for news, until told to stop.
  struct Listener: Sendable {
    /// An element for news; ends when the waiting ends.
    let news: AsyncStream<Void>
    fileprivate let continuation: AsyncStream<Void>.Continuation

    /// Ends the waiting.
    func stop() {
      continuation.finish()
    }
  }
}
