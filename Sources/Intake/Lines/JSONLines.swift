// SPDX-License-Identifier: Apache-2.0

/// JSON Lines, read line by line: each line is one object.
///
/// A line that cannot be read is told with its place and does not stop the others; empty lines are
/// passed over.
package struct JSONLines {
  /// A line, or why it could not be read.
  package enum Result: Sendable {
    /// An object and the number of its line, from 1.
    case object(JSONObject, line: Int)

    /// Why a line could not be read; its place names the line.
    case refused(JSONFault)
  }

  /// A longer line ends the reading: a file without line breaks must not fill the memory.
  private let lineBytesMaximum: Int
  private var bytes: PlacedBytes
  private var isOver = false

  /// Lines from a source.
  ///
  /// - Parameters:
  ///   - source: The text's bytes in UTF-8.
  ///   - lineBytesMaximum: A longer line is refused and ends the reading.
  /// - Throws: What the source throws.
  package init(_ source: ByteSource, lineBytesMaximum: Int = 16 << 20) throws {
    self.lineBytesMaximum = lineBytesMaximum
    bytes = PlacedBytes(source)
  }

  /// The next line's object, or its fault; nil after the last.
  ///
  /// - Throws: What the source throws.
  package mutating func next() throws -> Result? {
    while !isOver, try bytes.peek() != nil {
      let line = bytes.place.line
      guard let text = try readLine() else {
        isOver = true
        let problem = "the line is longer than \(lineBytesMaximum) bytes"
        return .refused(
          JSONFault(problem, place: TextPlace(line: line), offset: lineBytesMaximum)
        )
      }
      let blanks = [Byte.space, Byte.tab, Byte.carriageReturn]
      if !text.allSatisfy(blanks.contains) {
        return JSONLines.result(of: text, line: line)
      }
    }
    return nil
  }

  private static func result(of text: [UInt8], line: Int) -> Result {
    do throws(JSONFault) {
      let value = try JSONParser.value(of: text, firstLine: line)
      guard case .object(let object) = value else {
        throw JSONFault("a line has to be one object", place: TextPlace(line: line), offset: 0)
      }
      return .object(object, line: line)
    } catch {
      return .refused(error)
    }
  }

  /// The bytes up to the next line feed; nil where there are too many.
  private mutating func readLine() throws -> [UInt8]? {
    var text: [UInt8] = []
    while let byte = try bytes.peek() {
      bytes.skip()
      guard byte != Byte.lineFeed else { break }
      guard text.count < lineBytesMaximum else { return nil }
      text.append(byte)
    }
    return text
  }
}
