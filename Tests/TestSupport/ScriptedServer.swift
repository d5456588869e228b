// SPDX-License-Identifier: Apache-2.0

/// A TCP server that plays a fixed part: it reads requests and sends bytes, whatever they mean.
package final class ScriptedServer: Sendable {
  /// One thing to do on a connection.
  package enum Step: Sendable {
    /// Reads one HTTP request with its body and keeps it in `requests`.
    case readRequest
    /// Reads this many bytes and no more.
    case read(bytes: Int)
    /// Sends bytes as they are.
    case send([UInt8])
    /// Says nothing until the client goes away or the server stops.
    case stayMute
    /// Breaks the connection off with a reset. It must be the last step.
    case reset
  }

  /// A request as it came.
  package struct Request: Sendable, Equatable {
    /// Which connection it came on, from 0.
    package let connection: Int
    /// The request line and the headers, with the lines' ends.
    package let head: String
    package let body: [UInt8]
  }

  fileprivate struct State {
    var connectionCount = 0
    var requests: [Request] = []
    var workers: [WorkerThread] = []
  }

  private let listener: Socket
  private let stopping: (reading: Descriptor, writing: Descriptor)
  private let state = Watched(State())
  private let acceptor: WorkerThread

  /// Starts serving.
  ///
  /// The first connection plays the first script, and so on; when a script has
  /// ended, so does its connection, and a connection without a script ends at once.
  package init(_ scripts: [[Step]]) throws {
    let listener = try Socket.bound(listening: true)
    let stopping = try Descriptor.pipe()
    let state = state
    self.listener = listener
    self.stopping = stopping
    acceptor = WorkerThread {
      while waitForReadable([listener.descriptor, stopping.reading]) == [true, false] {
        guard let socket = try? listener.accepted() else { return }
        state.update { now in
          let number = now.connectionCount
          let part = Part(number: number, socket: socket, stop: stopping.reading, state: state)
          let script = number < scripts.count ? scripts[number] : []
          now.connectionCount += 1
          now.workers.append(WorkerThread { part.play(script) })
        }
      }
    }
  }

  deinit {
    stop()
  }

  package var port: Int { listener.port }

  /// Its address: `http://127.0.0.1:PORT`.
  package var url: String { "http://127.0.0.1:\(port)" }

  /// How many connections came.
  package var connectionCount: Int { state.update { $0.connectionCount } }

  /// What was read by `readRequest` so far.
  package var requests: [Request] { state.update { $0.requests } }

  /// Waits until `count` requests have come; returns what came.
  @discardableResult
  package func waitForRequests(_ count: Int) -> [Request] {
    state.wait { $0.requests.count >= count ? $0.requests : nil } ?? requests
  }

  /// Ends all connections and waits for their threads.
  package func stop() {
    _ = stopping.writing.write([0])
    acceptor.join()
    for worker in state.update({ $0.workers }) {
      worker.join()
    }
  }
}

/// One connection's part.
private struct Part: Sendable {
  let number: Int
  let socket: Socket
  let stop: Descriptor
  let state: Watched<ScriptedServer.State>

  func play(_ script: [ScriptedServer.Step]) {
    for step in script {
      let isGoingOn =
        switch step {
        case .readRequest: readRequest()
        case .read(let bytes): read(bytes) != nil
        case .send(let bytes): socket.descriptor.write(bytes)
        case .stayMute: stayMute()
        case .reset: reset()
        }
      guard isGoingOn else { return }
    }
    // Closing with unread bytes would be a reset, so the client's end is awaited.
    socket.endSending()
    _ = stayMute()
  }

  private func readRequest() -> Bool {
    var head: [UInt8] = []
    while !head.suffix(4).elementsEqual("\r\n\r\n".utf8) {
      guard let byte = read(1) else { return false }
      head += byte
    }
    let text = String(decoding: head, as: UTF8.self)
    let length = text.split(separator: "\r\n").lazy
      .map { $0.lowercased() }
      .first { $0.hasPrefix("content-length:") }
      .flatMap { Int($0.dropFirst("content-length:".count).filter(\.isNumber)) }
    guard let body = read(length ?? 0) else { return false }
    let request = ScriptedServer.Request(connection: number, head: text, body: body)
    state.update { $0.requests.append(request) }
    return true
  }

  /// Exactly `count` bytes, or nothing if the connection or the server ends before.
  private func read(_ count: Int) -> [UInt8]? {
    var bytes: [UInt8] = []
    while bytes.count < count {
      guard waitForReadable([socket.descriptor, stop]) == [true, false],
        let piece = socket.descriptor.read(count - bytes.count), !piece.isEmpty
      else { return nil }
      bytes += piece
    }
    return bytes
  }

  private func stayMute() -> Bool {
    while read(1) != nil {}
    return false
  }

  private func reset() -> Bool {
    socket.resetOnClose()
    return false
  }
}
