// SPDX-License-Identifier: Apache-2.0

import Crypto
import FieldModel
import HubStore

/// The hub's signature under an acknowledgement: evidence, after a restore, of what it once held.
enum Receipt {
  /// HMAC-SHA256 over epoch, replica, counter (8 bytes, most significant first) and head.
  static func sign(_ end: JournalEnd, of session: Session, by hub: HubIdentity) -> [UInt8] {
    let counter = (0..<8).map { UInt8(truncatingIfNeeded: end.counter >> UInt64(56 - 8 * $0)) }
    let message = hub.epoch + session.replica.bytes + counter + end.head.bytes
    let key = SymmetricKey(data: hub.receiptKey)
    return Array(HMAC<SHA256>.authenticationCode(for: message, using: key))
  }
}
