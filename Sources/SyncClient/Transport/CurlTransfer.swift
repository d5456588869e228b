// SPDX-License-Identifier: Apache-2.0

import CLibcurl

/// One request on a transport's handle, with what has come of its answer.
final class CurlTransfer: AnswerStream {
  let request: HTTPRequest
  let target: URLParts
  let headers: HeaderList
  /// The request's body where libcurl finds it.
  let body: UnsafeMutableRawBufferPointer
  let exchange: Exchange
  private let transport: CurlTransport
  private var ending: CURLcode?
  private var isClosed = false

  /// Begins a request.
  init(
    _ request: HTTPRequest,
    on transport: CurlTransport,
    _ progress: ((TransferProgress) -> Void)?
  ) throws(TransportError) {
    self.request = request
    self.transport = transport
    target = try request.target()
    headers = try HeaderList(request)
    exchange = Exchange(request, progress: progress)
    body = .allocate(byteCount: request.body.count, alignment: 1)
    body.copyBytes(from: request.body)
    ending = transport.begin(self)
  }

  deinit {
    close()
    body.deallocate()
  }

  func close() {
    guard !isClosed else { return }
    isClosed = true
    transport.end()
  }

  /// The status of the answer.
  var status: Int { transport.status }

  /// Whether the answer has ended, well or not.
  var isOver: Bool { ending != nil }

  /// Waits for the beginning of the answer's body, or its end.
  func begin() throws(TransportError) {
    while ending == nil, exchange.isEmpty { step(waits: true) }
    try judge()
  }

  /// Waits for the whole answer.
  func whole() throws(TransportError) -> HTTPResponse {
    while ending == nil { step(waits: true) }
    try judge()
    return try exchange.response(status: status, from: target.origin)
  }

  func next() throws(TransportError) -> [UInt8]? {
    guard !isClosed else { return nil }
    if ending == nil { step(waits: false) }
    if ending == nil, exchange.isEmpty { step(waits: true) }
    try judge()
    guard exchange.isEmpty, ending != nil else { return exchange.take() }
    _ = try exchange.response(status: status, from: target.origin)
    return nil
  }

  private func step(waits: Bool) {
    ending = transport.step(waits: waits)
  }

  private func judge() throws(TransportError) {
    if let ending, ending != CURLE_OK {
      throw transport.failure(ending, at: target.origin, exchange)
    }
  }
}

/// A body that came whole.
final class WholeAnswer: AnswerStream {
  private var body: [UInt8]?

  init(_ body: [UInt8]) {
    self.body = body
  }

  func next() -> [UInt8]? {
    defer { body = nil }
    return body
  }

  func close() {
    body = nil
  }
}

extension HTTPRequest {
  /// Where the request goes.
  fileprivate func target() throws(TransportError) -> URLParts {
    guard let target = URLParts(url) else { throw .unsupported(what: "its address is not a URL") }
    guard target.scheme == "http" || target.scheme == "https" else {
      throw .unsupported(what: "its address names the protocol \(target.scheme)")
    }
    guard !target.hasCredentials else {
      throw .unsupported(what: "its address holds a user name or a password")
    }
    guard !method.isEmpty, method.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
      throw .unsupported(what: "its method is not an upper-case word")
    }
    return target
  }
}
