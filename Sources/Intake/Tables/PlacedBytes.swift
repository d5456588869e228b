// SPDX-License-Identifier: Apache-2.0

/// A place in a text as an editor shows it: both numbers begin at 1.
package struct TextPlace: Hashable, Sendable, CustomStringConvertible {
  /// The line; LF, CRLF and CR each end one.
  package var line: Int

  /// The character within the line, counted in Unicode scalars.
  package var column: Int

  /// The place of a line and a column.
  package init(line: Int = 1, column: Int = 1) {
    self.line = line
    self.column = column
  }

  /// The place for a person.
  package var description: String {
    "line \(line), column \(column)"
  }

  /// Goes past one byte.
  ///
  /// `previous` is the byte before it, so that CRLF counts once.
  mutating func pass(_ byte: UInt8, after previous: UInt8) {
    switch byte {
    case Byte.lineFeed where previous == Byte.carriageReturn:
      break
    case Byte.lineFeed, Byte.carriageReturn:
      line += 1
      column = 1
    case 0x80...0xBF:
      break
    default:
      column += 1
    }
  }
}

/// The bytes that structure a text.
enum Byte {
  static let tab = UInt8(ascii: "\t")
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let space = UInt8(ascii: " ")
  static let quote = UInt8(ascii: "\"")
  static let comma = UInt8(ascii: ",")
  static let semicolon = UInt8(ascii: ";")
  static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
}

/// A source's bytes one at a time, with the place of the next one.
struct PlacedBytes {
  private let source: ByteSource
  private var chunk: [UInt8] = []
  private var position = 0
  private var previous: UInt8 = 0
  private(set) var place = TextPlace()

  init(_ source: ByteSource) {
    self.source = source
  }

  /// The next byte, which stays the next; nil at the end.
  mutating func peek() throws -> UInt8? {
    while position == chunk.count {
      guard let next = try source.next() else { return nil }
      chunk = next
      position = 0
    }
    return chunk[position]
  }

  /// Goes past the byte that `peek` showed.
  mutating func skip() {
    let byte = chunk[position]
    place.pass(byte, after: previous)
    previous = byte
    position += 1
  }

  /// Goes past a line break, LF, CRLF or CR, of which `first` was shown by `peek`.
  mutating func skipLineBreak(_ first: UInt8) throws {
    skip()
    if first == Byte.carriageReturn, try peek() == Byte.lineFeed {
      skip()
    }
  }

  /// Goes past everything up to and including the next line break.
  mutating func skipLine() throws {
    while let byte = try peek() {
      if byte == Byte.lineFeed || byte == Byte.carriageReturn {
        return try skipLineBreak(byte)
      }
      skip()
    }
  }

  /// Shows up to `limit` bytes ahead without going past them.
  mutating func lookAhead(_ limit: Int) throws -> ArraySlice<UInt8> {
    while chunk.count - position < limit {
      guard let next = try source.next() else { break }
      chunk = chunk[position...] + next
      position = 0
    }
    return chunk[position...].prefix(limit)
  }

  /// Goes past a UTF-8 byte order mark, which is no character of the text.
  mutating func skipByteOrderMark() throws {
    if try lookAhead(3).elementsEqual(Byte.byteOrderMark) {
      position += 3
    }
  }
}

/// Where the first byte lies that is not UTF-8; nil where all are.
func firstInvalidUTF8(in bytes: [UInt8]) -> Int? {
  do {
    _ = try UTF8Span(validating: bytes.span)
    return nil
  } catch {
    return error.byteOffsets.lowerBound
  }
}
