// SPDX-License-Identifier: Apache-2.0

/// A word or a sign of Swift code, outside comments and string literals.
struct Token: Equatable {
  var text: String
  var line: Int
  /// Whether it follows the token before it without a space.
  var isGlued: Bool
}

/// Splits Swift source into tokens and comments, carefully enough to judge style by.
///
/// Contents of string and regular expression literals are dropped, but code inside an
/// interpolation is kept. Nesting of comments, raw and multi-line strings are understood.
struct Lexer {
  private(set) var tokens: [Token] = []
  /// Comment text by line, the slashes left out.
  private(set) var comments: [Int: String] = [:]

  private let bytes: [UInt8]
  private var position = 0
  private var line = 1
  private var endOfLast = -1

  init(_ text: String) {
    bytes = Array(text.utf8)
    scanCode(insideInterpolation: false)
  }

  private func byte(_ offset: Int = 0) -> UInt8? {
    let index = position + offset
    return index < bytes.count ? bytes[index] : nil
  }

  private func starts(with text: StaticString) -> Bool {
    text.withUTF8Buffer { expected in
      position + expected.count <= bytes.count
        && bytes[position..<position + expected.count].elementsEqual(expected)
    }
  }

  private mutating func advance() {
    if byte() == UInt8(ascii: "\n") { line += 1 }
    position += 1
  }

  private mutating func emit(_ text: String, from start: Int, line: Int) {
    tokens.append(Token(text: text, line: line, isGlued: start == endOfLast))
    endOfLast = position
  }

  private mutating func scanCode(insideInterpolation: Bool) {
    var depth = 0
    while let next = byte() {
      switch next {
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
        advance()
      case UInt8(ascii: "/") where starts(with: "//"):
        scanLineComment()
      case UInt8(ascii: "/") where starts(with: "/*"):
        scanBlockComment()
      case UInt8(ascii: "\""), UInt8(ascii: "#"), UInt8(ascii: "/"):
        if !scanLiteral() { scanSign() }
      case UInt8(ascii: "`"):
        scanWord { $0 != UInt8(ascii: "`") && $0 != UInt8(ascii: "\n") }
      case _ where Self.isWord(next):
        scanWord(while: Self.isWord)
      default:
        if next == UInt8(ascii: "(") { depth += 1 }
        if next == UInt8(ascii: ")") { depth -= 1 }
        scanSign()
        if insideInterpolation, depth < 0 { return }
      }
    }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
      true
    default: false
    }
  }

  private mutating func scanSign() {
    let start = position
    position += 1
    emit(String(decoding: bytes[start..<position], as: UTF8.self), from: start, line: line)
  }

  /// Reads a word; a word in backticks keeps them, so that it never equals a keyword.
  private mutating func scanWord(while belongs: (UInt8) -> Bool) {
    let start = position
    let isQuoted = byte() == UInt8(ascii: "`")
    position += 1
    while let next = byte(), belongs(next) { position += 1 }
    if isQuoted { position = min(position + 1, bytes.count) }
    emit(String(decoding: bytes[start..<position], as: UTF8.self), from: start, line: line)
  }

  private mutating func scanLineComment() {
    let start = position
    while let next = byte(), next != UInt8(ascii: "\n") { position += 1 }
    comments[line, default: ""] += String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func scanBlockComment() {
    var depth = 0
    repeat {
      if starts(with: "/*") {
        depth += 1
        position += 2
      } else if starts(with: "*/") {
        depth -= 1
        position += 2
      } else {
        let first = line
        let start = position
        advance()
        comments[first, default: ""] += String(decoding: bytes[start..<position], as: UTF8.self)
      }
    } while depth > 0 && position < bytes.count
  }

  /// Reads a string or regular expression literal, if one starts here.
  private mutating func scanLiteral() -> Bool {
    var hashes = 0
    while byte(hashes) == UInt8(ascii: "#") { hashes += 1 }
    switch byte(hashes) {
    case UInt8(ascii: "\""): scanString(hashes: hashes)
    case UInt8(ascii: "/") where hashes > 0 || startsExpression && regexEnd != nil:
      scanRegex(hashes: hashes)
    default: return false
    }
    return true
  }

  private mutating func scanString(hashes: Int) {
    let start = position
    let firstLine = line
    position += hashes
    let isMultiline = starts(with: "\"\"\"\n") || starts(with: "\"\"\"\r\n")
    let quotes = isMultiline ? 3 : 1
    position += quotes
    while let next = byte() {
      if next == UInt8(ascii: "\\"), isRun(of: "#", hashes, at: 1) {
        position += 1 + hashes
        let isInterpolation = byte() == UInt8(ascii: "(")
        advance()
        if isInterpolation { scanCode(insideInterpolation: true) }
      } else if isRun(of: "\"", quotes, at: 0), isRun(of: "#", hashes, at: quotes) {
        position += quotes + hashes
        break
      } else if next == UInt8(ascii: "\n"), !isMultiline {
        break
      } else {
        advance()
      }
    }
    emit("\"\"", from: start, line: firstLine)
  }

  private func isRun(of sign: Unicode.Scalar, _ count: Int, at offset: Int) -> Bool {
    (0..<count).allSatisfy { byte(offset + $0) == UInt8(ascii: sign) }
  }

  private mutating func scanRegex(hashes: Int) {
    let start = position
    let firstLine = line
    if hashes == 0 {
      position = regexEnd ?? position + 1
    } else {
      position += hashes + 1
      while byte() != nil, !(byte() == UInt8(ascii: "/") && isRun(of: "#", hashes, at: 1)) {
        advance()
      }
      position = min(position + 1 + hashes, bytes.count)
    }
    emit("//", from: start, line: firstLine)
  }

  /// Whether a value, not an operator, is expected here.
  private var startsExpression: Bool {
    guard let last = tokens.last else { return true }
    if ["return", "case", "in", "try", "await", "else"].contains(last.text) { return true }
    return !(last.text.utf8.first.map(Self.isWord) ?? false)
      && !["\"\"", ")", "]", "}"].contains(last.text)
  }

  /// The position after a bare regular expression literal that would start here.
  private var regexEnd: Int? {
    guard let first = byte(1), first != UInt8(ascii: " "), first != UInt8(ascii: ")") else {
      return nil
    }
    var index = position + 1
    while index < bytes.count, bytes[index] != UInt8(ascii: "\n") {
      if bytes[index] == UInt8(ascii: "/") { return index + 1 }
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }
}
