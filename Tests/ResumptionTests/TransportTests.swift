// SPDX-License-Identifier: Apache-2.0

import SyncClient
import TestSupport
import Testing

/// What the transport makes of a network that fails, and of one that does not.
struct TransportTests {
  @Test func `a request arrives as it was given`() throws {
    let server = try ScriptedServer([[.readRequest, .send(answer("ok"))]])
    let request = HTTPRequest(
      method: "POST",
      url: "\(server.url)/sync?a=b",
      headers: [("X-Empty", ""), ("X-Full", "é")],
      body: Array("body".utf8)
    )
    let response = try CurlTransport(version: "1.2.3").perform(request)

    #expect(response.status == 200)
    #expect(response.body == Array("ok".utf8))
    let received = try #require(server.requests.first)
    #expect(received.body == Array("body".utf8))
    let lines = received.head.utf8.split(separator: 10).map { String(decoding: $0, as: UTF8.self) }
    #expect(lines.first == "POST /sync?a=b HTTP/1.1\r")
    #expect(lines.contains("User-Agent: mystery-shopper/1.2.3\r"))
    #expect(lines.contains("X-Full: é\r"))
    #expect(lines.contains("X-Empty:\r"))
    let names = lines.dropFirst().compactMap { $0.lowercased().split(separator: ":").first }
    #expect(!names.contains("expect"))
    #expect(!names.contains("content-type"))
  }

  @Test(arguments: ["POST", "PUT", "PATCH"])
  func `an empty body is sent as an empty body`(method: String) throws {
    let server = try ScriptedServer([[.readRequest, .send(answer(""))]])
    let transport = try CurlTransport(version: "1")
    #expect(try transport.perform(HTTPRequest(method: method, url: server.url)).body == [])
    let request = try #require(server.requests.first)
    #expect(request.head.hasPrefix("\(method) / "))
    #expect(request.head.contains("Content-Length: 0"))
  }

  @Test func `a head is an answer without a body`() throws {
    let head = Array("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nETag: \"a\"\r\n\r\n".utf8)
    let server = try ScriptedServer([[.readRequest, .send(head), .stayMute]])
    let transport = try CurlTransport(version: "1")
    let response = try transport.perform(HTTPRequest(method: "HEAD", url: server.url))
    #expect(response.headers["etag"] == "\"a\"")
    #expect(response.body == [])
  }

  @Test func `two requests share one connection and nothing else`() throws {
    let script: [ScriptedServer.Step] = [
      .readRequest, .send(answer("one")), .readRequest, .send(answer("two")), .stayMute,
    ]
    let server = try ScriptedServer([script])
    let transport = try CurlTransport(version: "1")
    let first = HTTPRequest(
      method: "PUT",
      url: server.url,
      headers: [("Authorization", "Bearer x")],
      body: [1, 2, 3]
    )
    #expect(try transport.perform(first).body == Array("one".utf8))
    #expect(try transport.perform(HTTPRequest(url: server.url)).body == Array("two".utf8))

    #expect(server.connectionCount == 1)
    let second = try #require(server.requests.last)
    #expect(second.head.hasPrefix("GET / HTTP/1.1\r\n"))
    #expect(second.body == [])
    #expect(!second.head.contains("Bearer"))
  }

  @Test func `a connection that the hub has closed meanwhile is made anew`() throws {
    let script: [ScriptedServer.Step] = [.readRequest, .send(answer("ok"))]
    let server = try ScriptedServer([script, script])
    let transport = try CurlTransport(version: "1")
    for _ in 1...2 {
      let request = HTTPRequest(method: "POST", url: server.url, body: [1])
      #expect(try transport.perform(request).status == 200)
    }
    #expect(server.connectionCount == 2)
  }

  @Test func `a refusal with its problem is an answer`() throws {
    let problem = #"{"code":"no-such-program"}"#
    let server = try ScriptedServer([[.readRequest, .send(answer(problem, status: 404))]])
    let response = try CurlTransport(version: "1").perform(HTTPRequest(url: server.url))
    #expect(response.status == 404)
    #expect(response.body == Array(problem.utf8))
  }

  @Test func `a redirect is not followed`() throws {
    let head = "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
    let server = try ScriptedServer([[.readRequest, .send(Array(head.utf8))]])
    let response = try CurlTransport(version: "1").perform(HTTPRequest(url: server.url))
    #expect(response.status == 302)
    #expect(response.headers["location"] == "http://127.0.0.1:1/")
  }

  @Test func `a repeated header keeps all its values`() throws {
    let head = "HTTP/1.1 200 OK\r\nX-A:  1 \r\nx-a: 2\r\nContent-Length: 0\r\n\r\n"
    let server = try ScriptedServer([[.readRequest, .send(Array(head.utf8))]])
    let response = try CurlTransport(version: "1").perform(HTTPRequest(url: server.url))
    #expect(response.headers["x-a"] == "1, 2")
  }

  @Test func `a compressed answer is unpacked`() throws {
    let server = try ScriptedServer([[.readRequest, .send(gzipAnswer)]])
    let response = try CurlTransport(version: "1").perform(HTTPRequest(url: server.url))
    #expect(response.body == Array(repeating: UInt8(ascii: "a"), count: 1_000))
    #expect(try #require(server.requests.first).head.contains("gzip"))
  }

  @Test func `an answer of the allowed length is taken and one byte more is refused`() throws {
    let answers: [[UInt8]] = [answer("12345"), chunkedAnswer("12345"), gzipAnswer]
    for (answer, length) in zip(answers, [5, 5, 1_000]) {
      let script: [ScriptedServer.Step] = [.readRequest, .send(answer), .stayMute]
      let server = try ScriptedServer([script, script])
      let transport = try CurlTransport(version: "1")
      let taken = HTTPRequest(url: server.url, responseBytesMaximum: length)
      #expect(try CurlTransport(version: "1").perform(taken).body.count == length)
      #expect(throws: TransportError.tooLarge(host: server.url, bytesMaximum: length - 1)) {
        try transport.perform(HTTPRequest(url: server.url, responseBytesMaximum: length - 1))
      }
    }
  }

  @Test func `endless headers are refused`() throws {
    let line = Array("X-Filler: \(String(repeating: "a", count: 1_000))\r\n".utf8)
    let head = Array("HTTP/1.1 200 OK\r\n".utf8) + Array(repeatElement(line, count: 100).joined())
    let server = try ScriptedServer([[.readRequest, .send(head), .stayMute]])
    let error = try failure(HTTPRequest(url: server.url))
    guard case .unreadable = error else { throw error }
  }

  @Test func `what is not HTTP is not an answer`() throws {
    let server = try ScriptedServer([[.readRequest, .send(Array("SSH-2.0-OpenSSH_9\r\n".utf8))]])
    let error = try failure(HTTPRequest(url: server.url))
    guard case .unreadable = error else { throw error }
  }

  @Test func `an answer cut at any byte is never taken for a whole one`() throws {
    // The line feed that ends a chunked answer says nothing new.
    for whole in [answer("hello"), chunkedAnswer("hello").dropLast(), gzipAnswer] {
      let scripts = (0..<whole.count).map { count -> [ScriptedServer.Step] in
        [.readRequest, .send(Array(whole.prefix(count)))]
      }
      let server = try ScriptedServer(scripts)
      let transport = try CurlTransport(version: "1")
      for count in 0..<whole.count {
        do throws(TransportError) {
          let response = try transport.perform(HTTPRequest(url: server.url))
          Issue.record("cut after \(count) bytes of \(whole.count): \(response)")
        } catch {
          #expect(error.isRetryable, "cut after \(count) bytes: \(error)")
        }
      }
    }
  }

  @Test func `an answer without an announced end is not taken`() throws {
    let bytes = Array("HTTP/1.1 200 OK\r\n\r\nhalf".utf8)
    let server = try ScriptedServer([[.readRequest, .send(bytes)]])
    let error = try failure(HTTPRequest(url: server.url))
    guard case .cut = error else { throw error }
  }

  @Test func `a reset in the middle of an answer is a cut`() throws {
    let server = try ScriptedServer([[.readRequest, .send(answer("hello").dropLast(2)), .reset]])
    let error = try failure(HTTPRequest(url: server.url))
    guard case .cut = error else { throw error }
  }

  @Test func `a reset in the middle of a request is a cut`() throws {
    let server = try ScriptedServer([[.read(bytes: 70_000), .reset]])
    let body = [UInt8](repeating: 7, count: 20_000_000)
    let error = try failure(HTTPRequest(method: "POST", url: server.url, body: body))
    guard case .cut = error else { throw error }
  }

  @Test func `a hub that says nothing is given up`() throws {
    let server = try ScriptedServer([[.readRequest, .stayMute]])
    let error = try failure(HTTPRequest(url: server.url, timeoutSeconds: 1))
    guard case .timedOut = error else { throw error }
  }

  @Test func `a transfer that stands still is given up before its time`() throws {
    let server = try ScriptedServer([[.readRequest, .send(answer("hello").dropLast()), .stayMute]])
    let error = try failure(HTTPRequest(url: server.url, silenceSecondsMaximum: 1))
    guard case .timedOut = error else { throw error }
  }

  @Test func `a port where nobody listens is unreachable`() throws {
    let port = try UnusedPort()
    let error = try failure(HTTPRequest(url: "http://127.0.0.1:\(port.number)"))
    guard case .unreachable(let host, _) = error else { throw error }
    #expect(host == "http://127.0.0.1:\(port.number)")
  }

  @Test func `no error repeats a secret`() throws {
    let port = try UnusedPort()
    let url = "http://127.0.0.1:\(port.number)/path-of-mine"
    let request = HTTPRequest(url: url, headers: [("Authorization", "Bearer s3cret")])
    let error = try failure(request)
    var dumped = ""
    dump(request, to: &dumped)
    for text in ["\(error)", error.hint, String(reflecting: error), "\(request)", dumped] {
      #expect(!text.contains("s3cret"))
    }
    #expect(!String(reflecting: error).contains("path-of-mine"))
  }

  @Test(arguments: ["a\r\nX-Forged: 1", "a\nb", "a\u{0}b", "\u{7F}"])
  func `a header cannot smuggle another one in`(value: String) throws {
    let error = try failure(HTTPRequest(url: "http://127.0.0.1:1", headers: [("X-A", value)]))
    guard case .unsupported = error else { throw error }
    #expect(!"\(error)".contains("Forged"))
  }

  @Test(arguments: ["file:///etc/passwd", "ftp://127.0.0.1/", "nonsense", "http://u:p@127.0.0.1/"])
  func `nothing but a plain web address is spoken to`(url: String) throws {
    let error = try failure(HTTPRequest(url: url))
    guard case .unsupported = error else { throw error }
    #expect(!error.isRetryable)
  }

  @Test func `cancelling ends a running transfer and all that follow`() throws {
    let server = try ScriptedServer([[.readRequest, .stayMute]])
    let cancellation = Cancellation()
    let outcomes = Watched([TransportError?]())
    let url = server.url
    let worker = WorkerThread {
      for _ in 1...2 {
        let error = try? failure(HTTPRequest(url: url), cancellation: cancellation)
        outcomes.update { $0.append(error) }
      }
    }
    server.waitForRequests(1)
    cancellation.cancel()
    worker.join()
    #expect(outcomes.update { $0 } == [.cancelled, .cancelled])
    #expect(server.connectionCount == 1)
  }

  @Test func `progress counts what moves both ways`() throws {
    let server = try ScriptedServer([[.readRequest, .send(answer("hello"))]])
    let seen = Watched([TransferProgress]())
    let transport = try CurlTransport(version: "1") { now in seen.update { $0.append(now) } }
    let body = [UInt8](repeating: 1, count: 100_000)
    _ = try transport.perform(HTTPRequest(method: "POST", url: server.url, body: body))
    let last = try #require(seen.update { $0 }.last)
    #expect(last.sentBytes == 100_000 && last.sentBytesTotal == 100_000)
    #expect(last.receivedBytes == 5 && last.receivedBytesTotal == 5)
  }
}

/// What a request fails with.
func failure(
  _ request: HTTPRequest,
  caFile: String? = nil,
  cancellation: Cancellation = Cancellation()
) throws -> TransportError {
  let transport = try CurlTransport(version: "1", caFile: caFile, cancellation: cancellation)
  return try #require(throws: TransportError.self) { try transport.perform(request) }
}

private func answer(_ body: String, status: Int = 200) -> [UInt8] {
  Array("HTTP/1.1 \(status) Said\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)".utf8)
}

private func chunkedAnswer(_ body: String) -> [UInt8] {
  let length = String(body.utf8.count, radix: 16)
  let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
  return Array("\(head)\(length)\r\n\(body)\r\n0\r\n\r\n".utf8)
}

/// A thousand times the letter a, as gzip packs it.
private let gzipAnswer: [UInt8] = {
  let packed: [UInt8] = [
    0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x4B, 0x4C, 0x1C, 0x05, 0xA3, 0x60,
    0x14, 0x0C, 0x77, 0x00, 0x00, 0x03, 0xDA, 0x38, 0x9A, 0xE8, 0x03, 0x00, 0x00,
  ]
  let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(packed.count)\r\n\r\n"
  return Array(head.utf8) + packed
}()
