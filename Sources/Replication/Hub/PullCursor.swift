// SPDX-License-Identifier: Apache-2.0

import Crypto
import FieldModel
import FoundationEssentials

/// Where a pull ended, opaque to everybody but the hub: version, epoch, place in the log, the log's
/// chain hash there, a digest of what the person was allowed to read, and the hub's seal.
///
/// The chain hash finds out a hub that was restored without anybody saying so; the seal keeps
/// anybody from making the hub believe that it was.
package struct PullCursor: Equatable {
  private static let version: UInt8 = 2
  private static let bytesCount = 1 + 16 + 8 + 32 + 16
  private static let sealCount = 16

  /// The timeline, 16 bytes.
  package let epoch: [UInt8]

  /// The place in the log.
  package let seq: Int64

  /// The log's chain hash there, 32 bytes.
  package let chain: [UInt8]

  /// A digest of what the person was allowed to read, 16 bytes.
  package let rights: [UInt8]

  /// A place in a log.
  package init(epoch: [UInt8], seq: Int64, chain: [UInt8], rights: [UInt8]) {
    self.epoch = epoch
    self.seq = seq
    self.chain = chain
    self.rights = rights
  }

  /// Reads a cursor; nil where the hub that has this key did not make it.
  package init?(_ sealed: [UInt8], key: [UInt8]) {
    let bytes = Array(sealed.prefix(PullCursor.bytesCount))
    guard sealed.count == PullCursor.bytesCount + PullCursor.sealCount,
      bytes[0] == PullCursor.version,
      PullCursor.isEqual(PullCursor.seal(bytes, key), Array(sealed[PullCursor.bytesCount...]))
    else { return nil }
    epoch = Array(bytes[1..<17])
    seq = bytes[17..<25].reduce(0) { $0 << 8 | Int64($1) }
    chain = Array(bytes[25..<57])
    rights = Array(bytes[57...])
  }

  /// The cursor with the hub's seal.
  package func bytes(key: [UInt8]) -> [UInt8] {
    let place = (0..<8).map { UInt8(truncatingIfNeeded: seq >> Int64(56 - 8 * $0)) }
    let bytes = [PullCursor.version] + epoch + place + chain + rights
    return bytes + PullCursor.seal(bytes, key)
  }

  /// A digest of what a person may read: where it is another, they have to begin anew.
  static func rights(of session: Session) -> [UInt8] {
    var message = session.person.id.bytes + Array(session.person.role.rawValue.utf8) + [0]
    switch session.grant {
    case .everything: message.append(1)
    case .programs(let programs): message += programs.sorted().flatMap(\.bytes)
    }
    return Array(SHA256.hash(data: message).prefix(16))
  }

  /// The first half of an HMAC-SHA256 under a key of the cursors' own.
  private static func seal(_ bytes: [UInt8], _ key: [UInt8]) -> [UInt8] {
    let key = SymmetricKey(data: key)
    let own = SymmetricKey(
      data: HMAC<SHA256>.authenticationCode(for: Array("cursor".utf8), using: key)
    )
    return Array(HMAC<SHA256>.authenticationCode(for: bytes, using: own).prefix(sealCount))
  }

  /// Compares in constant time.
  private static func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.count == right.count && zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
