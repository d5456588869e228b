// SPDX-License-Identifier: Apache-2.0

// Swift compares strings by what they look like: "é" in one scalar equals "é" in two, and a mark
// that follows a prefix melts into its last letter. Data are compared by their bytes.

extension String {
  /// Whether both texts have the same bytes.
  func isSameBytes(as other: String) -> Bool {
    utf8.count == other.utf8.count && compare(with: other) { $0.isSame(as: $1) }
  }

  /// Whether these are the text's bytes.
  package func isWritten(as bytes: UnsafeRawBufferPointer) -> Bool {
    var text = self
    return text.withUTF8 { UnsafeRawBufferPointer($0).isSame(as: bytes) }
  }

  /// Whether this text's bytes come first, compared one by one.
  func precedesByBytes(_ other: String) -> Bool {
    compare(with: other) { $0.precedes($1) }
  }

  /// The first eight bytes as one number that sorts like them, with zeros after a shorter text.
  var startingBytes: UInt64 {
    var text = self
    return text.withUTF8 { bytes in
      guard bytes.count < 8 else {
        return UInt64(bigEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(as: UInt64.self))
      }
      return bytes.reduce(0) { $0 << 8 | UInt64($1) } << UInt64(64 - 8 * bytes.count)
    }
  }

  /// Compares bytes that stand side by side in memory, which is several times faster than asking
  /// two texts for each.
  private func compare(
    with other: String,
    by comparison: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Bool
  ) -> Bool {
    var (left, right) = (self, other)
    return left.withUTF8 { left in
      right.withUTF8 { comparison(UnsafeRawBufferPointer(left), UnsafeRawBufferPointer($0)) }
    }
  }

  /// What follows a prefix of ASCII letters; nil where the text does not begin with its bytes.
  func following(_ prefix: String) -> String? {
    utf8.starts(with: prefix.utf8) ? String(Substring(utf8.dropFirst(prefix.utf8.count))) : nil
  }
}

extension UnsafeRawBufferPointer {
  /// Whether the bytes at another place are the same, compared eight at a time.
  fileprivate func isSame(as other: UnsafeRawBufferPointer) -> Bool {
    guard count == other.count else { return false }
    var place = 0
    while place + 8 <= count {
      guard
        loadUnaligned(fromByteOffset: place, as: UInt64.self)
          == other.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      else { return false }
      place += 8
    }
    while place < count {
      guard self[place] == other[place] else { return false }
      place += 1
    }
    return true
  }

  /// Whether these bytes come first, compared eight at a time.
  fileprivate func precedes(_ other: UnsafeRawBufferPointer) -> Bool {
    var place = 0
    while place + 8 <= Swift.min(count, other.count) {
      let left = UInt64(bigEndian: loadUnaligned(fromByteOffset: place, as: UInt64.self))
      let right = UInt64(bigEndian: other.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      guard left == right else { return left < right }
      place += 8
    }
    return self[place...].lexicographicallyPrecedes(other[place...])
  }
}

extension Hasher {
  /// Takes in a text by its bytes, with an end, so that two texts do not run into one another.
  mutating func combine(bytesOf text: String) {
    var text = text
    text.withUTF8 { combine(bytes: UnsafeRawBufferPointer($0)) }
    combine(0xff as UInt8)
  }
}
