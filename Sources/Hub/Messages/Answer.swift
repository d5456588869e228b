// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import NIOCore
import SyncProtocol

/// What the hub answers: a status, a body of a type, nothing that a cache may keep.
struct Answer: Sendable {
  /// Below this size, compressing costs more than it saves.
  private static let compressedFromBytes = 1_024

  let status: HTTPResponse.Status
  let type: String
  let body: [UInt8]
  private var headers: HTTPFields = [:]
  /// What follows the body in the same answer; nil for nothing.
  private var rest: PageRun?

  /// An answer of any type.
  init(_ status: HTTPResponse.Status = .ok, type: String, body: [UInt8]) {
    self.status = status
    self.type = type
    self.body = body
  }

  /// A message of the protocol.
  init(message: [UInt8]) {
    self.init(type: SyncLimits.mediaType, body: message)
  }

  /// A page with those that follow it.
  init(page: [UInt8], rest: PageRun) {
    self.init(message: page)
    self.rest = rest
  }

  /// A refusal.
  init(_ report: ProblemReport) {
    let status = HTTPResponse.Status(code: report.problem.status)
    self.init(status, type: "application/problem+json", body: report.json)
    switch status {
    case .unauthorized: headers[.wwwAuthenticate] = "Bearer"
    // What is still to come of the body is not worth reading.
    case .contentTooLarge: headers[.connection] = "close"
    default: break
    }
  }

  /// Whether it takes long to compress.
  var isLong: Bool { body.count > 65_536 }

  /// The answer as it goes out, compressed where the asker takes it.
  ///
  /// Its type is left out where the asker said to take no other.
  func response(to request: Request) -> Response {
    var headers = headers
    if request.headers[.accept] != type { headers[.contentType] = type }
    headers[.cacheControl] = "no-store"
    if let rest { return stream(rest, isPacked: takesGzip(request.headers), headers) }
    var bytes = body
    if bytes.count >= Answer.compressedFromBytes, takesGzip(request.headers) {
      bytes = Gzip.compress(bytes)
      headers[.contentEncoding] = "gzip"
      headers[.vary] = "Accept-Encoding"
    }
    let buffer = ByteBuffer(bytes: bytes)
    return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: buffer))
  }

  /// The answer that goes out page by page, as fast as it is read.
  private func stream(_ rest: PageRun, isPacked: Bool, _ fields: HTTPFields) -> Response {
    var headers = fields
    if isPacked {
      headers[.contentEncoding] = "gzip"
      headers[.vary] = "Accept-Encoding"
    }
    let body = ResponseBody { [body] writer in
      let gzip = isPacked ? Gzip.Growing() : nil
      var rest = rest
      var page: [UInt8]? = body
      while let bytes = page {
        try await writer.write(ByteBuffer(bytes: gzip?.add(bytes) ?? bytes))
        page = await rest.next()
      }
      if let gzip { try await writer.write(ByteBuffer(bytes: gzip.add([], isLast: true))) }
      try await writer.finish(nil)
    }
    return Response(status: status, headers: headers, body: body)
  }

  private func takesGzip(_ headers: HTTPFields) -> Bool {
    let codings = headers[values: .acceptEncoding].flatMap { $0.lowercased().split(separator: ",") }
    return codings.contains { coding in
      let parts = coding.filter { $0 != " " }.split(separator: ";")
      return parts.first == "gzip" && !parts.dropFirst().contains { $0 == "q=0" }
    }
  }
}
