// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import HubStore
import Replication
import SyncClient
import SyncProtocol
import TestSupport

/// A `shopper-hub` process on a free port of this machine, with a folder of its own.
final class RunningHub: Sendable {
  let folder: TemporaryFolder
  let program: ProgramUnderTest
  let process: RunningProgram
  let address: String
  let store: SQLiteHubStore

  init(_ arguments: [String] = [], data: String? = nil) throws {
    folder = try TemporaryFolder()
    program = try ProgramUnderTest("shopper-hub")
    let data = data ?? folder.path("hub")
    process = try program.start(
      ["serve", "--data", data, "--listen", "127.0.0.1:0"] + arguments
    )
    let line = try process.waitForLine(containing: "listening on ")
    address = String(line.dropFirst("listening on ".count))
    store = try SQLiteHubStore(folder: data)
  }

  /// Invites and enrols somebody, over the wire.
  func enrol(_ name: String, _ role: Role, program: String? = "AIR") async throws -> Client {
    let invitation = Invitation(name: name, role: role, program: program)
    let code = try await store.invite(invitation, by: nil).code
    return try enrol(code: code)
  }

  /// Enrols a new store with a code.
  func enrol(code: String) throws -> Client {
    var generator = SystemRandomNumberGenerator()
    let replica = ReplicaID(bits: UInt128(generator.next()) << 64 | UInt128(generator.next()))
    var request = WireEnrolRequest()
    request.code = code
    request.replica = Data(replica.bytes)
    request.device = "laptop"
    let answer = try nobody.post(.enrol, request.encoded())
    let response = try WireEnrolResponse(decoding: answer.body)
    return client(token: response.token, replica: replica)
  }

  /// Somebody without a token.
  var nobody: Client { client(token: nil, replica: ReplicaID(bits: 1)) }

  /// Somebody with a token, on a store.
  func client(token: String?, replica: ReplicaID) -> Client {
    Client(hub: self, token: token, replica: replica)
  }
}

/// A raw client of a hub.
struct Client: Sendable {
  let hub: RunningHub
  let token: String?
  let replica: ReplicaID
  var caFile: String?

  /// Sends a message as the protocol wants it.
  func post(
    _ endpoint: Endpoint,
    _ body: [UInt8],
    headers: [(name: String, value: String)] = []
  ) throws -> HTTPResponse {
    try send("POST", endpoint.rawValue, body, [("Content-Type", SyncLimits.mediaType)] + headers)
  }

  /// Sends a request as it is, with the token if there is one.
  func send(
    _ method: String,
    _ path: String,
    _ body: [UInt8] = [],
    _ headers: [(name: String, value: String)] = []
  ) throws -> HTTPResponse {
    let authorization = token.map { [("Authorization", "Bearer " + $0)] } ?? []
    let transport = try CurlTransport(version: "test", caFile: caFile)
    return try transport.perform(
      HTTPRequest(
        method: method,
        url: hub.address + path,
        headers: headers + authorization,
        body: body
      )
    )
  }

  func hello() throws -> WireHelloResponse {
    let answer = try post(.hello, message(for: .hello))
    return try WireHelloResponse(decoding: answer.body)
  }

  func push(_ changes: [[UInt8]]) throws -> HTTPResponse {
    var request = WirePushRequest()
    request.epoch = try hello().epoch
    request.replica = Data(replica.bytes)
    request.changes = changes.map { Data($0) }
    return try post(.push, request.encoded())
  }

  func pull(_ cursor: Data = Data(), waitSeconds: UInt32 = 0) throws -> WirePullResponse {
    var request = WirePullRequest()
    request.cursor = cursor
    request.waitSeconds = waitSeconds
    return try WirePullResponse(decoding: try post(.pull, request.encoded()).body)
  }

  /// A message that the route takes, as far as it can without knowing the hub.
  func message(for endpoint: Endpoint) -> [UInt8] {
    switch endpoint {
    case .hello:
      var request = WireHelloRequest()
      request.versions = [SyncVersion.first]
      request.replica = Data(replica.bytes)
      return request.encoded()
    case .push:
      var request = WirePushRequest()
      request.replica = Data(replica.bytes)
      var change = WireChange()
      change.dot.replica = Data(replica.bytes)
      change.dot.counter = 1
      change.header.id = Data(repeating: 1, count: 16)
      change.header.kind = "visit"
      change.header.program = Data(repeating: 2, count: 16)
      change.stamp.author = Data(repeating: 3, count: 16)
      request.changes = [Data(change.encoded())]
      return request.encoded()
    case .invite:
      var request = WireInviteRequest()
      request.name = "Nils"
      request.role = "shopper"
      request.program = "AIR"
      return request.encoded()
    case .enrol, .pull, .stream, .offer, .bundle, .health, .metrics: return []
    }
  }
}

/// A problem as a program reads it.
struct ReadProblem: Decodable {
  let type: String
  let title: String
  let status: Int
  let detail: String
  let code: String
  let hint: String
}

extension HTTPResponse {
  /// The problem in the body.
  var problem: ReadProblem {
    get throws { try JSONDecoder().decode(ReadProblem.self, from: Data(body)) }
  }
}
