// SPDX-License-Identifier: Apache-2.0

/// Why a request got no whole answer.
///
/// `host` is the hub's scheme, name and port; `reason` is the network library's sentence. Neither
/// holds a header, a path or a body.
package enum TransportError: Error, Equatable, Sendable {
  /// No connection: the name did not resolve, nobody listens, or no TLS session came about.
  case unreachable(host: String, reason: String)
  /// The connection stood, but no whole answer came in time, or nothing moved for too long.
  case timedOut(host: String, reason: String)
  /// The connection ended before the answer did.
  case cut(host: String, reason: String)
  /// The hub's certificate is not one to trust.
  case untrusted(host: String, reason: String)
  /// The answer is longer than the request allowed.
  case tooLarge(host: String, bytesMaximum: Int)
  /// Something answered that does not speak HTTP as a hub does.
  case unreadable(host: String, reason: String)
  /// `Cancellation.cancel()` was called.
  case cancelled
  /// The request cannot be sent by this transport.
  case unsupported(what: String)
  /// The file of trusted certificates cannot be read.
  case caFileUnreadable(path: String)
  /// The network library is not on this machine.
  case libraryMissing(reason: String)
  /// The network library failed for a reason of its own.
  case failed(reason: String)
}

extension TransportError: CustomStringConvertible {
  /// One sentence: what failed.
  package var description: String {
    switch self {
    case .unreachable(let host, let reason): "The hub at \(host) cannot be reached: \(reason)."
    case .timedOut(let host, let reason): "The hub at \(host) did not answer in time: \(reason)."
    case .cut(let host, let reason):
      "The connection to the hub at \(host) broke off before the answer was complete: \(reason)."
    case .untrusted(let host, let reason):
      "The certificate of the hub at \(host) is not trusted: \(reason)."
    case .tooLarge(let host, let bytesMaximum):
      "The answer of the hub at \(host) is longer than \(bytesMaximum) bytes."
    case .unreadable(let host, let reason):
      "What answers at \(host) cannot be understood: \(reason)."
    case .cancelled: "The transfer was cancelled."
    case .unsupported(let what): "The request cannot be sent: \(what)."
    case .caFileUnreadable(let path): "The certificates in \(path) cannot be read."
    case .libraryMissing(let reason): "The network library libcurl cannot be loaded: \(reason)."
    case .failed(let reason): "The network library failed: \(reason)."
    }
  }

  /// One sentence: what to do.
  package var hint: String {
    switch self {
    case .unreachable:
      "Check the network and the hub's address; everything captured waits here until then."
    case .timedOut, .cut:
      "Try again; a sync goes on where it stopped, and nothing is lost or sent twice."
    case .untrusted:
      """
      If the hub has a certificate of its own authority, name that authority's file with \
      --ca-file; otherwise another machine may be answering in its place, so do not go on.
      """
    case .tooLarge:
      "Ask the hub's operator: an answer of this length is not meant for this program."
    case .unreadable:
      "Check that the address is the hub's, and that no proxy or log-in page stands in between."
    case .cancelled: "Run it again to go on where it stopped."
    case .unsupported: "Correct the hub's address, then try again."
    case .caFileUnreadable: "Give a readable file of certificates in PEM form with --ca-file."
    case .libraryMissing:
      "Install it (on Debian and Ubuntu the package libcurl4); everything captured waits here."
    case .failed: "Try again; if it stays so, update libcurl."
    }
  }

  /// Whether the same request may succeed later with nothing changed on this machine.
  ///
  /// A bad certificate or a strange answer may be the log-in page of a café's network, which
  /// passes: a daemon goes on trying, slowly.
  package var isRetryable: Bool {
    switch self {
    case .unreachable, .timedOut, .cut, .untrusted, .unreadable, .failed: true
    case .tooLarge, .cancelled, .unsupported, .caFileUnreadable, .libraryMissing: false
    }
  }
}
