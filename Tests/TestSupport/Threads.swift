// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A value that threads share and on which they can wait for each other.
// Safe because the value is touched only between lock and unlock.
package final class Watched<Value>: @unchecked Sendable {
  private let condition = NSCondition()
  private var value: Value

  package init(_ value: sending Value) {
    self.value = value
  }

  /// Changes or reads the value alone, then wakes those who wait.
  package func update<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
    condition.lock()
    defer { condition.unlock() }
    defer { condition.broadcast() }
    return try body(&value)
  }

  /// Waits until `body` returns something, and returns that.
  ///
  /// Returns nothing after two minutes. The limit is there for a broken program only: a test that
  /// meets it fails.
  package func wait<Result>(until body: (inout Value) -> Result?) -> Result? {
    let limit = Date(timeIntervalSinceNow: 120)
    condition.lock()
    defer { condition.unlock() }
    while true {
      if let result = body(&value) { return result }
      guard condition.wait(until: limit) else { return body(&value) }
    }
  }

  /// Waits, however long it takes, until `isReached`.
  package func waitForever(until isReached: (Value) -> Bool) {
    condition.lock()
    defer { condition.unlock() }
    while !isReached(value) {
      condition.wait()
    }
  }
}

/// A thread that can be waited for.
package final class WorkerThread: Sendable {
  private let isDone = Watched(false)

  /// Starts a thread that runs `body` once.
  package init(_ body: @escaping @Sendable () -> Void) {
    let isDone = isDone
    Thread.detachNewThread {
      body()
      isDone.update { $0 = true }
    }
  }

  /// Waits until the thread has run its body.
  package func join() {
    isDone.waitForever { $0 }
  }
}

/// Something that stays shut until a test opens it, and then stays open.
package final class Gate: Sendable {
  private let isOpen = Watched(false)

  package init() {}

  package func open() {
    isOpen.update { $0 = true }
  }

  /// Waits until the gate is open; returns false after two minutes, which only a failure takes.
  @discardableResult
  package func pass() -> Bool {
    isOpen.wait { $0 ? true : nil } ?? false
  }
}
