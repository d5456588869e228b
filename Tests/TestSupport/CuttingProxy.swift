// SPDX-License-Identifier: Apache-2.0

/// A TCP proxy on 127.0.0.1 that does harm to connections at exact bytes.
package final class CuttingProxy: Sendable {
  /// What happens to one connection.
  package struct Plan: Sendable {
    /// What goes wrong.
    package enum Fault: Sendable {
      /// Nothing but a wait: what moves next moves when the planned action has been done.
      case delay
      /// So many of the last bytes, 64 at most, are passed on a second time, and then the rest.
      case duplicate(Int)
      /// Both sides see an orderly end: what had come is all.
      case close
      /// Both sides see a reset.
      case reset
      /// The line is cut: the connection stays, and nothing moves on it any more.
      case silence
    }

    /// Bytes from client to hub after which it goes wrong, 0 for at once; none: never.
    package var upBytes: Int?
    /// Bytes from hub to client after which it goes wrong, 0 for at once; none: never.
    package var downBytes: Int?
    package var fault: Fault
    /// Done when these bytes have passed, while the connection stands still.
    package var whenReached: @Sendable () -> Void
    /// Holds back what the hub answers until the gate is open.
    package var answersAfter: Gate?

    package init(
      upBytes: Int? = nil,
      downBytes: Int? = nil,
      fault: Fault = .close,
      answersAfter: Gate? = nil,
      whenReached: @escaping @Sendable () -> Void = {}
    ) {
      self.upBytes = upBytes
      self.downBytes = downBytes
      self.fault = fault
      self.answersAfter = answersAfter
      self.whenReached = whenReached
    }
  }

  /// Bytes that were passed on, over all connections.
  package struct Traffic: Sendable, Equatable {
    package var connectionCount = 0
    package var upBytes = 0
    package var downBytes = 0
    package var totalBytes: Int { upBytes + downBytes }
  }

  /// Something to do when the total has reached exactly this many bytes, before any more moves.
  ///
  /// While it is done the proxy stands still, so it must not ask for the proxy's traffic.
  package struct Trigger: Sendable {
    let totalBytes: Int
    let action: @Sendable () -> Void

    package init(atTotalBytes totalBytes: Int, _ action: @escaping @Sendable () -> Void) {
      self.totalBytes = totalBytes
      self.action = action
    }
  }

  private let listener: Socket
  private let stopping: (reading: Descriptor, writing: Descriptor)
  private let meter: ProxyMeter
  private let workers = Watched([WorkerThread]())
  private let acceptor: WorkerThread

  /// Starts passing connections on to a port of this machine.
  ///
  /// - Parameters:
  ///   - port: Where the hub listens. Nobody needs to listen there yet.
  ///   - trigger: Called once, on a thread of the proxy.
  ///   - plan: What happens to the connection with this number, from 0.
  /// - Throws: `SystemFailure` where no port can be had.
  package init(
    toPort port: Int,
    trigger: Trigger? = nil,
    plan: @escaping @Sendable (Int) -> Plan = { _ in Plan() }
  ) throws {
    let listener = try Socket.bound(listening: true)
    let stopping = try Descriptor.pipe()
    let meter = ProxyMeter(trigger: trigger)
    let workers = workers
    self.listener = listener
    self.stopping = stopping
    self.meter = meter
    acceptor = WorkerThread {
      while waitForReadable([listener.descriptor, stopping.reading]) == [true, false] {
        guard let client = try? listener.accepted() else { return }
        let plan = plan(meter.countConnection())
        let worker = WorkerThread {
          // Where nobody listens, the client sees its connection end.
          guard let hub = try? Socket.connected(toPort: port) else { return }
          var connection = ProxiedConnection(
            client,
            hub,
            plan,
            meter: meter,
            stop: stopping.reading
          )
          connection.run()
        }
        workers.update { $0.append(worker) }
      }
    }
  }

  deinit {
    stop()
  }

  package var port: Int { listener.port }

  /// Its address: `http://127.0.0.1:PORT`.
  package var url: String { "http://127.0.0.1:\(port)" }

  /// What was passed on so far.
  package var traffic: Traffic { meter.traffic }

  /// Ends all connections and waits for their threads; gates that hold answers must be open.
  package func stop() {
    _ = stopping.writing.write([0])
    acceptor.join()
    for worker in workers.update({ $0 }) {
      worker.join()
    }
  }
}
