// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import FoundationEssentials
import SwiftProtobuf

extension ChangeCodec {
  /// Where a change says what its author had seen.
  package enum SeenPart: Hashable, Sendable {
    /// In its base.
    case base
    /// In a deletion that it puts.
    case tombstone
  }

  /// The bytes of a change that its author writes again at another place of a journal.
  ///
  /// What newer programs added stays in it.
  ///
  /// - Parameters:
  ///   - bytes: The change as it was written.
  ///   - position: Its new place.
  ///   - fit: What was seen, as it is to be said at the new place.
  /// - Returns: The change's bytes.
  /// - Throws: ``WireProblem`` where the bytes are not a change.
  package static func rewritten(
    _ bytes: [UInt8],
    at position: JournalPosition,
    fit: (VersionVector, SeenPart) -> VersionVector
  ) throws(WireProblem) -> [UInt8] {
    guard var wire = try? WireChange(serializedBytes: bytes) else {
      throw WireProblem("The bytes are not a change.")
    }
    wire.dot = WireDot(position.dot)
    wire.previous = position.previous == .none ? Data() : Data(position.previous.bytes)
    let base = fit(try wire.base.vector(), .base)
    wire.base = WireVersionVector(base)
    // A change that says to have seen less cannot follow as many writes.
    let seen = base.entries.reduce(0) { $0 + min($1.counter, UInt64(UInt32.max - 1)) }
    wire.stamp.depth = min(wire.stamp.depth, UInt32(clamping: seen + 1))
    for place in wire.puts.indices {
      guard var value = try? WireValue(serializedBytes: wire.puts[place].value),
        case .tombstone(var tombstone) = value.kind
      else { continue }
      tombstone.seen = WireVersionVector(fit(try tombstone.seen.vector(), .tombstone))
      value.kind = .tombstone(tombstone)
      wire.puts[place].value = Data(value.encoded())
    }
    #if Mutants
    if Mutant.isOn(.dropsUnknownMembers) { wire.unknownFields = UnknownStorage() }
    #endif
    return wire.encoded()
  }
}
