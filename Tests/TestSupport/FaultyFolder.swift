// SPDX-License-Identifier: Apache-2.0

import CFaultFileSystem
import Synchronization

/// A folder whose databases meet a fault at their n-th write, sync, truncation, deletion or
/// creation of a file; it lasts until this goes away or is disarmed.
///
/// Folders of tests that run beside each other do not meet each other's faults.
package final class FaultyFolder: Sendable {
  /// What happens at the n-th call; see `FaultFileSystem.h` for what exactly.
  package enum Fault: String, CaseIterable, Sendable {
    case failingCall = "the call fails, a write after its first half"
    case fullDisk = "the disk is full from then on"
    case kill = "the process is killed"
    case powerLoss = "the power fails: nothing unsynced stays"
    case tornWrites = "the power fails: every second unsynced write stays"

    /// Whether the process that met it is no more.
    package var isEndOfProcess: Bool {
      switch self {
      case .failingCall, .fullDisk: false
      case .kill, .powerLoss, .tornWrites: true
      }
    }
  }

  private let armed: Mutex<OpaquePointer?>

  /// Puts the faulty file system under all databases that are opened from now on.
  ///
  /// Call it before a store is opened whose folder is to be armed.
  package static func install() throws {
    guard fault_install() else { throw SystemFailure("put faults under SQLite", code: 0) }
  }

  /// Arms a folder: the fault comes at its `call`-th call, from 1.
  package init(_ folder: String, at call: Int, _ fault: Fault) throws {
    try Self.install()
    let kind: fault_kind =
      switch fault {
      case .failingCall: FAULT_FAIL
      case .fullDisk: FAULT_FULL
      case .kill: FAULT_KILL
      case .powerLoss: FAULT_POWER_LOSS
      case .tornWrites: FAULT_TORN_WRITES
      }
    guard let armed = fault_arm(folder, call, kind) else { throw SystemFailure("arm \(folder)") }
    self.armed = Mutex(armed)
  }

  deinit {
    disarm()
  }

  /// Takes the fault away, for good.
  ///
  /// - Returns: Whether it had come; nil where it was taken away before.
  @discardableResult
  package func disarm() -> Bool? {
    armed.withLock { armed in
      defer { armed = nil }
      return armed.map { folder in
        defer { fault_disarm(folder) }
        return fault_has_fired(folder)
      }
    }
  }

  /// How many files SQLite has open in a folder.
  package static func openFiles(in folder: String) -> Int { Int(fault_open_files(folder)) }
}
