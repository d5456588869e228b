// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Replication

extension Door {
  /// Reads a cursor as somebody sends it; and one of these bytes as the hub would have sealed it.
  static func cursor(_ bytes: [UInt8]) throws(BrokenPromise) -> Reading {
    let key = [UInt8](repeating: 7, count: 32)
    let padded = bytes + [UInt8](repeating: 0, count: 73)
    let made = PullCursor(
      epoch: Array(padded[1..<17]),
      seq: padded[17..<25].reduce(0) { $0 << 8 | Int64($1) },
      chain: Array(padded[25..<57]),
      rights: Array(padded[57..<73])
    )
    try promise(PullCursor(made.bytes(key: key), key: key) == made, "A cursor does not come back.")
    guard let cursor = PullCursor(bytes, key: key) else { return .refused }
    try promise(cursor.bytes(key: key) == bytes, "A cursor is not written as it came.")
    let epoch = cursor.epoch.account
    return .read("epoch \(epoch) place \(cursor.seq) rights \(cursor.rights.account)")
  }
}
