// SPDX-License-Identifier: Apache-2.0

/// A code or a name, such as a brand's: compared by its bytes.
///
/// Two texts that look alike but are coded differently are different data.
package struct Label: Hashable, Comparable, Sendable, ExpressibleByStringLiteral,
  CustomStringConvertible
{
  /// The text as it was written.
  package let text: String

  /// The label of a text.
  package init(_ text: String) {
    self.text = text
  }

  /// The label of a text in source code.
  package init(stringLiteral value: String) {
    self.init(value)
  }

  /// The text as it was written.
  package var description: String { text }

  /// Compares the bytes.
  package static func == (lhs: Label, rhs: Label) -> Bool {
    compare(lhs, rhs) { $0.elementsEqual($1) }
  }

  /// Orders by the bytes.
  package static func < (lhs: Label, rhs: Label) -> Bool {
    compare(lhs, rhs) { $0.lexicographicallyPrecedes($1) }
  }

  /// Hashes the bytes.
  package func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    hasher.combine(0xff as UInt8)
  }

  /// Bytes that stand side by side in memory are compared several times faster than one by one.
  private static func compare(
    _ left: Label,
    _ right: Label,
    by comparison: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> Bool
  ) -> Bool {
    var (left, right) = (left.text, right.text)
    return left.withUTF8 { left in right.withUTF8 { comparison(left, $0) } }
  }
}
