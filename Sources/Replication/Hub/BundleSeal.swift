// SPDX-License-Identifier: Apache-2.0

import Crypto
import FieldModel
import FoundationEssentials

/// What keeps whoever carries a bundle from changing it.
///
/// Store and hub share a token, of which the hub keeps only the SHA-256; from that both derive the
/// key.
package enum BundleSeal {
  /// The hash of a token, as the hub keeps it.
  package static func hash(ofToken token: String) -> [UInt8] {
    Array(SHA256.hash(data: Array(token.utf8)))
  }

  /// The seal under a bundle: HMAC-SHA256 over the SHA-256 of its bytes, by the key that
  /// HMAC-SHA256 makes of the token's hash and the word "bundle".
  package static func seal(_ bundle: [UInt8], tokenHash: [UInt8]) -> [UInt8] {
    let digest = Array(SHA256.hash(data: bundle))
    return Array(HMAC<SHA256>.authenticationCode(for: digest, using: key(tokenHash)))
  }

  /// The digest of a bundle, of which each store's seal is a signature.
  package static func digest(of bundle: [UInt8]) -> [UInt8] {
    Array(SHA256.hash(data: bundle))
  }

  /// Whether a seal under a bundle of this digest is of the store with this token, compared in
  /// constant time.
  package static func isGenuine(
    _ seal: [UInt8],
    digest: [UInt8],
    tokenHash: [UInt8]
  ) -> Bool {
    HMAC<SHA256>.isValidAuthenticationCode(seal, authenticating: digest, using: key(tokenHash))
  }

  private static func key(_ tokenHash: [UInt8]) -> SymmetricKey {
    let secret = SymmetricKey(data: tokenHash)
    let word = Array("bundle".utf8)
    return SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: word, using: secret))
  }
}
