// SPDX-License-Identifier: Apache-2.0

import Glibc

/// What a run has taken so far.
struct Stopwatch {
  private let started = Stopwatch.seconds(CLOCK_MONOTONIC)
  private let used = Stopwatch.seconds(CLOCK_PROCESS_CPUTIME_ID)

  /// Seconds by a clock on the wall.
  var wallSeconds: Double { Stopwatch.seconds(CLOCK_MONOTONIC) - started }

  /// Seconds of processors that this process used.
  var processorSeconds: Double { Stopwatch.seconds(CLOCK_PROCESS_CPUTIME_ID) - used }

  private static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
