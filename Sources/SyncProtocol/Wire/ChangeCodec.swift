// SPDX-License-Identifier: Apache-2.0

import Crypto
package import FieldModel
import FoundationEssentials
import SwiftProtobuf

/// Changes as bytes: written once by their author, and hashed as those bytes ever after.
package enum ChangeCodec {
  /// The bytes of a change that is being authored.
  package static func bytes(of change: Change) -> [UInt8] {
    var writer = UsualWriter()
    writer.dot(1, change.dot)
    writer.header(2, change.header)
    writer.vector(3, change.base)
    for put in change.puts { writer.put(4, put.path, put.value) }
    for path in change.unsets { writer.element(5, path.text) }
    writer.stamp(6, change.stamp)
    if change.previous != .none { writer.hash(7, change.previous) }
    writer.number(8, UInt64(FieldSchema.version(of: change)))
    return writer.bytes
  }

  /// Reads a change.
  ///
  /// Members of newer programs are passed over; the bytes keep them.
  ///
  /// - Parameter bytes: A change as its author wrote it.
  /// - Returns: The change.
  /// - Throws: ``WireProblem`` where the bytes are not a change.
  package static func change(from bytes: [UInt8]) throws(WireProblem) -> Change {
    if let change = UsualForm.read(bytes, { $0.change() }) { return change }
    guard let wire = try? WireChange(serializedBytes: bytes) else {
      throw WireProblem("The bytes are not a change.")
    }
    guard wire.hasStamp, let stamp = try wire.stamp.stamp() else {
      throw WireProblem("A change has no author of 16 bytes or an unknown rank.")
    }
    let previous =
      wire.previous.isEmpty ? ChangeHash.none : ChangeHash(bytes: Array(wire.previous))
    guard let previous else { throw WireProblem("A change's link is not 32 bytes.") }
    let paths = wire.puts.map { FieldPath($0.path) } + wire.unsets.map { FieldPath($0) }
    guard paths.areDistinct else {
      throw WireProblem("A change writes one field twice.")
    }
    return Change(
      dot: try wire.dot.dot(),
      header: try wire.header.header(),
      base: try wire.base.vector(),
      puts: wire.puts.map(\.put),
      unsets: wire.unsets.map { FieldPath($0) },
      stamp: stamp,
      previous: previous
    )
  }

  /// The hash of a change's bytes, by which the replica's next change is chained to it.
  package static func hash(of bytes: [UInt8]) -> ChangeHash {
    SHA256.hash(data: bytes).withUnsafeBytes { ChangeHash(bytes: $0) } ?? .none
  }

  /// Whether these are the bytes of a hash.
  package static func hash(
    of bytes: UnsafeRawBufferPointer,
    is hash: UnsafeRawBufferPointer
  ) -> Bool {
    SHA256.hash(data: bytes).withUnsafeBytes { $0.elementsEqual(hash) }
  }
}

extension UsualForm {
  fileprivate mutating func change() -> Change? {
    guard bytes(1), let dot = dot(), bytes(2), let header = header() else { return nil }
    let base = bytes(3) ? vector() : VersionVector()
    let puts = puts(4)
    var unsets: [FieldPath] = []
    while bytes(5) { unsets.append(FieldPath(text())) }
    guard bytes(6), let stamp = stamp() else { return nil }
    let previous = bytes(7) ? hash() : ChangeHash.none
    if number(8) { _ = varint() }
    let isEachOnce =
      unsets.isEmpty ? puts.areDistinct : (puts.map(\.path) + unsets).areDistinct
    guard let previous, isEachOnce else { return nil }
    return Change(
      dot: dot,
      header: header,
      base: base,
      puts: puts,
      unsets: unsets,
      stamp: stamp,
      previous: previous
    )
  }
}

extension WirePut {
  var put: Put {
    Put(FieldPath(path), ValueCodec.value(from: Array(value)))
  }
}

extension WireHeader {
  func header() throws(WireProblem) -> RecordHeader {
    guard let id = RecordID(bytes: id), let program = RecordID(bytes: program), !kind.isEmpty else {
      throw WireProblem("A record has no identifier, kind or program.")
    }
    let owner = PersonID(bytes: owner)
    let parent = RecordID(bytes: parent)
    guard owner != nil || self.owner.isEmpty, parent != nil || self.parent.isEmpty else {
      throw WireProblem("A record's owner or visit is not 16 bytes.")
    }
    return RecordHeader(
      id: id,
      kind: RecordKind(rawValue: kind),
      scope: Scope(program: program, owner: owner),
      parent: parent
    )
  }
}

extension WireStamp {
  func stamp() throws(WireProblem) -> Stamp? {
    guard let author = PersonID(bytes: author),
      let authority = UInt8(exactly: authority).flatMap(Authority.init)
    else { return nil }
    return Stamp(
      author: author,
      enteredAt: enteredAt.moment,
      authority: authority,
      depth: depth
    )
  }
}
