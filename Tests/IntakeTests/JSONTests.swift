// SPDX-License-Identifier: Apache-2.0
import Foundation
import Intake
import TestSupport
import Testing

@Suite struct JSONTests {
  private func lines(_ text: String) throws -> [JSONLines.Result] {
    var lines = try JSONLines(ByteSource(bytes: Array(text.utf8), chunkBytes: 4))
    var results: [JSONLines.Result] = []
    while let result = try lines.next() {
      results.append(result)
    }
    return results
  }

  @Test func `a number keeps the digits that were typed`() throws {
    let digits = ["1.10", "123456789012345678901234567890", "-0.0", "1E+2"]
    for text in digits {
      #expect(try JSONParser.value(of: Array(text.utf8)) == .number(text))
    }
  }

  @Test func `a bad line is told with its place and does not stop the others`() throws {
    let results = try lines("{\"a\":1}\n{\"a\":tru}\r\n\n[1]\n{\"b\":2}")
    #expect(results.count == 4)
    guard case .object(_, line: 1) = results[0], case .refused(let second) = results[1],
      case .refused(let fourth) = results[2], case .object(let last, line: 5) = results[3]
    else {
      Issue.record("the lines were taken otherwise: \(results)")
      return
    }
    #expect(second.place == TextPlace(line: 2, column: 6))
    #expect(fourth.place.line == 4)
    #expect(last["b"] == .number("2"))
  }

  @Test func `of a repeated name the last counts, and it can be told`() throws {
    guard case .object(let object, _)? = try lines("{\"a\":1,\"a\":2}").first else {
      Issue.record("the line was refused")
      return
    }
    #expect(object["a"] == .number("2"))
    #expect(object.firstRepeatedName == "a")
  }

  @Test func `half a surrogate pair is refused and a whole one is a character`() throws {
    #expect(try JSONParser.value(of: Array("\"\\uD83D\\uDE00\"".utf8)) == .text("😀"))
    #expect(throws: JSONFault.self) { try JSONParser.value(of: Array("\"\\uD83D\"".utf8)) }
    #expect(throws: JSONFault.self) { try JSONParser.value(of: Array("\"\\uDE00\\uD83D\"".utf8)) }
  }

  @Test func `depth has a limit`() {
    let deep = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
    #expect(throws: JSONFault.self) { try JSONParser.value(of: deep) }
  }
}

// The nasty files are not part of the package; without them these tests say so and skip.
@Suite(.enabled(if: FieldData.isPresent, FieldData.absence))
struct JSONNastiesTests {
  private func files(_ prefix: String) throws -> [(name: String, bytes: [UInt8])] {
    let folder = "nasties/json/test_parsing"
    return try FileManager.default.contentsOfDirectory(atPath: FieldData.path(folder))
      .filter { $0.hasPrefix(prefix) }.sorted()
      .map { ($0, try FieldData.read("\(folder)/\($0)")) }
  }

  @Test func `what is JSON is read`() throws {
    let files = try files("y_")
    #expect(files.count == 95)
    for (name, bytes) in files {
      #expect(throws: Never.self, "\(name)") { try JSONParser.value(of: bytes) }
    }
  }

  @Test func `what is not JSON is refused with a place`() throws {
    let files = try files("n_")
    #expect(files.count == 188)
    for (name, bytes) in files {
      #expect("\(name)") {
        try JSONParser.value(of: bytes)
      } throws: { error in
        guard let fault = error as? JSONFault else { return false }
        return fault.place.line >= 1 && fault.place.column >= 1 && fault.offset <= bytes.count
      }
    }
  }

  @Test func `what may be either is read or refused, line by line too`() throws {
    for (_, bytes) in try files("i_") + files("n_") + files("y_") {
      _ = try? JSONParser.value(of: bytes)
      var lines = try JSONLines(ByteSource(bytes: bytes, chunkBytes: 13))
      while try lines.next() != nil {}
    }
  }

  @Test func `naughty strings come back byte for byte`() throws {
    let bytes = try FieldData.read("nasties/text/blns.json")
    guard case .array(let values) = try JSONParser.value(of: bytes) else {
      Issue.record("the strings are no list")
      return
    }
    let strings = try FieldData.naughtyStrings()
    #expect(values.count == strings.count)
    for (value, string) in zip(values, strings) {
      guard case .text(let text) = value else {
        Issue.record("\(value) is no text")
        continue
      }
      #expect(Array(text.utf8) == Array(string.utf8))
    }
  }
}
