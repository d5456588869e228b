// SPDX-License-Identifier: Apache-2.0

/// Carries one request to the hub and its answer back.
package protocol Transport {
  /// Performs one request, blocking the calling thread until it is answered or has failed.
  ///
  /// Every status is an answer, 404 and 503 included: an error means that there was no whole one.
  /// After an error the hub may or may not have acted on the request.
  func perform(_ request: HTTPRequest) throws(TransportError) -> HTTPResponse

  /// Performs one request whose answer may be read while it comes; it ends where the next request
  /// is performed.
  func stream(_ request: HTTPRequest) throws(TransportError) -> StreamedResponse
}

extension Transport {
  /// Waits for the whole answer.
  package func stream(_ request: HTTPRequest) throws(TransportError) -> StreamedResponse {
    .whole(try perform(request))
  }
}

/// An answer that may still be coming.
package enum StreamedResponse {
  /// It is whole.
  case whole(HTTPResponse)
  /// Its status is 200, and its body comes.
  case stream(any AnswerStream)
}

/// The body of an answer, read while it comes.
package protocol AnswerStream: AnyObject {
  /// Takes what has come of the body and was not taken yet.
  ///
  /// What is not taken waits where it is: sooner or later the sender waits too.
  ///
  /// Where nothing has come, it waits a second at most.
  ///
  /// - Returns: Some bytes, none where nothing has come, or nil at the end of the body.
  /// - Throws: `TransportError` where the body broke off.
  func next() throws(TransportError) -> [UInt8]?

  /// Ends the transfer, whatever is still to come.
  func close()
}

/// One request to the hub.
package struct HTTPRequest: Sendable {
  /// An upper-case HTTP method such as `POST`.
  package var method: String
  /// An absolute `http` or `https` URL without a secret, as `HubAddress.endpoint` makes them.
  package var url: String
  /// Headers beside those that the transport sets itself.
  ///
  /// A secret such as `Authorization` belongs here: headers appear in no error and no description.
  package var headers: [(name: String, value: String)]
  /// The body's bytes.
  package var body: [UInt8]
  /// Seconds that the whole exchange may take, at least 1.
  package var timeoutSeconds: Int
  /// Seconds that may pass in which next to nothing moves, at least 1.
  ///
  /// A request on which the hub waits for news needs more than the hub's patience.
  package var silenceSecondsMaximum: Int
  /// The longest body to accept, in bytes, counted after decompression.
  package var responseBytesMaximum: Int

  package init(
    method: String = "GET",
    url: String,
    headers: [(name: String, value: String)] = [],
    body: [UInt8] = [],
    timeoutSeconds: Int = 120,
    silenceSecondsMaximum: Int = 30,
    responseBytesMaximum: Int = 16 << 20
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.timeoutSeconds = timeoutSeconds
    self.silenceSecondsMaximum = silenceSecondsMaximum
    self.responseBytesMaximum = responseBytesMaximum
  }
}

extension HTTPRequest: CustomStringConvertible, CustomReflectable {
  /// The request without its headers, which hold secrets.
  package var description: String { "\(method) \(url) (\(body.count) bytes)" }

  /// Shows a debugger's dump no more than the description does.
  package var customMirror: Mirror {
    Mirror(self, children: ["method": method, "url": url, "bodyBytes": body.count])
  }
}

/// A whole answer.
package struct HTTPResponse: Sendable, Equatable {
  /// The HTTP status, 200…599, a redirect's included: it is not followed.
  package var status: Int
  /// Header values by lower-case name; values of a repeated header are joined by a comma.
  package var headers: [String: String]
  /// The body, decompressed.
  package var body: [UInt8]

  package init(status: Int, headers: [String: String] = [:], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

/// How far a transfer has come, in bytes on the wire.
package struct TransferProgress: Sendable, Equatable {
  /// Body bytes that have left.
  package var sentBytes: Int
  /// Length of the request's body.
  package var sentBytesTotal: Int
  /// Body bytes that have come, before decompression.
  package var receivedBytes: Int
  /// Length of the answer's body as it was announced, if it was.
  package var receivedBytesTotal: Int?
}
