// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How busy the machine was with other things than what was measured.
struct MachineLoad {
  private let began = ContinuousClock.now
  private let busy: Double
  private let own: Double
  private let processes: [Int32]

  /// Begins to watch.
  ///
  /// - Parameter processes: The numbers of processes that are part of what is measured.
  init(besides processes: [Int32] = []) {
    self.processes = processes
    busy = MachineLoad.busySeconds
    own = MachineLoad.seconds(of: processes)
  }

  /// The cores that other work has used since, 0 on an idle machine; above 0.3 a figure is not
  /// worth quoting.
  var foreignCores: Double {
    let seconds = (ContinuousClock.now - began) / .seconds(1)
    guard seconds > 0 else { return 0 }
    let foreign = MachineLoad.busySeconds - busy - (MachineLoad.seconds(of: processes) - own)
    return max(0, foreign / seconds)
  }

  /// The average number of processes that wanted a core during the last minute.
  static var average: Double {
    Double(MachineLoad.words(of: "/proc/loadavg").first ?? "") ?? 0
  }

  private static let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))

  /// Seconds that all cores together have worked: user, nice, system, interrupts, stolen.
  private static var busySeconds: Double {
    let times = words(of: "/proc/stat").dropFirst().prefix(8).compactMap { Double($0) }
    guard times.count == 8 else { return 0 }
    return (times.reduce(0, +) - times[3] - times[4]) / ticks
  }

  /// Seconds that this process, its children that have ended, and others have worked.
  private static func seconds(of processes: [Int32]) -> Double {
    processes.reduce(seconds(of: "self")) { $0 + seconds(of: $1) }
  }

  /// Seconds that a process and its children that have ended have worked.
  static func seconds(of process: Int32) -> Double {
    seconds(of: "\(process)")
  }

  private static func seconds(of process: String) -> Double {
    // What stands in front of the bracket is a name that may hold anything.
    let text = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
    let times = text.split(separator: ")").last?.split(separator: " ") ?? []
    guard times.count > 14 else { return 0 }
    return times[11...14].compactMap { Double($0) }.reduce(0, +) / ticks
  }

  private static func words(of path: String) -> [Substring] {
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").first?.split(separator: " ") ?? []
  }
}
