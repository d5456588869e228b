// SPDX-License-Identifier: Apache-2.0

import Glibc

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
    comparison(lhs, rhs) { $0 == 0 && $1 == 0 }
  }

  /// Orders by the bytes.
  package static func < (lhs: Label, rhs: Label) -> Bool {
    comparison(lhs, rhs) { $0 < 0 || $0 == 0 && $1 < 0 }
  }

  /// Hashes the bytes.
  package func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    hasher.combine(0xff as UInt8)
  }

  /// How the bytes that both have differ, and their lengths.
  ///
  /// Bytes that stand side by side in memory are compared many times faster than one by one.
  private static func comparison(
    _ left: Label,
    _ right: Label,
    _ verdict: (_ bytes: Int32, _ lengths: Int) -> Bool
  ) -> Bool {
    var (left, right) = (left.text, right.text)
    return left.withUTF8 { left in
      right.withUTF8 { right in
        let shared = min(left.count, right.count)
        guard let one = left.baseAddress, let two = right.baseAddress, shared > 0 else {
          return verdict(0, left.count - right.count)
        }
        return verdict(memcmp(one, two, shared), left.count - right.count)
      }
    }
  }
}
