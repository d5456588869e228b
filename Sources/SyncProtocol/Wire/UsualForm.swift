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

  /// Whether all that was read was written as shortly as it can be, which is how this program
  /// writes: numbers without leading zeros, and nothing that is left out where it is zero.
  private var isShortest = true

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
      if byte < 0x80 {
        if byte == 0, shift > 0 { isShortest = false }
        return value
      }
    }
    giveUp()
    return 0
  }

  /// A number with its sign in the lowest bit.
  mutating func signed() -> Int64 {
    let value = varint()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  /// A field that is a number with its sign in the lowest bit; 0 where it is left out.
  private mutating func signed(_ field: UInt8) -> Int64 {
    guard number(field) else { return 0 }
    let value = signed()
    if value == 0 { isShortest = false }
    return value
  }

  /// A field that is text; empty where it is left out.
  private mutating func text(_ field: UInt8) -> String {
    guard bytes(field) else { return "" }
    let text = text()
    if text.isEmpty { isShortest = false }
    return text
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
    if !part.isShortest { isShortest = false }
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
      let bytes = UnsafeRawBufferPointer(rebasing: form.bytes[form.place..<form.end])
      // Faster than to look for what is no text: decoding puts something else in its place.
      let text = String(decoding: bytes, as: UTF8.self)
      guard text.isWritten(as: bytes) else {
        form.giveUp()
        return ""
      }
      form.place = form.end
      return text
    }
  }

  /// A hash of 32 bytes; nil where it is none.
  mutating func hash() -> ChangeHash? {
    message { form in
      defer { form.place = form.end }
      return ChangeHash(bytes: UnsafeRawBufferPointer(rebasing: form.bytes[form.place..<form.end]))
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
      let milliseconds = form.signed(1)
      let offset = Int32(exactly: form.signed(2))
      let zone = form.text(3)
      if offset == nil { form.giveUp() }
      return LocalTime(
        milliseconds: milliseconds,
        offsetSeconds: Int(offset ?? 0),
        zone: zone
      )
    }
  }

  /// Values for fields, one after another.
  mutating func puts(_ field: UInt8) -> [Put] {
    var puts: [Put] = []
    puts.reserveCapacity(8)
    while bytes(field) { puts.append(put()) }
    return puts
  }

  private mutating func put() -> Put {
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
    if let value = form.usualValue(), form.isUsual, form.isShortest, form.place == end {
      place = end
      return value
    }
    return ValueCodec.value(from: rest())
  }

  private mutating func usualValue() -> FieldValue? {
    guard place < end else { return nil }
    if bytes(2) { return .text(text()) }
    if bytes(3) {
      return message { form in
        let (significand, exponent) = (form.signed(1), Int(form.signed(2)))
        let number = ExactNumber(significand: significand, exponent: exponent)
        // In lowest terms, as it is written.
        guard let number, number.significand == significand, number.exponent == exponent else {
          return nil
        }
        return .number(number)
      }
    }
    if number(4) {
      let answer = varint()
      return answer <= 1 ? .boolean(answer == 1) : nil
    }
    if bytes(5) { return .moment(moment()) }
    return nil
  }
}
