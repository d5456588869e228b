// SPDX-License-Identifier: Apache-2.0

import Crypto
package import FieldModel
import FoundationEssentials

/// The hub's signature under how far it holds a journal: what a store shows to a hub that has
/// forgotten.
///
/// HMAC-SHA256 (RFC 2104) under a key that never leaves the hub, over timeline, replica, counter
/// (eight bytes, most significant first) and hash.
package enum Receipt {
  /// Signs that the hub holds a replica's journal up to a counter whose change has this hash.
  package static func sign(
    epoch: [UInt8],
    replica: ReplicaID,
    counter: UInt64,
    head: ChangeHash,
    key: [UInt8]
  ) -> [UInt8] {
    let message = message(epoch, replica, counter, head)
    return Array(HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: key)))
  }

  /// Whether the hub signed this, compared in constant time.
  package static func isGenuine(
    _ receipt: [UInt8],
    epoch: [UInt8],
    replica: ReplicaID,
    counter: UInt64,
    head: ChangeHash,
    key: [UInt8]
  ) -> Bool {
    HMAC<SHA256>.isValidAuthenticationCode(
      receipt,
      authenticating: message(epoch, replica, counter, head),
      using: SymmetricKey(data: key)
    )
  }

  private static func message(
    _ epoch: [UInt8],
    _ replica: ReplicaID,
    _ counter: UInt64,
    _ head: ChangeHash
  ) -> [UInt8] {
    let place = (0..<8).map { UInt8(truncatingIfNeeded: counter >> UInt64(56 - 8 * $0)) }
    return epoch + replica.bytes + place + head.bytes
  }
}
