// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Figures that another program computed from the same data, beside those that come out here.
struct KnownFigures {
  private let known: [String: Any]
  private var got: [(name: String, expected: String, got: String, isEqual: Bool)] = []
  private let title: String

  init(_ file: String) throws {
    title = file
    let json = try JSONSerialization.jsonObject(with: Data(FieldData.read(file)))
    var known: [String: Any] = [:]
    KnownFigures.collect(json, at: [], into: &known)
    self.known = known
  }

  /// The names that follow a beginning, such as the codes below `interactions`.
  func names(below beginning: String) -> [String] {
    let prefix = beginning + "|"
    let names = known.keys.filter { $0.hasPrefix(prefix) }
      .map { String($0.dropFirst(prefix.count).prefix { $0 != "|" }) }
    return Set(names).sorted()
  }

  mutating func note(_ name: String..., is figure: Double?) {
    let key = name.joined(separator: "|")
    let expected = (known[key] as? NSNumber)?.doubleValue
    // Six decimals, as the known figures have; half a unit of the last is rounding.
    let isEqual = expected.flatMap { known in figure.map { abs(known - $0) <= 0.500_01e-6 } }
    add(key, figure.map { "\($0)" }, isEqual ?? (figure == nil && known[key] is NSNull))
  }

  mutating func note(_ name: String..., is count: Int) {
    let key = name.joined(separator: "|")
    add(key, "\(count)", (known[key] as? NSNumber)?.doubleValue == Double(count))
  }

  mutating func note(_ name: String..., is word: String?) {
    let key = name.joined(separator: "|")
    add(key, word, known[key] as? String == word)
  }

  private mutating func add(_ key: String, _ figure: String?, _ isEqual: Bool) {
    let expected = known[key].map { "\($0)" } ?? "unknown"
    got.append((key, expected, figure ?? "nothing", isEqual))
  }

  /// Prints every figure with what is known and what came out, and fails on those that differ.
  ///
  /// - Parameter left: Beginnings of the figures that no report covers; all others must be noted.
  func hold(except left: [String]) {
    var lines = ["\(title): figure, expected, got"]
    for row in got {
      let mark = row.isEqual ? "" : "  DIFFERS"
      let name = row.name.replacing("|", with: ".")
      lines.append("  \(name), \(row.expected), \(row.got)\(mark)")
      #expect(row.isEqual, "\(name): expected \(row.expected), got \(row.got)")
    }
    let noted = Set(got.map(\.name))
    let missing = known.keys.filter { key in
      !noted.contains(key) && !left.contains { key == $0 || key.hasPrefix($0 + "|") }
    }
    lines.append("\(title): \(noted.count) of \(known.count) figures, none else expected")
    print(lines.joined(separator: "\n"))
    #expect(missing.sorted() == [])
  }

  private static func collect(_ json: Any, at path: [String], into known: inout [String: Any]) {
    switch json {
    case let members as [String: Any]:
      for (name, value) in members { collect(value, at: path + [name], into: &known) }
    case let values as [Any]:
      for (place, value) in values.enumerated() {
        collect(value, at: path + ["\(place)"], into: &known)
      }
    default: known[path.joined(separator: "|")] = json
    }
  }
}
