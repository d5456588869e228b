// SPDX-License-Identifier: Apache-2.0

import Glibc
import LocalStore

/// The right to run a round on a store: held by one process at a time, and given back by the
/// kernel when that process dies.
struct RoundLock {
  private let descriptor: Int32

  /// Waits for its turn.
  init(folder: String) throws {
    let path = folder + "/sync.lock"
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw StoreError.cannotOpen(path: path, reason: String(cString: strerror(errno)))
    }
    while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
  }

  func release() {
    close(descriptor)
  }
}
