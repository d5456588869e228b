// SPDX-License-Identifier: Apache-2.0

import FieldModel
import LocalStore
import SyncClient
import SyncProtocol
import TestSupport
import Testing

@Suite("A new store's first pull")
struct FirstPullTests {
  private let field: FieldUnderFaults
  private let nils: SyncedLaptop

  /// Records for several pages, at the hub; and a laptop that has none.
  init() throws {
    field = try FieldUnderFaults()
    try field.enter(6_999)
    try field.ada.sync()
    nils = try field.hub.laptop(of: "Nils", as: .coordinator, program: nil)
  }

  private func count(on laptop: SyncedLaptop) throws -> Int {
    try laptop.store.read { try $0.count(.observation) }
  }

  private func expectAll(on laptop: SyncedLaptop) throws {
    #expect(try laptop.contents() == field.ada.contents())
    #expect(try laptop.store.integrityFindings() == [])
    #expect(try laptop.store.read { try $0.verify() }.findings == [])
  }

  @Test func `brings everything, page after page in one answer`() throws {
    let report = try nils.sync()
    #expect(report.pulled > 7_000)
    try expectAll(on: nils)
    #expect(try nils.sync().pulled == 0)
  }

  @Test(arguments: [CuttingProxy.Plan.Fault.close, .reset])
  func `that is cut goes on where it was, and ends with everything`(
    fault: CuttingProxy.Plan.Fault
  ) throws {
    let whole = try CuttingProxy(toPort: field.hub.port) { _ in .init() }
    try field.hub.laptop(of: "Nora", as: .coordinator, program: nil).sync(through: whole.url)
    let bytes = whole.traffic.downBytes
    let cutting = try CuttingProxy(toPort: field.hub.port) { _ in
      .init(downBytes: bytes * 3 / 4, fault: fault)
    }
    #expect(throws: SyncFailure.self) { try nils.sync(through: cutting.url) }
    let kept = try count(on: nils)
    #expect(kept > 0 && kept < 6_999)
    let rest = try CuttingProxy(toPort: field.hub.port) { _ in .init() }
    try nils.sync(through: rest.url)
    #expect(rest.traffic.downBytes < bytes * 3 / 4)
    try expectAll(on: nils)
  }

  @Test func `from a hub that knows no streams is asked for page by page`() throws {
    let line = try LineWithoutStreams(.whole(HTTPResponse(status: 404)))
    #expect(try nils.sync(over: line).pulled > 7_000)
    try expectAll(on: nils)
  }

  @Test(arguments: [[0x12, 0x00], [0x0a, 0x05, 0x08], [0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f]])
  func `of something else than pages is refused, and nothing of it kept`(body: [UInt8]) throws {
    let line = try LineWithoutStreams(.whole(HTTPResponse(status: 200, body: body)))
    #expect(throws: SyncFailure.self) { try nils.sync(over: line) }
    #expect(try count(on: nils) == 0)
    try nils.sync()
    try expectAll(on: nils)
  }
}

/// Carries requests; what asks for a stream is answered as it says.
private struct LineWithoutStreams: Transport {
  private let transport: CurlTransport
  private let answer: StreamedResponse

  init(_ answer: StreamedResponse) throws {
    transport = try CurlTransport(version: "test")
    self.answer = answer
  }

  func perform(_ request: HTTPRequest) throws(TransportError) -> HTTPResponse {
    try transport.perform(request)
  }

  func stream(_ request: HTTPRequest) throws(TransportError) -> StreamedResponse { answer }
}
