// SPDX-License-Identifier: Apache-2.0

import SyncClient
import SyncProtocol
import TestSupport
import Testing

@Suite("What a cut line costs is one batch")
struct ResentTests {
  @Test func `of ten thousand changes that are cut twice, a batch at most is sent again each time`()
    throws
  {
    let field = try FieldUnderFaults()
    try field.enter(9_999)
    var sent: Set<[UInt8]> = []
    // The line breaks within a request, then within an answer: that batch the hub has already.
    for (count, plan) in [(5_000, CuttingProxy.Plan(upBytes: 2_000)), (2_500, .init(downBytes: 9))]
    {
      let proxy = try CuttingProxy(toPort: field.hub.port) { _ in plan }
      let line = try CountedTransport(cutAfter: count, by: proxy)
      #expect(throws: SyncFailure.self) { try field.ada.sync(over: line) }
      #expect(proxy.traffic.connectionCount > 0)
      line.holdToOneBatch(sentBefore: sent)
      sent.formUnion(line.changes)
    }
    let line = try CountedTransport()
    try field.ada.sync(over: line)
    line.holdToOneBatch(sentBefore: sent)
    #expect(sent.union(line.changes).count >= 10_000)
    try field.check(histories: 20)
  }
}

/// Carries requests, counts the changes in them, and takes one push over a bad line.
private final class CountedTransport: Transport {
  private let transport: CurlTransport
  private let cut: (count: Int, proxy: CuttingProxy)?
  private let sent = Watched([[UInt8]]())

  init(cutAfter count: Int, by proxy: CuttingProxy) throws {
    transport = try CurlTransport(version: "test")
    cut = (count, proxy)
  }

  init() throws {
    transport = try CurlTransport(version: "test")
    cut = nil
  }

  /// The changes that went out, each as often as it did.
  var changes: [[UInt8]] { sent.update { $0 } }

  func perform(_ request: HTTPRequest) throws(TransportError) -> HTTPResponse {
    var request = request
    if request.url.hasSuffix(Endpoint.push.rawValue) {
      let count = sent.update { sent in
        sent += changes(in: request)
        return sent.count
      }
      if let cut, count > cut.count { request.url = cut.proxy.url + Endpoint.push.rawValue }
    }
    return try transport.perform(request)
  }

  func holdToOneBatch(sentBefore: Set<[UInt8]>) {
    let again = changes.filter(sentBefore.contains)
    #expect(again.count <= SyncLimits.changesMaximum)
    #expect(again.reduce(0) { $0 + $1.count } <= SyncLimits.pushBytesMaximum)
    #expect(Set(changes).count == changes.count)
  }

  private func changes(in request: HTTPRequest) -> [[UInt8]] {
    let isPacked = request.headers.contains { $0.name == "Content-Encoding" }
    let body =
      isPacked
      ? try? Gzip.decompress(request.body, limit: SyncLimits.bytesMaximum) : request.body
    let push = body.flatMap { try? WirePushRequest(decoding: $0) }
    return push?.changes.map(Array.init) ?? []
  }
}
