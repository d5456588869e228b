// SPDX-License-Identifier: Apache-2.0

import Crypto
package import FieldModel
import FoundationEssentials
import SwiftProtobuf

/// Changes as bytes: written once by their author, and hashed as those bytes ever after.
package enum ChangeCodec {
  /// The bytes of a change that is being authored.
  package static func bytes(of change: Change) -> [UInt8] {
    let wire = WireChange.with {
      $0.dot = WireDot(change.dot)
      $0.header = WireHeader(change.header)
      $0.base = WireVersionVector(change.base)
      $0.puts = change.puts.map(WirePut.init)
      $0.unsets = change.unsets.map(\.text)
      $0.stamp = WireStamp(change.stamp)
      $0.previous = change.previous == .none ? Data() : Data(change.previous.bytes)
      $0.schema = UInt32(FieldSchema.version)
    }
    return wire.encoded()
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
    guard Set(paths).count == paths.count else {
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
    ChangeHash(bytes: Array(SHA256.hash(data: bytes))) ?? .none
  }
}

extension UsualForm {
  fileprivate mutating func change() -> Change? {
    guard bytes(1), let dot = dot(), bytes(2), let header = header() else { return nil }
    let base = bytes(3) ? vector() : VersionVector()
    var puts: [Put] = []
    while bytes(4) { puts.append(put()) }
    var unsets: [FieldPath] = []
    while bytes(5) { unsets.append(FieldPath(text())) }
    guard bytes(6), let stamp = stamp() else { return nil }
    let previous = bytes(7) ? ChangeHash(bytes: message { $0.rest() }) : ChangeHash.none
    if number(8) { _ = varint() }
    let paths = puts.map(\.path) + unsets
    guard let previous, Set(paths).count == paths.count else { return nil }
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
  init(_ put: Put) {
    path = put.path.text
    value = Data(ValueCodec.bytes(of: put.value))
  }

  var put: Put {
    Put(FieldPath(path), ValueCodec.value(from: Array(value)))
  }
}

extension WireHeader {
  init(_ header: RecordHeader) {
    id = Data(header.id.bytes)
    kind = header.kind.rawValue
    program = Data(header.scope.program.bytes)
    owner = Data(header.scope.owner?.bytes ?? [])
    parent = Data(header.parent?.bytes ?? [])
  }

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
  init(_ stamp: Stamp) {
    author = Data(stamp.author.bytes)
    enteredAt = WireMoment(stamp.enteredAt)
    authority = UInt32(stamp.authority.rawValue)
    depth = stamp.depth
  }

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
