// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Walks a message that is byte for byte as this program writes it, without making anything of it.
///
/// Where ``UsualForm`` reads what means the same as the library's reading, this takes only what
/// would be written again just so: such bytes may be kept and passed on as they are. A part that is
/// not so is left where it stands, so that the message does not come to its end.
struct ExactForm {
  private let bytes: UnsafeRawBufferPointer
  private(set) var place: Int
  private let end: Int

  /// All of these bytes.
  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    place = 0
    end = bytes.count
  }

  private init(_ bytes: UnsafeRawBufferPointer, _ place: Int, _ end: Int) {
    self.bytes = bytes
    self.place = place
    self.end = end
  }

  /// Whether all was read.
  var isAtEnd: Bool { place == end }

  /// What is left, as it is.
  var rest: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[place..<end])
  }

  /// The bytes, text or message of the next field, if it is this one.
  mutating func part(_ field: UInt8) -> ExactForm? {
    guard place < end, bytes[place] == field << 3 | 2 else { return nil }
    var next = place + 1
    guard let count = number(at: &next), count <= UInt64(end - next) else { return nil }
    place = next + Int(count)
    return ExactForm(bytes, next, place)
  }

  /// The number of the next field, if it is this one; 0, which is not written, otherwise.
  mutating func number(_ field: UInt8) -> UInt64 {
    guard place < end, bytes[place] == field << 3 else { return 0 }
    var next = place + 1
    guard let number = number(at: &next), number > 0 else { return 0 }
    place = next
    return number
  }

  /// A number of at most 63 bits in as few bytes as hold it.
  private func number(at place: inout Int) -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 63, by: 7) {
      guard place < end else { return nil }
      let byte = bytes[place]
      place += 1
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return byte == 0 && shift > 0 ? nil : value }
    }
    return nil
  }

  /// The name that the next field holds, if it is this one and holds 16 bytes.
  mutating func name<Name: Identifier>(_ field: UInt8) -> Name? {
    guard end - place >= 18, bytes[place] == field << 3 | 2, bytes[place + 1] == 16 else {
      return nil
    }
    let bits = bytes.loadUnaligned(fromByteOffset: place + 2, as: UInt128.self)
    place += 18
    return Name(bits: UInt128(bigEndian: bits))
  }

  /// The text that the next field holds, if it is this one and holds any.
  mutating func text(_ field: UInt8) -> UnsafeRawBufferPointer? {
    let start = place
    guard let text = part(field)?.rest, !text.isEmpty, text.isText else {
      place = start
      return nil
    }
    return text
  }
}

extension UnsafeRawBufferPointer {
  /// Whether the bytes are UTF-8.
  var isText: Bool {
    allSatisfy { $0 < 0x80 } || String(validating: self, as: UTF8.self) != nil
  }

  /// Whether these bytes come first, compared one by one.
  func precedes(_ other: UnsafeRawBufferPointer) -> Bool {
    let shared = Swift.min(count, other.count)
    for place in 0..<shared where self[place] != other[place] {
      return self[place] < other[place]
    }
    return count < other.count
  }
}

extension ExactForm {
  /// All of this message as a dot.
  mutating func dot() -> Dot? {
    guard let replica: ReplicaID = name(1) else { return nil }
    let counter = number(2)
    return counter > 0 && isAtEnd ? Dot(replica, counter) : nil
  }

  /// All of this message as a header.
  mutating func header() -> RecordHeader? {
    guard let id: RecordID = name(1), let kind = text(2), let program: RecordID = name(3) else {
      return nil
    }
    let owner: PersonID? = name(4)
    let parent: RecordID? = name(5)
    guard isAtEnd else { return nil }
    return RecordHeader(
      id: id,
      kind: RecordKind(rawValue: String(decoding: kind, as: UTF8.self)),
      scope: Scope(program: program, owner: owner),
      parent: parent
    )
  }

  /// Whether all of this message is a stamp.
  mutating func isStamp() -> Bool {
    let author: PersonID? = name(1)
    guard author != nil, var moment = part(2), moment.isMoment() else { return false }
    let authority = UInt8(exactly: number(3)).flatMap(Authority.init)
    let depth = UInt32(exactly: number(4))
    return authority != nil && depth != nil && isAtEnd
  }

  private mutating func isMoment() -> Bool {
    _ = number(1)
    // With its sign in the lowest bit.
    let offset = number(2)
    _ = text(3)
    return offset <= UInt64(UInt32.max) && isAtEnd
  }

  /// The path of a put that is all of this message, and the value's bytes.
  mutating func put() -> (path: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer)? {
    guard let path = text(1), let value = part(2)?.rest, !value.isEmpty, isAtEnd else { return nil }
    return (path, value)
  }
}
