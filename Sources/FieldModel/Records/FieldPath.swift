// SPDX-License-Identifier: Apache-2.0

/// The name of a field within a record: flat text, compared byte by byte.
///
/// Two texts that look alike but are coded differently are different paths, as they are different
/// data; Swift's own comparison of strings would take them for one.
public struct FieldPath: Hashable, Comparable, Sendable, ExpressibleByStringLiteral,
  CustomStringConvertible
{
  /// The path's text.
  public let text: String

  /// The first eight bytes, by which most comparisons are decided; zeros after a shorter text.
  private let start: UInt64

  /// The path of a text.
  public init(_ text: String) {
    self.text = text
    start = text.startingBytes
  }

  /// The path of a text in source code.
  public init(stringLiteral value: String) {
    self.init(value)
  }

  /// The path's text.
  public var description: String {
    text
  }

  /// Put by the change that creates a record, so that a record without fields exists.
  public static let existence: FieldPath = "∃"

  /// Where a deletion is remembered; its value is a ``Tombstone``.
  public static let tombstone: FieldPath = "†"

  /// The name of the free attribute that stands here, as it was given; nil for any other field.
  public var attribute: String? {
    text.following(FieldSchema.attributePrefix)
  }

  /// The moment of the `shopper tick` that stands here, as text; nil for any other field.
  public var tick: String? {
    text.following(FieldSchema.tickPrefix)
  }

  /// Compares the bytes.
  public static func == (lhs: FieldPath, rhs: FieldPath) -> Bool {
    guard lhs.start == rhs.start else { return false }
    let (left, right) = (lhs.text.utf8.count, rhs.text.utf8.count)
    return left == right && (left <= 8 || lhs.text.isSameBytes(as: rhs.text))
  }

  /// Orders by the bytes.
  public static func < (lhs: FieldPath, rhs: FieldPath) -> Bool {
    guard lhs.start == rhs.start else { return lhs.start < rhs.start }
    let (left, right) = (lhs.text.utf8.count, rhs.text.utf8.count)
    return max(left, right) <= 8 ? left < right : lhs.text.precedesByBytes(rhs.text)
  }

  /// Hashes the bytes.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(bytesOf: text)
  }
}

extension [FieldPath] {
  /// Whether no field is named twice.
  package var areDistinct: Bool {
    // Few are compared sooner than hashed.
    guard count <= 16 else { return Set(self).count == count }
    return indices.allSatisfy { place in !self[..<place].contains(self[place]) }
  }
}

extension [Put] {
  /// Whether no field is written twice.
  package var areDistinct: Bool {
    guard count <= 16 else { return map(\.path).areDistinct }
    return indices.allSatisfy { place in
      !self[..<place].contains { $0.path == self[place].path }
    }
  }
}
