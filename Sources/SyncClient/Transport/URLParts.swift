// SPDX-License-Identifier: Apache-2.0

import CLibcurl

/// A URL taken apart by libcurl.
struct URLParts {
  let scheme: String
  let host: String
  let port: String?
  let path: String
  let hasCredentials: Bool
  let hasQueryOrFragment: Bool

  /// Nothing, if libcurl would not connect to it, or is not there.
  init?(_ text: String) {
    guard clibcurl_load() == nil, let url = clibcurl_url() else { return nil }
    defer { clibcurl_url_cleanup(url) }
    let flags = UInt32(CURLU_NON_SUPPORT_SCHEME)
    guard clibcurl_url_set(url, CURLUPART_URL, text, flags) == CURLUE_OK else { return nil }

    func part(_ part: CURLUPart) -> String? {
      var value: UnsafeMutablePointer<CChar>?
      guard clibcurl_url_get(url, part, &value, 0) == CURLUE_OK, let value else { return nil }
      defer { clibcurl_free(value) }
      return String(cString: value)
    }
    guard let scheme = part(CURLUPART_SCHEME), let host = part(CURLUPART_HOST), !host.isEmpty else {
      return nil
    }
    self.scheme = scheme.lowercased()
    self.host = host.lowercased()
    port = part(CURLUPART_PORT)
    path = part(CURLUPART_PATH) ?? "/"
    hasCredentials = part(CURLUPART_USER) != nil || part(CURLUPART_PASSWORD) != nil
    hasQueryOrFragment = part(CURLUPART_QUERY) != nil || part(CURLUPART_FRAGMENT) != nil
  }

  /// Scheme, host and port: what errors may name.
  var origin: String { "\(scheme)://\(host)\(port.map { ":\($0)" } ?? "")" }

  /// Whether the host is this machine, so that nothing sent to it can be read on the way.
  var isLoopback: Bool {
    host == "localhost" || host == "[::1]" || isLoopbackIPv4
  }

  private var isLoopbackIPv4: Bool {
    let numbers = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    return numbers.count == 4 && numbers.allSatisfy { $0 != nil } && numbers[0] == 127
  }
}
