// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Reads messages in the form in which this program writes them, without the library's detours.
///
/// The usual form has its fields in order of number, each singular one once, and nothing unknown.
/// A message in any other form is not read here but by the library, with the same outcome.
struct UsualForm {
  private let bytes: UnsafeRawBufferPointer
  private var place: Int
  private let end: Int

  /// Whether all that was read was in the usual form.
  private(set) var isUsual = true

  private init(_ bytes: UnsafeRawBufferPointer, from place: Int, to end: Int) {
    self.bytes = bytes
    self.place = place
    self.end = end
  }

  /// Reads a whole message; nil where it is not in the usual form.
  static func read<Message>(
    _ bytes: [UInt8],
    _ body: (inout UsualForm) -> Message?
  ) -> Message? {
    bytes.withUnsafeBytes { bytes in
      var form = UsualForm(bytes, from: 0, to: bytes.count)
      let message = body(&form)
      return form.isUsual && form.place == form.end ? message : nil
    }
  }

  /// Notes that the message is to be read by the library.
  mutating func giveUp() {
    isUsual = false
    place = end
  }

  /// Whether the next field is this one, of a number; if so, its tag is read.
  mutating func number(_ field: UInt8) -> Bool {
    begins(field << 3)
  }

  /// Whether the next field is this one, of bytes, text or a message; if so, its tag is read.
  mutating func bytes(_ field: UInt8) -> Bool {
    begins(field << 3 | 2)
  }

  private mutating func begins(_ tag: UInt8) -> Bool {
    guard place < end, bytes[place] == tag else { return false }
    place += 1
    return true
  }

  /// A number of at most 63 bits.
  mutating func varint() -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 63, by: 7) {
      guard place < end else { break }
      let byte = bytes[place]
      place += 1
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
    }
    giveUp()
    return 0
  }

  /// A number with its sign in the lowest bit.
  mutating func signed() -> Int64 {
    let value = varint()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  /// A message within this one.
  mutating func message<Part>(_ body: (inout UsualForm) -> Part) -> Part {
    let count = Int(varint())
    guard count <= end - place else {
      giveUp()
      return body(&self)
    }
    var part = UsualForm(bytes, from: place, to: place + count)
    let read = body(&part)
    place += count
    if !part.isUsual || part.place != part.end { giveUp() }
    return read
  }

  /// The rest of this message as it is.
  mutating func rest() -> [UInt8] {
    defer { place = end }
    return Array(bytes[place..<end])
  }

  /// Leaves the rest of this message unread.
  mutating func skipRest() {
    place = end
  }

  /// A name of 16 bytes; nil where it is empty.
  mutating func identifier<Name: Identifier>() -> Name? {
    message { form in
      guard form.end - form.place == 16 else {
        if form.place != form.end { form.giveUp() }
        return nil
      }
      defer { form.place = form.end }
      let bits = form.bytes.loadUnaligned(fromByteOffset: form.place, as: UInt128.self)
      return Name(bits: UInt128(bigEndian: bits))
    }
  }

  /// Text of less than 128 bytes, whose length is one byte whoever wrote it; nil for longer ones.
  mutating func shortText() -> String? {
    guard place < end, bytes[place] < 0x80 else { return nil }
    return text()
  }

  /// Text in UTF-8.
  mutating func text() -> String {
    message { form in
      let slice = UnsafeRawBufferPointer(rebasing: form.bytes[form.place..<form.end])
      guard let text = String(validating: slice, as: UTF8.self) else {
        form.giveUp()
        return ""
      }
      form.place = form.end
      return text
    }
  }
}

extension UsualForm {
  mutating func dot() -> Dot? {
    message { form in
      guard form.bytes(1), let replica: ReplicaID = form.identifier(), form.number(2) else {
        return nil
      }
      let counter = form.varint()
      return counter >= 1 ? Dot(replica, counter) : nil
    }
  }

  mutating func vector() -> VersionVector {
    message { form in
      var dots: [Dot] = []
      while form.bytes(1) {
        guard let dot = form.dot() else {
          form.giveUp()
          break
        }
        dots.append(dot)
      }
      return VersionVector(dots)
    }
  }

  mutating func header() -> RecordHeader? {
    message { form in
      guard form.bytes(1), let id: RecordID = form.identifier(), form.bytes(2) else { return nil }
      let kind = form.text()
      guard !kind.isEmpty, form.bytes(3), let program: RecordID = form.identifier() else {
        return nil
      }
      let owner: PersonID? = form.bytes(4) ? form.identifier() : nil
      let parent: RecordID? = form.bytes(5) ? form.identifier() : nil
      return RecordHeader(
        id: id,
        kind: RecordKind(rawValue: kind),
        scope: Scope(program: program, owner: owner),
        parent: parent
      )
    }
  }

  mutating func stamp() -> Stamp? {
    message { form in
      guard form.bytes(1), let author: PersonID = form.identifier(), form.bytes(2) else {
        return nil
      }
      let enteredAt = form.moment()
      let authority = form.number(3) ? UInt8(exactly: form.varint()) : 0
      let depth = form.number(4) ? UInt32(exactly: form.varint()) : 0
      guard let authority = authority.flatMap(Authority.init), let depth else { return nil }
      return Stamp(author: author, enteredAt: enteredAt, authority: authority, depth: depth)
    }
  }

  private mutating func moment() -> LocalTime {
    message { form in
      let milliseconds = form.number(1) ? form.signed() : 0
      let offset = form.number(2) ? Int32(exactly: form.signed()) : 0
      let zone = form.bytes(3) ? form.text() : ""
      if offset == nil { form.giveUp() }
      return LocalTime(
        milliseconds: milliseconds,
        offsetSeconds: Int(offset ?? 0),
        zone: zone
      )
    }
  }

  mutating func put() -> Put {
    message { form in
      let path = form.bytes(1) ? form.text() : ""
      let value = form.bytes(2) ? form.message { $0.value() } : ValueCodec.value(from: [])
      return Put(FieldPath(path), value)
    }
  }

  /// A value, which is all of this message.
  ///
  /// One that this program would not write just so is read by the library, with the same outcome.
  private mutating func value() -> FieldValue {
    var form = self
    if let value = form.usualValue(), form.isUsual, form.place == end {
      var writer = UsualWriter()
      writer.value(value)
      if writer.bytes.elementsEqual(bytes[place..<end]) {
        place = end
        return value
      }
    }
    return ValueCodec.value(from: rest())
  }

  private mutating func usualValue() -> FieldValue? {
    guard place < end else { return nil }
    if bytes(2) { return .text(text()) }
    if bytes(3) {
      return message { form in
        let significand = form.number(1) ? form.signed() : 0
        let exponent = form.number(2) ? form.signed() : 0
        return ExactNumber(significand: significand, exponent: Int(exponent))
          .map(FieldValue.number)
      }
    }
    if number(4) { return .boolean(varint() == 1) }
    if bytes(5) { return .moment(moment()) }
    return nil
  }
}
