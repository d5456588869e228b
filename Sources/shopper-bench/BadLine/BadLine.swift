// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CommandLine
import Glibc

/// A line between two network devices that loses, delays and reorders packets.
struct BadLine: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Join two new network devices by a line that loses, delays and reorders packets.",
    discussion: """
      Makes the devices, says ready, and passes packets until its standard input ends. The devices \
      can be moved to network namespaces meanwhile. Needs the right to make them; \
      Scripts/bad-network shows how.
      """
  )

  @Argument(help: "The names of the two devices.") var devices: [String]
  @Option(help: "How many packets of a hundred are lost, each way.") var loss = 10
  @Option(help: "How long a packet takes, in milliseconds, each way.") var delay = 200
  @Option(help: "How many packets of a hundred overtake others.") var reorder = 5
  @Option(help: "Where chance begins.") var seed: UInt64 = 1

  /// A packet on its way.
  private struct Packet {
    let due: ContinuousClock.Instant
    let target: Int32
    let bytes: [UInt8]
  }

  func run() throws {
    try reportingFailure {
      guard devices.count == 2 else {
        throw Failure(.usage, "A line has two ends. Name two devices.")
      }
      let ends = try devices.map(Self.device)
      TextOutput.line("ready")
      fflush(nil)
      pass(between: ends)
    }
  }

  private func pass(between ends: [Int32]) {
    var numbers = SeededNumbers(seed: seed)
    var (passed, lost, overtaking) = (0, 0, 0)
    // Those that come first are last.
    var waiting: [Packet] = []
    while true {
      var polls = ([0] + ends).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      let wait = waiting.last.map { max(.zero, $0.due - .now) / .milliseconds(1) + 0.5 }
      _ = poll(&polls, nfds_t(polls.count), wait.map { Int32($0) } ?? -1)
      guard polls[0].revents == 0 else { break }
      for (place, end) in ends.enumerated() where polls[place + 1].revents != 0 {
        guard let bytes = Self.packet(from: end) else { continue }
        let chance = Int.random(in: 0..<100, using: &numbers)
        guard chance >= loss else {
          lost += 1
          continue
        }
        // A packet that overtakes others takes half the time.
        let isFast = chance >= 100 - reorder
        overtaking += isFast ? 1 : 0
        let packet = Packet(
          due: .now + .milliseconds(isFast ? delay / 2 : delay),
          target: ends[1 - place],
          bytes: bytes
        )
        let behind = waiting.firstIndex { $0.due <= packet.due } ?? waiting.count
        waiting.insert(packet, at: behind)
      }
      while let packet = waiting.last, packet.due <= .now {
        waiting.removeLast()
        passed += 1
        // A device that is down loses what it is sent: so does a line.
        _ = write(packet.target, packet.bytes, packet.bytes.count)
      }
    }
    TextOutput.line("\(passed) packets passed, \(lost) lost, \(overtaking) overtook others")
  }

  private static func packet(from end: Int32) -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = read(end, &buffer, buffer.count)
    return count > 0 ? Array(buffer.prefix(count)) : nil
  }

  /// Makes a device that hands its packets to this process, as they would go over a wire.
  private static func device(_ name: String) throws -> Int32 {
    let end = open("/dev/net/tun", O_RDWR | O_CLOEXEC | O_NONBLOCK)
    // The request is a name of 16 bytes and flags: IFF_TUN, IFF_NO_PI. The call is TUNSETIFF.
    var request = [UInt8](repeating: 0, count: 40)
    request.replaceSubrange(0..<min(15, name.utf8.count), with: name.utf8.prefix(15))
    (request[16], request[17]) = (0x01, 0x10)
    guard end >= 0, ioctl(end, 0x4004_54CA, &request) == 0 else {
      let reason = String(cString: strerror(errno))
      throw Failure(.forbidden, "The device \(name) cannot be made: \(reason). Try it as root.")
    }
    return end
  }
}
