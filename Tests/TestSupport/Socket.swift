// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A descriptor that is closed when this goes away, and that no child process inherits.
final class Descriptor: Sendable {
  let number: Int32

  /// Takes over an open descriptor; `attempt` names the call that gave it.
  init(_ number: Int32, _ attempt: String) throws(SystemFailure) {
    guard number >= 0 else { throw SystemFailure(attempt) }
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    self.number = number
  }

  deinit {
    close(number)
  }

  /// Both ends of a new pipe: what is written to the second is read from the first.
  static func pipe() throws -> (reading: Descriptor, writing: Descriptor) {
    var ends: [Int32] = [-1, -1]
    guard Glibc.pipe(&ends) == 0 else { throw SystemFailure("make a pipe") }
    return (try Descriptor(ends[0], "make a pipe"), try Descriptor(ends[1], "make a pipe"))
  }

  /// Waits for bytes and returns at most `count`: none at the end, nothing on an error.
  func read(_ count: Int) -> [UInt8]? {
    bytes(count) { Glibc.read(number, $0, $1) }
  }

  /// What a read finds without waiting.
  enum Received {
    case bytes([UInt8])
    case ended
    case nothingYet
    case failed
  }

  /// At most `count` bytes that a socket holds now.
  func receiveNow(_ count: Int) -> Received {
    let received = bytes(count) { recv(number, $0, $1, Int32(MSG_DONTWAIT)) }
    guard let received else { return errno == EAGAIN ? .nothingYet : .failed }
    return received.isEmpty ? .ended : .bytes(received)
  }

  private func bytes(
    _ count: Int,
    _ take: (UnsafeMutableRawPointer?, Int) -> Int
  ) -> [UInt8]? {
    var length = -1
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialised in
      repeat { length = take(buffer.baseAddress, count) } while length < 0 && errno == EINTR
      initialised = max(0, length)
    }
    return length < 0 ? nil : bytes
  }

  /// Gives a socket what it takes without waiting; returns how much, or nothing if it is gone.
  func sendNow(_ bytes: ArraySlice<UInt8>) -> Int? {
    // A socket's SIGPIPE would end the whole test run.
    let flags = Int32(MSG_NOSIGNAL | MSG_DONTWAIT)
    var length = -1
    repeat {
      length = bytes.withUnsafeBytes { send(number, $0.baseAddress, $0.count, flags) }
    } while length < 0 && errno == EINTR
    if length < 0 { return errno == EAGAIN ? 0 : nil }
    return length
  }

  /// Writes all bytes to a socket or a pipe, waiting where the other side is slow.
  ///
  /// Returns false when it is gone. A pipe's reader must outlive the write.
  func write(_ bytes: [UInt8]) -> Bool {
    var written = 0
    while written < bytes.count {
      let length = bytes[written...].withUnsafeBytes { rest in
        let sent = send(number, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
        return sent < 0 && errno == ENOTSOCK
          ? Glibc.write(number, rest.baseAddress, rest.count) : sent
      }
      if length < 0, errno != EINTR { return false }
      written += max(0, length)
    }
    return true
  }
}

/// Waits until one of the descriptors can be read or has ended; returns which.
func waitForReadable(_ descriptors: [Descriptor]) -> [Bool] {
  var polls = descriptors.map { pollfd(fd: $0.number, events: Int16(POLLIN), revents: 0) }
  while poll(&polls, nfds_t(polls.count), -1) < 0, errno == EINTR {}
  return polls.map { $0.revents != 0 }
}

/// A TCP socket on 127.0.0.1.
final class Socket: Sendable {
  let descriptor: Descriptor

  private init(_ descriptor: Descriptor) {
    self.descriptor = descriptor
  }

  private convenience init() throws {
    let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    self.init(try Descriptor(number, "make a socket"))
  }

  /// A socket bound to a free port, which refuses connections unless it is `listening`.
  static func bound(listening: Bool) throws -> Socket {
    let socket = try Socket()
    guard withLoopback(port: 0, { bind(socket.descriptor.number, $0, $1) }) == 0 else {
      throw SystemFailure("bind to 127.0.0.1")
    }
    if listening, listen(socket.descriptor.number, 64) != 0 {
      throw SystemFailure("listen on 127.0.0.1")
    }
    return socket
  }

  static func connected(toPort port: Int) throws -> Socket {
    let socket = try Socket()
    guard withLoopback(port: port, { connect(socket.descriptor.number, $0, $1) }) == 0 else {
      throw SystemFailure("connect to 127.0.0.1:\(port)")
    }
    socket.sendAtOnce()
    return socket
  }

  func accepted() throws -> Socket {
    let socket = Socket(try Descriptor(accept(descriptor.number, nil, nil), "accept a connection"))
    socket.sendAtOnce()
    return socket
  }

  var port: Int {
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    _ = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getsockname(descriptor.number, $0, &length)
      }
    }
    return Int(UInt16(bigEndian: address.sin_port))
  }

  /// Says that nothing more will be sent.
  func endSending() {
    shutdown(descriptor.number, Int32(SHUT_WR))
  }

  /// Makes closing abort the connection: the other side sees a reset, not an end.
  func resetOnClose() {
    var option = linger(l_onoff: 1, l_linger: 0)
    let size = socklen_t(MemoryLayout<linger>.size)
    setsockopt(descriptor.number, SOL_SOCKET, SO_LINGER, &option, size)
  }

  private func sendAtOnce() {
    var on: Int32 = 1
    let size = socklen_t(MemoryLayout<Int32>.size)
    setsockopt(descriptor.number, Int32(IPPROTO_TCP), TCP_NODELAY, &on, size)
  }
}

private func withLoopback(
  port: Int,
  _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
) -> Int32 {
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_port = UInt16(port).bigEndian
  address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  return withUnsafePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
    }
  }
}
