// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import SyncProtocol

/// The end of a hub's log.
package struct LogEnd: Hashable, Sendable {
  /// The last entry's place, from 1 without gaps; 0 in an empty log.
  package let seq: Int64

  /// That entry's chain hash.
  package let chain: [UInt8]

  /// The end of a log.
  package init(seq: Int64, chain: [UInt8]) {
    self.seq = seq
    self.chain = chain
  }
}

/// What an entry of the log says of its record.
package enum LogContent: Hashable, Sendable {
  /// A replica's change; without its bytes where its content is not kept.
  case change(Dot, bytes: [UInt8]?, hash: ChangeHash)
  /// The record is shown to viewers, or no longer.
  case touch
  /// A state that was joined into the record, after the hub was restored.
  case offer(bytes: [UInt8], hash: ChangeHash)
  /// What the record said was erased, for a reason.
  case erasure(reason: String)
  /// A change that the log holds further up, and that waited for its cause, has taken effect.
  case effect(Dot)
}

/// An entry of the hub's log.
package struct LogEntry: Hashable, Sendable {
  /// Its place, from 1 without gaps.
  package let seq: Int64

  /// The record that it is about; all zeros for a change that cannot be read.
  package let record: RecordID

  /// What it says.
  package let content: LogContent

  /// SHA-256 over the chain before it and all of the above.
  package let chain: [UInt8]

  /// When it was written, in milliseconds since 1970.
  package let at: Int64

  /// Whether the record begins with it: most records have no other.
  package let isFirst: Bool

  /// An entry at its place.
  package init(
    seq: Int64,
    record: RecordID,
    content: LogContent,
    chain: [UInt8],
    at: Int64,
    isFirst: Bool = false
  ) {
    self.seq = seq
    self.record = record
    self.content = content
    self.chain = chain
    self.at = at
    self.isFirst = isFirst
  }
}

/// A change as the log holds it.
package struct LoggedChange: Hashable, Sendable {
  /// The change.
  package let change: Change

  /// The change as its author wrote it.
  package let bytes: [UInt8]

  /// A change as the log holds it.
  package init(change: Change, bytes: [UInt8]) {
    self.change = change
    self.bytes = bytes
  }
}

/// The chain that holds a hub's log together.
package enum LogChain {
  /// What stands before the first entry.
  package static let origin = [UInt8](repeating: 0, count: 32)

  /// The chain hash of an entry.
  package static func next(
    after previous: [UInt8],
    seq: Int64,
    record: RecordID,
    content: LogContent
  ) -> [UInt8] {
    next(after: previous, seq: seq, record: record, hash: content.hash, kind: content.kind)
  }

  /// The chain hash of an entry: SHA-256 over the chain before it, its place (eight bytes, most
  /// significant first), its record, and the hash and kind of its content.
  package static func next(
    after previous: [UInt8],
    seq: Int64,
    record: RecordID,
    hash: ChangeHash?,
    kind: LogContent.Kind
  ) -> [UInt8] {
    var message: [UInt8] = []
    message.reserveCapacity(previous.count + 8 + 16 + 32 + 1)
    message += previous
    withUnsafeBytes(of: seq.bigEndian) { message.append(contentsOf: $0) }
    withUnsafeBytes(of: record.bits.bigEndian) { message.append(contentsOf: $0) }
    hash?.withUnsafeBytes { message.append(contentsOf: $0) }
    if let suffix = kind.suffix { message.append(suffix) }
    return ChangeCodec.hash(of: message).bytes
  }
}

extension LogContent {
  /// The kinds of entries, as a store keeps them.
  package enum Kind: Int64, Sendable {
    /// A replica's change.
    case change = 0
    /// The record is shown to viewers, or no longer.
    case touch = 1
    /// A state that was joined.
    case offer = 2
    /// The record was erased.
    case erasure = 3
    /// A waiting change has taken effect.
    case effect = 4

    /// What the chain holds of the kind: nothing of the two that there were at first.
    fileprivate var suffix: UInt8? {
      switch self {
      case .change, .touch: nil
      case .offer, .erasure, .effect: UInt8(rawValue)
      }
    }
  }

  /// The entry's kind.
  package var kind: Kind {
    switch self {
    case .change: .change
    case .touch: .touch
    case .offer: .offer
    case .erasure: .erasure
    case .effect: .effect
    }
  }

  /// The bytes that the entry carries; nil for none.
  package var bytes: [UInt8]? {
    switch self {
    case .change(_, let bytes, _): bytes
    case .touch: nil
    case .offer(let bytes, _): bytes
    case .erasure(let reason): Array(reason.utf8)
    case .effect(let dot): LogContent.bytes(of: dot)
    }
  }

  /// The hash of those bytes, which stays where they are erased; nil where there never were any.
  package var hash: ChangeHash? {
    switch self {
    case .change(_, _, let hash), .offer(_, let hash): hash
    case .touch: nil
    case .erasure, .effect: bytes.map(ChangeCodec.hash)
    }
  }

  /// A dot as an effect carries it: 16 bytes of replica, eight of counter.
  package static func bytes(of dot: Dot) -> [UInt8] {
    dot.replica.bytes
      + (0..<8).map { UInt8(truncatingIfNeeded: dot.counter >> UInt64(56 - 8 * $0)) }
  }

  /// Reads a dot; nil where the bytes are none.
  package static func dot(from bytes: [UInt8]) -> Dot? {
    let counter = bytes.suffix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard bytes.count == 24, counter >= 1, let replica = ReplicaID(bytes: Array(bytes.prefix(16)))
    else { return nil }
    return Dot(replica, counter)
  }
}
