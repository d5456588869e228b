// SPDX-License-Identifier: Apache-2.0

import CommandLine
import Foundation

/// A real edit history through the model.
enum HistoryPhase {
  static func figures(_ path: String) throws -> [Figure] {
    guard FileManager.default.fileExists(atPath: path) else {
      TextOutput.note("history: there is no \(path)")
      return []
    }
    let began = ContinuousClock.now
    let records = try HistoryReplay(EditEvent.events(at: path)).finalRecords()
    _ = CanonicalJSON.bytes(of: records)
    let seconds = (ContinuousClock.now - began) / .seconds(1)
    return [Figure("replay of a real edit history", "s", [seconds], target: .atMost(0.15))]
  }
}
