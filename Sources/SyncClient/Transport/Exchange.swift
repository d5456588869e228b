// SPDX-License-Identifier: Apache-2.0

import CLibcurl

/// What comes back for one request while it comes.
final class Exchange {
  private static let headBytesMaximum = 65_536

  private let request: HTTPRequest
  private let progress: ((TransferProgress) -> Void)?
  private var lastProgress: TransferProgress?
  private var headers: [String: String] = [:]
  private var body: [UInt8] = []
  private var headBytes = 0
  private var isHeadWhole = false
  private var isBodyTooLong = false

  init(_ request: HTTPRequest, progress: ((TransferProgress) -> Void)?) {
    self.request = request
    self.progress = progress
  }

  /// Makes libcurl hand this object what it receives; the object must outlive the transfer.
  func connect(_ options: inout CurlOptions) {
    let context = Unmanaged.passUnretained(self).toOpaque()
    options.set(CURLOPT_HEADERDATA, context)
    options.set(CURLOPT_HEADERFUNCTION) { data, size, count, context in
      Exchange.at(context).receiveHeader(UnsafeRawBufferPointer(start: data, count: size * count))
    }
    options.set(CURLOPT_WRITEDATA, context)
    options.set(CURLOPT_WRITEFUNCTION) { data, size, count, context in
      Exchange.at(context).receiveBody(UnsafeRawBufferPointer(start: data, count: size * count))
    }
    guard progress != nil else { return }
    options.set(CURLOPT_NOPROGRESS, 0)
    options.set(CURLOPT_XFERINFODATA, context)
    options.set(CURLOPT_XFERINFOFUNCTION) { context, receivedTotal, received, _, sent in
      Exchange.at(context).tell(received: received, of: receivedTotal, sent: sent)
      return 0
    }
  }

  /// The whole answer.
  ///
  /// An answer whose head broke off, or that does not say where its body ends, cannot be told
  /// from a cut one, so it is none.
  func response(status: Int, from host: String) throws(TransportError) -> HTTPResponse {
    guard isHeadWhole else { throw .cut(host: host, reason: "its headers were not complete") }
    let isBodiless = request.method == "HEAD" || status == 204 || status == 304
    let isChunked = headers["transfer-encoding"]?.lowercased().contains("chunked") ?? false
    guard isBodiless || isChunked || headers["content-length"] != nil else {
      throw .cut(host: host, reason: "it did not say where it ends")
    }
    return HTTPResponse(status: status, headers: headers, body: body)
  }

  /// Whether nothing of the body waits to be taken.
  var isEmpty: Bool { body.isEmpty }

  /// Takes what has come of the body.
  func take() -> [UInt8] {
    defer { body = [] }
    return body
  }

  /// Why this object stopped the transfer, if it did.
  func refusal(from host: String) -> TransportError? {
    if isBodyTooLong {
      return .tooLarge(host: host, bytesMaximum: request.responseBytesMaximum)
    }
    if headBytes > Self.headBytesMaximum {
      let reason = "its headers are longer than \(Self.headBytesMaximum) bytes"
      return .unreadable(host: host, reason: reason)
    }
    return nil
  }

  private static func at(_ context: UnsafeMutableRawPointer?) -> Exchange {
    guard let context else { preconditionFailure("libcurl lost the pointer it was given") }
    return Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
  }

  /// Takes one header line; returns how much was taken: less than all ends the transfer.
  private func receiveHeader(_ line: UnsafeRawBufferPointer) -> Int {
    headBytes += line.count
    guard headBytes <= Self.headBytesMaximum else { return 0 }
    if line.starts(with: "HTTP/".utf8) {
      // The head of another answer: the one before was "100 Continue" or a proxy's.
      headers = [:]
      isHeadWhole = false
    } else if line.elementsEqual("\r\n".utf8) || line.elementsEqual("\n".utf8) {
      isHeadWhole = true
    } else if !isHeadWhole, let colon = line.firstIndex(of: UInt8(ascii: ":")) {
      let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
      let value = trimmed(line[(colon + 1)...])
      headers[name] = headers[name].map { "\($0), \(value)" } ?? value
    }
    return line.count
  }

  private func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
    let isBlank = { (byte: UInt8) in byte <= 0x20 }
    let text = bytes.drop(while: isBlank)
    let end = text.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? text.startIndex
    return String(decoding: text[text.startIndex..<end], as: UTF8.self)
  }

  /// Takes a piece of the body; returns how much was taken: less than all ends the transfer.
  private func receiveBody(_ piece: UnsafeRawBufferPointer) -> Int {
    guard piece.count <= request.responseBytesMaximum - body.count else {
      isBodyTooLong = true
      return 0
    }
    body.append(contentsOf: piece)
    return piece.count
  }

  private func tell(received: curl_off_t, of receivedTotal: curl_off_t, sent: curl_off_t) {
    let now = TransferProgress(
      sentBytes: Int(sent),
      sentBytesTotal: request.body.count,
      receivedBytes: Int(received),
      receivedBytesTotal: receivedTotal > 0 ? Int(receivedTotal) : nil
    )
    guard now != lastProgress else { return }
    lastProgress = now
    progress?(now)
  }
}
