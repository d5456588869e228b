// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncProtocol

/// Changes that were read before, by their hash: a simulated disk need not read them again.
final class KnownChanges {
  private var changes: [ChangeHash: Change] = [:]

  /// Notes a change.
  func note(_ change: Change, _ hash: ChangeHash) {
    changes[hash] = change
  }

  /// A change by its hash, read from its bytes where it is new.
  func change(_ hash: ChangeHash, _ bytes: [UInt8]) throws -> Change {
    if let change = changes[hash] { return change }
    let change = try ChangeCodec.change(from: bytes)
    changes[hash] = change
    return change
  }
}

extension ChangeHash {
  /// Whether the hash comes first in the order of bytes.
  func precedes(_ other: ChangeHash) -> Bool {
    bytes.lexicographicallyPrecedes(other.bytes)
  }
}
