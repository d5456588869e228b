// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Writes messages in the usual form, byte for byte as the library would.
struct UsualWriter {
  private(set) var bytes: [UInt8] = []

  init() {
    bytes.reserveCapacity(512)
  }

  /// A number, unless it is zero.
  mutating func number(_ field: UInt8, _ value: UInt64) {
    guard value != 0 else { return }
    bytes.append(field << 3)
    varint(value)
  }

  /// A number with its sign in the lowest bit, unless it is zero.
  mutating func signed(_ field: UInt8, _ value: Int64) {
    number(field, UInt64(bitPattern: value << 1 ^ value >> 63))
  }

  /// Bytes, unless there are none.
  mutating func raw(_ field: UInt8, _ value: [UInt8]) {
    guard !value.isEmpty else { return }
    bytes.append(field << 3 | 2)
    varint(UInt64(value.count))
    bytes += value
  }

  /// A hash of 32 bytes.
  mutating func hash(_ field: UInt8, _ hash: ChangeHash) {
    bytes += [field << 3 | 2, 32]
    hash.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  /// Text, unless there is none.
  mutating func text(_ field: UInt8, _ value: String) {
    guard !value.isEmpty else { return }
    element(field, value)
  }

  /// Text among others, of which there may be none.
  mutating func element(_ field: UInt8, _ value: String) {
    bytes.append(field << 3 | 2)
    varint(UInt64(value.utf8.count))
    bytes += value.utf8
  }

  /// A name of 16 bytes.
  mutating func name(_ field: UInt8, _ value: some Identifier) {
    bytes.append(field << 3 | 2)
    bytes.append(16)
    withUnsafeBytes(of: value.bits.bigEndian) { bytes.append(contentsOf: $0) }
  }

  /// A message within this one.
  mutating func message(_ field: UInt8, _ body: (inout UsualWriter) -> Void) {
    bytes.append(field << 3 | 2)
    let place = bytes.count
    bytes.append(0)
    body(&self)
    var rest = bytes.count - place - 1
    var end = place
    // Mostly one byte holds the length, and the body stays where it is.
    while rest >= 0x80 {
      bytes[end] = UInt8(truncatingIfNeeded: rest) | 0x80
      rest >>= 7
      end += 1
      bytes.insert(0, at: end)
    }
    bytes[end] = UInt8(rest)
  }

  private mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}

extension UsualWriter {
  mutating func dot(_ field: UInt8, _ dot: Dot) {
    message(field) {
      $0.name(1, dot.replica)
      $0.number(2, dot.counter)
    }
  }

  mutating func vector(_ field: UInt8, _ vector: VersionVector) {
    message(field) { writer in
      for entry in vector.entries { writer.dot(1, entry) }
    }
  }

  mutating func header(_ field: UInt8, _ header: RecordHeader) {
    message(field) {
      $0.name(1, header.id)
      $0.text(2, header.kind.rawValue)
      $0.name(3, header.scope.program)
      if let owner = header.scope.owner { $0.name(4, owner) }
      if let parent = header.parent { $0.name(5, parent) }
    }
  }

  mutating func stamp(_ field: UInt8, _ stamp: Stamp) {
    message(field) {
      $0.name(1, stamp.author)
      $0.moment(2, stamp.enteredAt)
      $0.number(3, UInt64(stamp.authority.rawValue))
      $0.number(4, UInt64(stamp.depth))
    }
  }

  mutating func put(_ field: UInt8, _ path: FieldPath, _ value: FieldValue) {
    message(field) {
      $0.text(1, path.text)
      if value != .unknown([]) { $0.message(2) { $0.value(value) } }
    }
  }

  mutating func value(_ value: FieldValue) {
    switch value {
    case .text(let text):
      element(2, text)
    case .number(let number):
      message(3) {
        $0.signed(1, number.significand)
        $0.signed(2, Int64(number.exponent))
      }
    case .boolean(let answer):
      bytes += [4 << 3, answer ? 1 : 0]
    case .moment(let moment):
      self.moment(5, moment)
    default:
      bytes += ValueCodec.bytes(of: value)
    }
  }

  private mutating func moment(_ field: UInt8, _ moment: LocalTime) {
    message(field) {
      $0.signed(1, moment.milliseconds)
      $0.signed(2, Int64(Int32(clamping: moment.offsetSeconds)))
      $0.text(3, moment.zone)
    }
  }
}
