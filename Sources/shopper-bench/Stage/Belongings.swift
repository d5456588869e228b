// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// Temporary folders and started processes, which go when somebody ends the program.
final class Belongings: Sendable {
  /// Those of this program.
  static let all = Belongings()

  private struct State {
    var folders: Set<String> = []
    var processes: Set<Int32> = []
    var signals: [any DispatchSourceSignal] = []
  }

  private let state = Mutex(State())

  private init() {
    state.withLock { state in
      state.signals = [SIGINT, SIGTERM].map { number in
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler {
          Belongings.all.clear()
          exit(128 + number)
        }
        source.resume()
        return source
      }
    }
  }

  /// Has a folder go with the program.
  func note(folder: String) {
    _ = state.withLock { $0.folders.insert(folder) }
  }

  /// Has a process end with the program.
  func note(process: Int32) {
    _ = state.withLock { $0.processes.insert(process) }
  }

  /// Removes a folder.
  func remove(folder: String) {
    _ = state.withLock { $0.folders.remove(folder) }
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// Leaves a process alone: it has ended.
  func forget(process: Int32) {
    _ = state.withLock { $0.processes.remove(process) }
  }

  private func clear() {
    let (folders, processes) = state.withLock { ($0.folders, $0.processes) }
    for process in processes { kill(process, SIGTERM) }
    for folder in folders { try? FileManager.default.removeItem(atPath: folder) }
  }
}
