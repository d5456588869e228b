// SPDX-License-Identifier: Apache-2.0

/// Reads JSON exactly as RFC 8259 has it, and keeps numbers as their text.
///
/// Readers at hand turn numbers into binary ones or do not say where a text is wrong; a field's
/// value has to come back as it was typed, and a person has to find the place.
package struct JSONParser {
  /// How deep arrays and objects may lie in one another.
  package static let depthMaximum = 256

  private let bytes: [UInt8]
  private let firstLine: Int
  private var position = 0

  private init(_ bytes: [UInt8], firstLine: Int) {
    self.bytes = bytes
    self.firstLine = firstLine
  }

  /// Reads one text that holds one value.
  ///
  /// - Parameters:
  ///   - bytes: The whole text in UTF-8; a byte order mark before it is passed over.
  ///   - firstLine: The number of the text's first line, for places.
  /// - Returns: The value.
  /// - Throws: ``JSONFault``.
  package static func value(of bytes: [UInt8], firstLine: Int = 1) throws(JSONFault) -> JSONValue {
    var parser = JSONParser(bytes, firstLine: firstLine)
    if let invalid = firstInvalidUTF8(in: bytes) {
      throw parser.fault("this byte is not UTF-8 text", at: invalid)
    }
    if bytes.starts(with: Byte.byteOrderMark) {
      parser.position = Byte.byteOrderMark.count
    }
    let value = try parser.value(depth: 0)
    guard parser.nextByte() == nil else { throw parser.fault("text follows the value") }
    return value
  }

  private func fault(_ problem: String, at offset: Int? = nil) -> JSONFault {
    let offset = offset ?? position
    var place = TextPlace(line: firstLine)
    var previous: UInt8 = 0
    for byte in bytes[..<offset] {
      place.pass(byte, after: previous)
      previous = byte
    }
    return JSONFault(problem, place: place, offset: offset)
  }

  /// The next byte that is no blank, which stays the next; nil at the end.
  private mutating func nextByte() -> UInt8? {
    while position < bytes.count {
      switch bytes[position] {
      case Byte.space, Byte.tab, Byte.lineFeed, Byte.carriageReturn: position += 1
      default: return bytes[position]
      }
    }
    return nil
  }

  /// Goes past a byte if it is the next one that is no blank.
  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard nextByte() == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func value(depth: Int) throws(JSONFault) -> JSONValue {
    switch nextByte() {
    case UInt8(ascii: "{"): return try object(depth: depth + 1)
    case UInt8(ascii: "["): return try array(depth: depth + 1)
    case Byte.quote: return .text(try text())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-")?, Byte.digits?: return .number(try number())
    case nil: throw fault("the text ends where a value has to come")
    default: throw fault("a value has to come here")
    }
  }

  private mutating func word(_ word: String, _ value: JSONValue) throws(JSONFault) -> JSONValue {
    guard bytes[position...].starts(with: word.utf8) else {
      throw fault("a value has to come here")
    }
    position += word.utf8.count
    return value
  }

  private mutating func array(depth: Int) throws(JSONFault) -> JSONValue {
    try open(depth)
    guard !take("]") else { return .array([]) }
    var values: [JSONValue] = []
    repeat {
      values.append(try value(depth: depth))
    } while take(",")
    guard take("]") else { throw fault("“,” or “]” has to come here") }
    return .array(values)
  }

  private mutating func object(depth: Int) throws(JSONFault) -> JSONValue {
    try open(depth)
    guard !take("}") else { return .object(JSONObject([])) }
    var members: [JSONObject.Member] = []
    repeat {
      guard nextByte() == Byte.quote else { throw fault("a name in quotes has to come here") }
      let name = try text()
      guard take(":") else { throw fault("“:” has to come here") }
      members.append(JSONObject.Member(name: name, value: try value(depth: depth)))
    } while take(",")
    guard take("}") else { throw fault("“,” or “}” has to come here") }
    return .object(JSONObject(members))
  }

  private mutating func open(_ depth: Int) throws(JSONFault) {
    guard depth <= JSONParser.depthMaximum else {
      throw fault("more than \(JSONParser.depthMaximum) arrays and objects lie in one another")
    }
    position += 1
  }

  private mutating func number() throws(JSONFault) -> String {
    let start = position
    if bytes[position] == UInt8(ascii: "-") {
      position += 1
    }
    if position < bytes.count, bytes[position] == UInt8(ascii: "0") {
      position += 1
    } else {
      try digits()
    }
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      position += 1
      try digits()
    }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      if position < bytes.count, "+-".utf8.contains(bytes[position]) {
        position += 1
      }
      try digits()
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  /// Goes past at least one digit.
  private mutating func digits() throws(JSONFault) {
    let start = position
    while position < bytes.count, Byte.digits.contains(bytes[position]) {
      position += 1
    }
    guard position > start else { throw fault("a digit has to come here") }
  }

  private mutating func text() throws(JSONFault) -> String {
    let opened = position
    position += 1
    var start = position
    var characters: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case Byte.quote:
        position += 1
        // Mostly nothing is escaped, and the text stands there as it is.
        guard !characters.isEmpty else {
          return String(decoding: bytes[start..<position - 1], as: UTF8.self)
        }
        characters += bytes[start..<position - 1]
        return String(decoding: characters, as: UTF8.self)
      case UInt8(ascii: "\\"):
        characters += bytes[start..<position]
        characters += try escaped()
        start = position
      case 0..<0x20:
        throw fault("a control character in a text has to be written as \\u00\(hex(byte))")
      default:
        position += 1
      }
    }
    throw fault("the quote that opens here is never closed", at: opened)
  }

  private func hex(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }

  /// The bytes that an escape stands for.
  private mutating func escaped() throws(JSONFault) -> [UInt8] {
    let start = position
    position += 2
    guard start + 1 < bytes.count else { throw fault("the text ends in an escape", at: start) }
    switch bytes[start + 1] {
    case Byte.quote, UInt8(ascii: "\\"), UInt8(ascii: "/"): return [bytes[start + 1]]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [Byte.lineFeed]
    case UInt8(ascii: "r"): return [Byte.carriageReturn]
    case UInt8(ascii: "t"): return [Byte.tab]
    case UInt8(ascii: "u"): return Array(String(try scalar(from: start)).utf8)
    default: throw fault("JSON has no such escape", at: start)
    }
  }

  /// The character of a `\u` escape, or of two that are a surrogate pair.
  private mutating func scalar(from start: Int) throws(JSONFault) -> Unicode.Scalar {
    let first = try codeUnit(from: start)
    if let scalar = Unicode.Scalar(first) {
      return scalar
    }
    guard UTF16.isLeadSurrogate(first), bytes[position...].starts(with: "\\u".utf8) else {
      throw fault("half a surrogate pair is no character", at: start)
    }
    position += 2
    let second = try codeUnit(from: start)
    guard UTF16.isTrailSurrogate(second) else {
      throw fault("half a surrogate pair is no character", at: start)
    }
    let pair = 0x1_0000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
    guard let scalar = Unicode.Scalar(pair) else {
      throw fault("half a surrogate pair is no character", at: start)
    }
    return scalar
  }

  private mutating func codeUnit(from start: Int) throws(JSONFault) -> UInt16 {
    let digits = bytes[position...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }),
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw fault("\\u needs four hexadecimal digits", at: start) }
    position += 4
    return unit
  }
}
