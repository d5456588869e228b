// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// A lock on a hub's folder, held for as long as the file in it may not be replaced.
///
/// Everybody who has the file open shares it; who replaces the file wants it alone. Beside it there
/// is another one, which a hub that serves holds, so that no second one serves. The kernel takes a
/// lock back when a process ends, however it ends.
final class FolderLock: Sendable {
  /// How a lock is held.
  enum Mode {
    /// With others.
    case shared
    /// Alone.
    case alone
    /// By the one that serves, beside others.
    case serving
  }

  private let file: Mutex<Int32>

  /// Locks a folder, or fails at once.
  ///
  /// - Throws: ``HubStoreError/busy(folder:)``, or ``HubStoreError/served(folder:)`` where another
  ///   one serves.
  init(_ folder: String, _ mode: Mode) throws(HubStoreError) {
    let name = mode == .serving ? "serving.lock" : "hub.lock"
    let file = open("\(folder)/\(name)", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw .unfit("The folder \(folder) cannot be written.") }
    guard flock(file, (mode == .shared ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0 else {
      Glibc.close(file)
      if mode == .serving { throw .served(folder: folder) }
      throw .busy(folder: folder)
    }
    self.file = Mutex(file)
  }

  deinit { unlock() }

  /// Gives the lock back.
  func unlock() {
    file.withLock { file in
      if file >= 0 { Glibc.close(file) }
      file = -1
    }
  }
}
