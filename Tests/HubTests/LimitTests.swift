// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Hub
import HubStore
import Replication
import SyncClient
import SyncProtocol
import TestSupport
import Testing

@Suite struct `Everything has a limit, and a refusal says which` {
  @Test func `a body that is too large is refused by its announcement`() async throws {
    let hub = try RunningHub()
    let client = try await hub.enrol("Ann", .shopper)
    let body = [UInt8](repeating: 0, count: SyncLimits.bodyBytesMaximum + 1)
    let answer = try client.post(.push, body)
    #expect(answer.status == 413)
    #expect(try answer.problem.code == "body_too_large")
    #expect(try client.pull().records.isEmpty)
  }

  @Test func `a body that comes in pieces is cut off at the limit`() async throws {
    let hub = try RunningHub()
    let client = try await hub.enrol("Ann", .shopper)
    let body = [UInt8](repeating: 0, count: SyncLimits.bodyBytesMaximum + 1)
    let answer = try client.post(.push, body, headers: [("Transfer-Encoding", "chunked")])
    #expect(try answer.problem.code == "body_too_large")
  }

  @Test func `a body that grows beyond the limit is refused`() async throws {
    let hub = try RunningHub()
    let client = try await hub.enrol("Ann", .shopper)
    let bomb = Gzip.compress([UInt8](repeating: 0, count: 512 << 20))
    #expect(bomb.count < SyncLimits.bodyBytesMaximum)
    let answer = try client.post(.push, bomb, headers: [("Content-Encoding", "gzip")])
    #expect(answer.status == 415)
    #expect(try answer.problem.code == "content_encoding")
    #expect(try hub.residentBytes() < 512 << 20)
  }

  @Test func `garbage is refused and named`() async throws {
    let hub = try RunningHub()
    let client = try await hub.enrol("Ingrid", .coordinator)
    for endpoint in [Endpoint.enrol, .hello, .push, .pull, .offer, .bundle, .invite] {
      let answer = try client.post(endpoint, Array("not a message".utf8))
      #expect(answer.status == 400, "\(endpoint)")
      #expect(try answer.problem.code == "malformed")
      #expect(answer.headers["content-type"] == "application/problem+json")
      #expect(answer.headers["cache-control"] == "no-store")
    }
    let notGzip = try client.post(.pull, [1, 2, 3], headers: [("Content-Encoding", "gzip")])
    #expect(try notGzip.problem.code == "content_encoding")
    let brotli = try client.post(.pull, [], headers: [("Content-Encoding", "br")])
    #expect(try brotli.problem.code == "content_encoding")
    #expect(try client.push([[1, 2, 3]]).problem.code == "malformed_change")
  }

  @Test func `a batch has at most five hundred changes and at least one`() async throws {
    let hub = try RunningHub()
    let client = try await hub.enrol("Ann", .shopper)
    let many = [[UInt8]](repeating: [1], count: SyncLimits.changesMaximum + 1)
    #expect(try client.push(many).problem.code == "batch_too_large")
    #expect(try client.push([]).problem.code == "malformed")
    let large = [UInt8](repeating: 0, count: SyncLimits.changeBytesMaximum + 1)
    #expect(try client.push([large]).problem.code == "batch_too_large")
  }

  @Test(arguments: ["application/json", "application/octet-stream", nil])
  func `a body of another type is refused`(type: String?) async throws {
    let hub = try RunningHub()
    let client = try await hub.enrol("Ann", .shopper)
    let headers = type.map { [("Content-Type", $0)] } ?? []
    let answer = try client.send("POST", Endpoint.pull.rawValue, [], headers)
    #expect(answer.status == 415)
    #expect(try answer.problem.code == "media_type")
  }

  @Test func `headers that are too long or too many are refused`() async throws {
    let hub = try RunningHub()
    let client = try await hub.enrol("Ann", .shopper)
    let long = String(repeating: "a", count: HubServer.headerBytesMaximum + 1)
    #expect(try client.send("GET", "/health", [], [("X-Long", long)]).status == 400)
    let many = (0..<80).map { (name: "X-\($0)", value: "1") }
    #expect(try client.send("GET", "/health", [], many).status == 400)
    #expect(try client.send("GET", "/health").status == 200)
  }

  @Test func `compressed requests are taken and long answers are compressed`() async throws {
    let hub = try RunningHub()
    let client = try await hub.enrol("Ingrid", .coordinator)
    let session = try #require(try await hub.store.session(token: client.token ?? ""))
    var ingrid = Laptop(session)
    for place in 0..<50 {
      ingrid.write(Study.interaction("A\(place)"), Put("name", .text("The same name again")))
    }
    var request = WirePushRequest()
    request.epoch = try client.hello().epoch
    request.replica = Data(client.replica.bytes)
    request.changes = ingrid.journal.map { Data($0) }
    let gzipped = [(name: "Content-Encoding", value: "gzip")]
    let pushed = try client.post(.push, Gzip.compress(request.encoded()), headers: gzipped)
    #expect(try WirePushResponse(decoding: pushed.body).counter == 50)
    let answer = try client.post(.pull, [])
    #expect(answer.headers["content-encoding"] == "gzip")
    #expect(try WirePullResponse(decoding: answer.body).records.count == 50)
    let short = try client.send("GET", "/health")
    #expect(short.headers["content-encoding"] == nil)
  }
}

@Suite struct `The catalogue of problems` {
  @Test func `has each code once and a sentence for everything`() {
    let all = Problem.allCases
    #expect(Set(all.map(\.rawValue)).count == all.count)
    #expect(Set(all.map(\.title)).count == all.count)
    for problem in all {
      #expect(problem.rawValue.allSatisfy { $0.isLowercase || $0 == "_" })
      #expect((400...599).contains(problem.status))
      #expect(!problem.title.isEmpty && !problem.title.hasSuffix("."))
      #expect(problem.hint.hasSuffix("."))
    }
  }
}

extension RunningHub {
  /// The most memory that the hub's process has had, in bytes.
  fileprivate func residentBytes() throws -> Int {
    let text = try String(contentsOfFile: "/proc/\(process.processID)/status", encoding: .utf8)
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
    return try #require(line.split(separator: " ").compactMap { Int($0) }.first) << 10
  }
}
