// SPDX-License-Identifier: Apache-2.0

import CLibcurl

extension TransportError {
  /// What libcurl's code means for a sync.
  ///
  /// - Parameters:
  ///   - code: How the transfer ended; not `CURLE_OK`.
  ///   - host: The hub's scheme, name and port.
  ///   - reason: libcurl's sentence.
  ///   - wasConnected: Whether the connection, TLS included, stood before it failed.
  ///   - caFile: The file of authorities, if one was named.
  init(_ code: CURLcode, host: String, reason: String, wasConnected: Bool, caFile: String?) {
    let reason = reason.utf8.last == UInt8(ascii: ".") ? String(reason.dropLast()) : reason
    self =
      switch code {
      case CURLE_ABORTED_BY_CALLBACK: .cancelled
      case CURLE_URL_MALFORMAT: .unsupported(what: reason)
      case CURLE_SSL_CACERT_BADFILE: .caFileUnreadable(path: caFile ?? "the system's folder")
      case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
        .untrusted(host: host, reason: reason)
      case CURLE_OPERATION_TIMEDOUT where wasConnected: .timedOut(host: host, reason: reason)
      case CURLE_OPERATION_TIMEDOUT, CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY,
        CURLE_COULDNT_CONNECT, CURLE_SSL_CONNECT_ERROR, CURLE_PROXY:
        .unreachable(host: host, reason: reason)
      case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR:
        .cut(host: host, reason: reason)
      case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING,
        CURLE_HTTP2, CURLE_HTTP2_STREAM:
        .unreadable(host: host, reason: reason)
      default: .failed(reason: "\(reason) (libcurl code \(code.rawValue))")
      }
  }
}
