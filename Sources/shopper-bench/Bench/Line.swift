// SPDX-License-Identifier: Apache-2.0

import CommandLine
import FieldModel
import Foundation
import LocalStore
import SyncClient
import SyncProtocol

/// A laptop's line to the hub, on which times and bytes are taken.
final class Line {
  private let transport: CurlTransport
  private let received: Received
  private let connection: HubConnection

  /// Told by the transport how many bytes have come.
  private final class Received {
    var bytes = 0
  }

  /// What one request took.
  struct Exchange {
    let response: HTTPResponse
    let milliseconds: Double
    /// What came, head and body, as it travelled.
    let bytes: Int
  }

  /// A line of an enrolled store.
  init(_ laptop: Laptop) throws {
    guard let enrolment = try laptop.store.read({ try $0.enrolment() }) else {
      throw Failure(.failed, "\(laptop.name) is not enrolled.")
    }
    let received = Received()
    self.received = received
    transport = try CurlTransport(version: programVersion) { received.bytes = $0.receivedBytes }
    connection = HubConnection(
      transport: transport,
      address: try HubAddress(enrolment.hub),
      token: enrolment.token
    )
  }

  /// A message as this laptop sends it.
  func request(_ body: [UInt8], at endpoint: Endpoint) throws -> HTTPRequest {
    try connection.request(body, at: endpoint)
  }

  /// Sends a request that is ready.
  func perform(_ request: HTTPRequest) throws -> Exchange {
    received.bytes = 0
    let began = ContinuousClock.now
    let response = try transport.perform(request)
    let time = (ContinuousClock.now - began) / .milliseconds(1)
    guard response.status == 200 else {
      let text = String(decoding: response.body, as: UTF8.self)
      throw Failure(.failed, "\(request): \(response.status) \(text)")
    }
    let head = response.headers.reduce(17) { $0 + $1.key.utf8.count + $1.value.utf8.count + 4 }
    return Exchange(response: response, milliseconds: time, bytes: head + received.bytes)
  }
}

extension Laptop {
  /// What waits in this laptop's journal as ready-made pushes of at most 500 changes.
  func readyPushes(on line: Line) throws -> [HTTPRequest] {
    let standing = try store.read { try $0.standing() }
    guard let name = standing.incarnations.last else { return [] }
    var requests: [HTTPRequest] = []
    var after = name.acknowledged
    while after < name.last {
      let load = SyncAction.load(
        name.replica,
        after: after,
        changesMaximum: SyncLimits.changesMaximum,
        bytesMaximum: SyncLimits.pushBytesMaximum
      )
      guard case .loaded(let run) = try store.read({ try $0.perform(load) }),
        let first = run.entries.first, let last = run.entries.last
      else { throw Failure(.failed, "The journal of \(self.name) ends early.") }
      var push = WirePushRequest()
      push.epoch = Data(standing.epoch)
      push.replica = Data(name.replica.bytes)
      push.changes = run.entries.map { Data($0.bytes) }
      push.first = first.counter
      push.head = Data(last.hash.bytes)
      requests.append(try line.request(push.encoded(), at: .push))
      after = last.counter
    }
    return requests
  }
}
