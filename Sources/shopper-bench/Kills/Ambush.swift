// SPDX-License-Identifier: Apache-2.0

import CommandLine
import Glibc

/// When somebody is to be killed: after so many writes in their folder, and a moment more.
struct Ambush {
  private var writes: Int
  private let delay: Duration

  /// When it is time, once the writes have been seen.
  private(set) var due: ContinuousClock.Instant?

  /// Lies in wait.
  ///
  /// - Parameters:
  ///   - writes: How many writes to see first.
  ///   - microseconds: How long to wait after the last of them.
  init(afterWrites writes: Int, microseconds: Int) {
    self.writes = writes
    delay = .microseconds(microseconds)
    due = writes == 0 ? .now + delay : nil
  }

  /// Notes a write in the folder.
  mutating func noteWrite() {
    writes -= 1
    if writes == 0 { due = .now + delay }
  }

  /// Whether it is time.
  func isDue(at now: ContinuousClock.Instant) -> Bool { due.map { $0 <= now } ?? false }
}

/// Tells of writes to files in a folder.
final class FolderWatch {
  /// Readable when something was written.
  let descriptor: Int32

  /// Watches a folder that is there.
  init(_ folder: String) throws {
    descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
    guard descriptor >= 0, inotify_add_watch(descriptor, folder, UInt32(IN_MODIFY)) >= 0 else {
      throw Failure(.failed, "\(folder) cannot be watched: \(String(cString: strerror(errno))).")
    }
  }

  deinit {
    close(descriptor)
  }

  /// Takes note of all writes so far.
  func drain() {
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while read(descriptor, &buffer, buffer.count) > 0 {}
  }
}
