// SPDX-License-Identifier: Apache-2.0

import SyncClient
import TestSupport
import Testing

/// The fixture that other tests rely on to cut a sync at any byte.
struct CuttingProxyTests {
  private let script: [ScriptedServer.Step] = [.readRequest, .send(reply)]

  @Test func `without a plan everything passes and is counted`() throws {
    let hub = try ScriptedServer([script])
    let proxy = try CuttingProxy(toPort: hub.port)
    #expect(try send(to: proxy).body == Array("hello".utf8))
    let received = try #require(hub.requests.first)
    #expect(proxy.traffic.upBytes == received.head.utf8.count + received.body.count)
    #expect(proxy.traffic.downBytes == reply.count)
    #expect(proxy.traffic.connectionCount == 1)
  }

  @Test(arguments: [CuttingProxy.Plan.Fault.close, .reset])
  func `an answer is cut at exactly the planned byte`(
    fault: CuttingProxy.Plan.Fault
  ) throws {
    for count in 0..<reply.count {
      let hub = try ScriptedServer([script])
      let proxy = try CuttingProxy(toPort: hub.port) { _ in
        .init(downBytes: count, fault: fault)
      }
      let error = try #require(throws: TransportError.self) { try send(to: proxy) }
      guard case .cut = error else { throw error }
      #expect(proxy.traffic.downBytes == count)
    }
  }

  @Test func `a request is cut at exactly the planned byte`() throws {
    for count in [1, 17, 60] {
      let hub = try ScriptedServer([script])
      let proxy = try CuttingProxy(toPort: hub.port) { _ in .init(upBytes: count) }
      let error = try #require(throws: TransportError.self) { try send(to: proxy) }
      guard case .cut = error else { throw error }
      #expect(proxy.traffic.upBytes == count)
      #expect(hub.requests.isEmpty)
    }
  }

  @Test func `silence is not an end`() throws {
    let hub = try ScriptedServer([script])
    let proxy = try CuttingProxy(toPort: hub.port) { _ in
      .init(downBytes: 20, fault: .silence)
    }
    let error = try #require(throws: TransportError.self) { try send(to: proxy, seconds: 1) }
    guard case .timedOut = error else { throw error }
  }

  @Test func `what is delayed comes whole, and after what it waits for`() throws {
    let hub = try ScriptedServer([script])
    let heard = Watched(-1)
    let proxy = try CuttingProxy(toPort: hub.port) { _ in
      .init(upBytes: 30, fault: .delay) { heard.update { $0 = hub.requests.count } }
    }
    #expect(try send(to: proxy).body == Array("hello".utf8))
    #expect(heard.update { $0 } == 0)
    #expect(proxy.traffic.downBytes == reply.count)
  }

  @Test func `bytes are passed twice where that is planned`() throws {
    let hub = try ScriptedServer([[.readRequest, .send(reply), .stayMute]])
    let place = "HTTP/1.1 200 OK".utf8.count
    let proxy = try CuttingProxy(toPort: hub.port) { _ in
      .init(downBytes: place, fault: .duplicate(5))
    }
    #expect(try send(to: proxy).body == Array("hello".utf8))
    #expect(proxy.traffic.downBytes == reply.count + 5)
  }

  @Test func `answers wait for their gate`() throws {
    let hub = try ScriptedServer([script, script])
    let gate = Gate()
    let proxy = try CuttingProxy(toPort: hub.port) { number in
      .init(answersAfter: number == 0 ? gate : nil)
    }
    let order = Watched([String]())
    let first = WorkerThread {
      let isAnswered = (try? send(to: proxy)) != nil
      order.update { $0.append("first \(isAnswered)") }
    }
    hub.waitForRequests(1)
    let isAnswered = (try? send(to: proxy)) != nil
    order.update { $0.append("second \(isAnswered)") }
    gate.open()
    first.join()
    #expect(order.update { $0 } == ["second true", "first true"])
  }

  @Test func `a trigger is pulled at its byte before anything else moves`() throws {
    let hub = try ScriptedServer([script])
    let child = try ProgramUnderTest(path: "/bin/cat").start(["/dev/zero"])
    let requestCount = Watched(-1)
    let trigger = CuttingProxy.Trigger(atTotalBytes: 50) {
      requestCount.update { $0 = hub.requests.count }
      child.kill()
    }
    let proxy = try CuttingProxy(toPort: hub.port, trigger: trigger)
    #expect(try send(to: proxy).status == 200)
    #expect(requestCount.update { $0 } == 0)
    #expect(child.wait().status == -9)
  }

  @Test func `a hub that is gone ends the connection`() throws {
    let port = try UnusedPort()
    let proxy = try CuttingProxy(toPort: port.number)
    let error = try #require(throws: TransportError.self) { try send(to: proxy) }
    #expect(error.isRetryable)
    withExtendedLifetime(port) {}
  }
}

private let reply = Array("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello".utf8)

@discardableResult
private func send(
  to proxy: CuttingProxy,
  seconds: Int = 60
) throws(TransportError) -> HTTPResponse {
  let request = HTTPRequest(
    method: "POST",
    url: proxy.url,
    body: [1, 2, 3, 4, 5],
    timeoutSeconds: seconds
  )
  return try CurlTransport(version: "1").perform(request)
}
