// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Counts what a proxy passes on, and pulls its trigger.
final class ProxyMeter: Sendable {
  private let trigger: CuttingProxy.Trigger?
  private let state = Watched(CuttingProxy.Traffic())

  init(trigger: CuttingProxy.Trigger?) {
    self.trigger = trigger
  }

  var traffic: CuttingProxy.Traffic { state.update { $0 } }

  func countConnection() -> Int {
    state.update { now in
      defer { now.connectionCount += 1 }
      return now.connectionCount
    }
  }

  /// Passes on as many bytes as the target takes now, and no further than to the trigger's byte.
  ///
  /// The trigger is then pulled before anything else moves. Returns how many bytes were taken, or
  /// nothing if the target is gone.
  func pass(_ bytes: [UInt8], up isUp: Bool, to target: Socket) -> Int? {
    state.update { now in
      let untilTrigger = (trigger?.totalBytes ?? 0) - now.totalBytes
      let piece = bytes.prefix(untilTrigger > 0 ? untilTrigger : bytes.count)
      guard let count = target.descriptor.sendNow(piece) else { return nil }
      now.upBytes += isUp ? count : 0
      now.downBytes += isUp ? 0 : count
      if let trigger, count > 0, now.totalBytes == trigger.totalBytes {
        trigger.action()
      }
      return count
    }
  }
}

/// Passes bytes between two sockets until both have ended or the plan says so.
struct ProxiedConnection {
  /// One direction.
  private struct Flow {
    let source: Socket
    let target: Socket
    var left: Int
    var waiting: [UInt8] = []
    /// The last bytes that were passed on.
    var passed: [UInt8] = []
    var isEnded = false

    /// What has to happen before this flow can go on.
    var interest: pollfd? {
      if !waiting.isEmpty {
        return pollfd(fd: target.descriptor.number, events: Int16(POLLOUT), revents: 0)
      }
      return isEnded
        ? nil : pollfd(fd: source.descriptor.number, events: Int16(POLLIN), revents: 0)
    }
  }

  private let plan: CuttingProxy.Plan
  private let meter: ProxyMeter
  private let stop: Descriptor
  private var up: Flow
  private var down: Flow

  init(
    _ client: Socket,
    _ hub: Socket,
    _ plan: CuttingProxy.Plan,
    meter: ProxyMeter,
    stop: Descriptor
  ) {
    self.plan = plan
    self.meter = meter
    self.stop = stop
    up = Flow(source: client, target: hub, left: plan.upBytes ?? .max)
    down = Flow(source: hub, target: client, left: plan.downBytes ?? .max)
  }

  mutating func run() {
    while true {
      if up.left == 0 || down.left == 0 {
        plan.whenReached()
        guard doHarm() else { return }
      }
      guard up.interest != nil || down.interest != nil else { return }
      guard waitForInterest() else { return }
      guard advance(&up, isUp: true), advance(&down, isUp: false) else { return abort() }
    }
  }

  /// Does what the plan says, once; false when the connection is over.
  private mutating func doHarm() -> Bool {
    switch plan.fault {
    case .close: endBoth()
    case .reset: abort()
    case .silence: _ = waitForReadable([stop])
    case .duplicate(let count):
      if up.left == 0 { up.waiting = Array(up.passed.suffix(count)) }
      if down.left == 0 { down.waiting = Array(down.passed.suffix(count)) }
      fallthrough
    case .delay:
      (up.left, down.left) = (.max, .max)
      return true
    }
    return false
  }

  /// Waits until a flow can go on; false when the proxy stops.
  private func waitForInterest() -> Bool {
    var polls = [pollfd(fd: stop.number, events: Int16(POLLIN), revents: 0)]
    polls += [up.interest, down.interest].compactMap(\.self)
    while poll(&polls, nfds_t(polls.count), -1) < 0, errno == EINTR {}
    return polls[0].revents == 0
  }

  /// Reads or writes what is possible now; false when a side is gone.
  private func advance(_ flow: inout Flow, isUp: Bool) -> Bool {
    if flow.waiting.isEmpty, !flow.isEnded {
      switch flow.source.descriptor.receiveNow(min(flow.left, 65_536)) {
      case .bytes(let bytes): flow.waiting = bytes
      case .nothingYet: return true
      case .failed: return false
      case .ended:
        flow.isEnded = true
        flow.target.endSending()
      }
      if !isUp, !flow.waiting.isEmpty {
        plan.answersAfter?.pass()
      }
    }
    guard !flow.waiting.isEmpty else { return true }
    guard let count = meter.pass(flow.waiting, up: isUp, to: flow.target) else { return false }
    flow.passed = Array((flow.passed + flow.waiting.prefix(count)).suffix(64))
    flow.waiting.removeFirst(count)
    flow.left -= count
    return true
  }

  private func abort() {
    up.source.resetOnClose()
    down.source.resetOnClose()
  }

  /// Ends both sides in order.
  ///
  /// What they still send is read and dropped: closing a socket with unread bytes is a reset.
  private func endBoth() {
    var open = [up.source.descriptor, down.source.descriptor]
    up.source.endSending()
    down.source.endSending()
    while !open.isEmpty {
      let ready = waitForReadable(open + [stop])
      guard !ready[open.count] else { return }
      open = zip(open, ready).filter { side, isReady in
        !isReady || side.read(65_536).map { !$0.isEmpty } ?? false
      }.map(\.0)
    }
  }
}
