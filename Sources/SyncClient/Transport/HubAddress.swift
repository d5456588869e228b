// SPDX-License-Identifier: Apache-2.0

import CLibcurl

/// Where a hub is: scheme, host, port and, behind a proxy, a path prefix.
///
/// Read by libcurl's own parser, so that what is checked here is what a transfer connects to.
package struct HubAddress: Hashable, Sendable, CustomStringConvertible {
  /// The address in one form: no slash at its end, host in lower case.
  package let description: String
  /// Whether what is sent travels encrypted.
  package let isEncrypted: Bool

  /// Reads a base URL such as `https://hub.example.org` or `http://127.0.0.1:8085/field`.
  ///
  /// Throws for anything else, for a URL with a user name or password in it, and, unless
  /// `allowingPlainHTTP`, for `http` to another machine: tokens would travel readable.
  package init(_ text: String, allowingPlainHTTP: Bool = false) throws(HubAddressError) {
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { throw .notAnAddress }
    guard text.contains("://") else { throw .schemeMissing }
    guard let parts = URLParts(text) else { throw .notAnAddress }
    guard parts.scheme == "https" || parts.scheme == "http" else {
      throw .schemeUnsupported(parts.scheme)
    }
    guard !parts.hasCredentials else { throw .holdsCredentials }
    guard !parts.hasQueryOrFragment else { throw .holdsQuery }
    isEncrypted = parts.scheme == "https"
    guard isEncrypted || parts.isLoopback || allowingPlainHTTP else {
      throw .unencrypted(host: parts.host)
    }
    let prefix = parts.path.utf8.reversed().drop { $0 == UInt8(ascii: "/") }.reversed()
    description = "\(parts.origin)\(String(decoding: Array(prefix), as: UTF8.self))"
  }

  /// The URL of one of the hub's routes.
  ///
  /// - Parameters:
  ///   - path: A route such as `/sync/v1/push`; bytes that a path may not hold are
  ///     percent-encoded, slashes divide it.
  ///   - query: Names and values as they are; they are percent-encoded here.
  /// - Returns: An absolute URL.
  package func endpoint(_ path: String, query: [(name: String, value: String)] = []) -> String {
    var url = description
    if !path.utf8.starts(with: "/".utf8) { url += "/" }
    url += percentEncoded(path, keeping: "/")
    for (index, item) in query.enumerated() {
      url += index == 0 ? "?" : "&"
      url += "\(percentEncoded(item.name))=\(percentEncoded(item.value))"
    }
    return url
  }
}

/// Why a text is not the address of a hub to talk to.
package enum HubAddressError: Error, Equatable, Sendable {
  /// It does not say `https://` or `http://`.
  case schemeMissing
  /// It names another protocol.
  case schemeUnsupported(String)
  /// It is no URL.
  case notAnAddress
  /// It holds a user name or password.
  case holdsCredentials
  /// It holds a query or a fragment.
  case holdsQuery
  /// It is plain `http` to another machine.
  case unencrypted(host: String)
}

extension HubAddressError: CustomStringConvertible {
  /// One sentence: what failed.
  ///
  /// It never repeats the text, which may hold a password.
  package var description: String {
    switch self {
    case .schemeMissing: "The hub's address does not begin with https:// or http://."
    case .schemeUnsupported(let scheme): "A hub does not speak \(scheme)."
    case .notAnAddress: "The hub's address is not a URL."
    case .holdsCredentials: "The hub's address holds a user name or a password."
    case .holdsQuery: "The hub's address holds a query or a fragment."
    case .unencrypted(let host):
      "The connection to \(host) would not be encrypted: anyone on the way could read the token."
    }
  }

  /// One sentence: what to do.
  package var hint: String {
    switch self {
    case .schemeMissing, .schemeUnsupported, .notAnAddress:
      "Write it like https://hub.example.org or http://127.0.0.1:8085."
    case .holdsCredentials: "Leave them out; the code from your coordinator is all that is needed."
    case .holdsQuery: "Leave out what follows the ? or #."
    case .unencrypted:
      """
      Use the hub's https:// address, or set SHOPPER_ALLOW_PLAIN_HTTP=1 where the network \
      encrypts by itself.
      """
    }
  }
}

/// RFC 3986's unreserved characters and `kept` stay; every other byte becomes `%XX`.
private func percentEncoded(_ text: String, keeping kept: String = "") -> String {
  let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
  let digits = Array("0123456789ABCDEF".utf8)
  var bytes: [UInt8] = []
  for byte in text.utf8 {
    if plain.contains(byte) || kept.utf8.contains(byte) {
      bytes.append(byte)
    } else {
      bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}
