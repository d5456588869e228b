// SPDX-License-Identifier: Apache-2.0

import CLibcurl

/// Sets options on a handle and remembers the first that was refused.
struct CurlOptions {
  private let easy: UnsafeMutableRawPointer
  private(set) var failure: CURLcode?

  init(_ easy: UnsafeMutableRawPointer) {
    self.easy = easy
  }

  mutating func set(_ option: CURLoption, _ value: Int) {
    note(clibcurl_setopt_long(easy, option, value))
  }

  mutating func set(_ option: CURLoption, _ value: String?) {
    note(clibcurl_setopt_string(easy, option, value))
  }

  mutating func set(_ option: CURLoption, _ value: UnsafeMutableRawPointer?) {
    note(clibcurl_setopt_pointer(easy, option, value))
  }

  mutating func set(_ option: CURLoption, _ value: @escaping clibcurl_data_function) {
    note(clibcurl_setopt_function(easy, option, value))
  }

  mutating func set(_ option: CURLoption, _ value: @escaping clibcurl_progress_function) {
    note(clibcurl_setopt_progress(easy, option, value))
  }

  /// What goes over the wire: HTTP/1.1 and, for `https`, TLS 1.2 or newer, always checked.
  ///
  /// libcurl 7.88 breaks off HTTP/2 to the hub's server after some requests, and is slower on it.
  mutating func setWire(caFile: String?) {
    note(clibcurl_allow_http_only(easy))
    set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    set(CURLOPT_SSL_VERIFYPEER, 1)
    set(CURLOPT_SSL_VERIFYHOST, 2)
    set(CURLOPT_TCP_KEEPALIVE, 1)
    set(CURLOPT_FOLLOWLOCATION, 0)
    set(CURLOPT_NOSIGNAL, 1)
    if let caFile {
      set(CURLOPT_CAINFO, caFile)
      set(CURLOPT_CAPATH, nil as String?)
    }
  }

  /// The method, and the body, which libcurl reads in place.
  mutating func setMethod(_ method: String, body: UnsafeRawBufferPointer) {
    if method == "HEAD" {
      return set(CURLOPT_NOBODY, 1)
    }
    if let bytes = body.baseAddress, !body.isEmpty {
      note(clibcurl_setopt_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
      set(CURLOPT_POSTFIELDS, UnsafeMutableRawPointer(mutating: bytes))
    } else if ["POST", "PUT", "PATCH"].contains(method) {
      // Copied, since a null pointer would make libcurl read the body from standard input.
      set(CURLOPT_COPYPOSTFIELDS, "")
    }
    set(CURLOPT_CUSTOMREQUEST, method)
  }

  private mutating func note(_ code: CURLcode) {
    if failure == nil, code != CURLE_OK {
      failure = code
    }
  }
}

/// A request's headers as libcurl takes them.
final class HeaderList {
  private(set) var first: UnsafeMutablePointer<curl_slist>?

  /// Adds what libcurl must leave out: `Expect`, which costs a round trip, and the content type
  /// of a web form.
  init(_ request: HTTPRequest) throws(TransportError) {
    var lines = ["Expect:"]
    if !request.headers.contains(where: { $0.name.lowercased() == "content-type" }) {
      lines.append("Content-Type:")
    }
    for (name, value) in request.headers {
      guard Self.isName(name), Self.isValue(value) else {
        throw .unsupported(what: "a header holds characters that HTTP does not allow")
      }
      lines.append(value.isEmpty ? "\(name);" : "\(name): \(value)")
    }
    for line in lines {
      guard let grown = clibcurl_slist_append(first, line) else {
        throw .failed(reason: "out of memory")
      }
      first = grown
    }
  }

  deinit {
    clibcurl_slist_free_all(first)
  }

  private static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ":") }
  }

  private static func isValue(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }
  }
}
