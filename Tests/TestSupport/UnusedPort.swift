// SPDX-License-Identifier: Apache-2.0

/// A port of 127.0.0.1 that refuses connections for as long as this is kept.
package final class UnusedPort: Sendable {
  private let socket: Socket

  package init() throws {
    socket = try Socket.bound(listening: false)
  }

  package var number: Int { socket.port }
}
