// SPDX-License-Identifier: Apache-2.0

import CommandLine
import Foundation
import SyncClient

/// A server that does nothing but answer: what HTTP itself takes on this machine.
final class HTTPFloor {
  private let listener: Int32
  private let port: UInt16

  init() throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(UInt32(0x7F00_0001).bigEndian)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(listener, pointer, length) == 0 && listen(listener, 1) == 0
          && getsockname(listener, pointer, &length) == 0
      }
    }
    guard isBound else { throw Failure(.failed, "No port of this machine can be listened on.") }
    port = UInt16(bigEndian: address.sin_port)
    self.listener = listener
  }

  deinit { close(listener) }

  /// The milliseconds of requests one after another on one connection.
  func roundTrips(_ count: Int) throws -> [Double] {
    let listener = listener
    let server = Thread { HTTPFloor.serve(listener) }
    server.start()
    let transport = try CurlTransport(version: programVersion)
    let request = HTTPRequest(method: "POST", url: "http://127.0.0.1:\(port)/", body: [1, 2, 3])
    return try (0..<count).map { _ in
      let began = ContinuousClock.now
      _ = try transport.perform(request)
      return (ContinuousClock.now - began) / .milliseconds(1)
    }
  }

  /// Answers whatever comes in one piece on one connection, until it ends.
  private static func serve(_ listener: Int32) {
    let connection = accept(listener, nil, nil)
    guard connection >= 0 else { return }
    defer { close(connection) }
    var yes: Int32 = 1
    setsockopt(connection, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(4))
    let answer = Array("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".utf8)
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while read(connection, &buffer, buffer.count) > 0 {
      guard write(connection, answer, answer.count) == answer.count else { return }
    }
  }
}
