// SPDX-License-Identifier: Apache-2.0

import Glibc
import LocalStore

/// What wakes the daemon: another process's write to the store, news from the hub, an order to
/// stop, or time.
///
/// All of them are file descriptors, so one `poll` waits for them together.
final class StoreWatch: Sendable {
  private let changes: Int32
  private let signalled: Int32
  private let signalling: Int32

  /// Watches a store's folder.
  init(folder: String) throws {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw StoreWatch.failure(folder) }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    (signalled, signalling) = (ends[0], ends[1])
    changes = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
    // SQLite appends commits to the write-ahead log: a modification within the folder.
    guard changes >= 0,
      inotify_add_watch(changes, folder, UInt32(IN_MODIFY | IN_CREATE | IN_MOVED_TO)) >= 0
    else { throw StoreWatch.failure(folder) }
  }

  deinit {
    for descriptor in [changes, signalled, signalling] where descriptor >= 0 { close(descriptor) }
  }

  /// Wakes the waiter from another thread.
  func signal() {
    var byte: UInt8 = 1
    // A full pipe holds a wake-up already.
    _ = write(signalling, &byte, 1)
  }

  /// Waits until something happens in the folder, somebody signals, or the time is over.
  ///
  /// - Parameter milliseconds: How long at most.
  /// - Returns: Whether something happened in the folder.
  func wait(milliseconds: Int) -> Bool {
    var watched = [
      pollfd(fd: changes, events: Int16(POLLIN), revents: 0),
      pollfd(fd: signalled, events: Int16(POLLIN), revents: 0),
    ]
    _ = poll(&watched, nfds_t(watched.count), Int32(clamping: max(0, milliseconds)))
    for descriptor in [changes, signalled] { drain(descriptor) }
    return watched[0].revents != 0
  }

  private func drain(_ descriptor: Int32) {
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while read(descriptor, &buffer, buffer.count) > 0 {}
  }

  private static func failure(_ folder: String) -> StoreError {
    .cannotOpen(path: folder, reason: String(cString: strerror(errno)))
  }
}
