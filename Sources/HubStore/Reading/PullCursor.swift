// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Where a pull ended, opaque to everybody but the hub: version, epoch, place in the log, the log's
/// chain hash there, and a digest of what the person was allowed to read.
///
/// The chain hash finds out a hub that was restored without anybody saying so.
struct PullCursor: Equatable {
  private static let version: UInt8 = 1
  private static let bytesCount = 1 + 16 + 8 + 32 + 16

  let epoch: [UInt8]
  let seq: Int64
  let chain: [UInt8]
  let rights: [UInt8]

  init(epoch: [UInt8], seq: Int64, chain: [UInt8], rights: [UInt8]) {
    self.epoch = epoch
    self.seq = seq
    self.chain = chain
    self.rights = rights
  }

  /// Reads a cursor; nil where the bytes are none of this version.
  init?(_ bytes: [UInt8]) {
    guard bytes.count == PullCursor.bytesCount, bytes[0] == PullCursor.version else { return nil }
    epoch = Array(bytes[1..<17])
    seq = bytes[17..<25].reduce(0) { $0 << 8 | Int64($1) }
    chain = Array(bytes[25..<57])
    rights = Array(bytes[57...])
  }

  var bytes: [UInt8] {
    let place = (0..<8).map { UInt8(truncatingIfNeeded: seq >> Int64(56 - 8 * $0)) }
    return [PullCursor.version] + epoch + place + chain + rights
  }

  /// A digest of what a person may read: where it is another, they have to begin anew.
  static func rights(of session: Session) -> [UInt8] {
    var message = session.person.id.bytes + Array(session.person.role.rawValue.utf8) + [0]
    switch session.grant {
    case .everything: message.append(1)
    case .programs(let programs): message += programs.sorted().flatMap(\.bytes)
    }
    return Array(StableHash.digest(message).prefix(16))
  }
}
