// SPDX-License-Identifier: Apache-2.0

// Swift compares strings by what they look like: "é" in one scalar equals "é" in two, and a mark
// that follows a prefix melts into its last letter. Data are compared by their bytes.

extension String {
  /// Whether both texts have the same bytes.
  func isSameBytes(as other: String) -> Bool {
    utf8.elementsEqual(other.utf8)
  }

  /// What follows a prefix of ASCII letters; nil where the text does not begin with its bytes.
  func following(_ prefix: String) -> String? {
    utf8.starts(with: prefix.utf8) ? String(Substring(utf8.dropFirst(prefix.utf8.count))) : nil
  }
}

extension Hasher {
  /// Takes in a text by its bytes, with an end, so that two texts do not run into one another.
  mutating func combine(bytesOf text: String) {
    for byte in text.utf8 {
      combine(byte)
    }
    combine(0xff as UInt8)
  }
}
