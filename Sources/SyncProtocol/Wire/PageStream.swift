// SPDX-License-Identifier: Apache-2.0

/// The pages of a pull in one answer: each a field of one message, so that they can be told apart
/// as they come.
package struct PageStream: Sendable {
  /// The number of the field that a page is.
  package static let field: UInt8 = 1

  private var bytes: [UInt8] = []
  private var place = 0

  /// A stream of which nothing has come.
  package init() {}

  /// Whether all that has come was taken.
  package var isEmpty: Bool { place == bytes.count }

  /// Takes in what has come.
  package mutating func receive(_ piece: [UInt8]) {
    bytes.removeFirst(place)
    place = 0
    bytes += piece
  }

  /// The next page's message; nil where it has not come whole.
  ///
  /// - Throws: ``WireProblem`` where what has come is no page, or a page longer than any answer.
  package mutating func next() throws(WireProblem) -> [UInt8]? {
    guard place < bytes.count else { return nil }
    guard bytes[place] == PageStream.field << 3 | 2 else {
      throw WireProblem("The answer is not a stream of pages.")
    }
    var count = 0
    for (digit, byte) in bytes[(place + 1)...].prefix(4).enumerated() {
      count |= Int(byte & 0x7f) << (7 * digit)
      guard byte < 0x80 else { continue }
      guard count <= SyncLimits.answerBytesMaximum else { break }
      let start = place + 2 + digit
      guard bytes.count - start >= count else { return nil }
      place = start + count
      return Array(bytes[start..<place])
    }
    guard bytes.count - place <= 4 else {
      throw WireProblem("A page of the stream is too long.")
    }
    return nil
  }
}
