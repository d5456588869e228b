// SPDX-License-Identifier: Apache-2.0

import Glibc

/// What a hub takes from the world beside its requests: the time, and chance.
package struct Surroundings: Sendable {
  /// Milliseconds since 1970-01-01 UTC.
  package let now: @Sendable () -> Int64

  /// So many bytes that nobody can foretell.
  package let random: @Sendable (Int) -> [UInt8]

  /// A clock and a source of unforeseeable bytes.
  package init(
    now: @escaping @Sendable () -> Int64,
    random: @escaping @Sendable (Int) -> [UInt8]
  ) {
    self.now = now
    self.random = random
  }

  /// The system's clock and the system's cryptographic generator.
  package static let system = Surroundings(
    now: {
      var time = timespec()
      clock_gettime(CLOCK_REALTIME, &time)
      return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    },
    random: { count in
      var generator = SystemRandomNumberGenerator()
      var bytes: [UInt8] = []
      while bytes.count < count { withUnsafeBytes(of: generator.next()) { bytes += $0 } }
      return Array(bytes.prefix(count))
    }
  )
}
