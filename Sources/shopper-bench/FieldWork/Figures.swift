// SPDX-License-Identifier: Apache-2.0

import Intake

/// Figures by name, such as `totals.visits`.
struct Figures {
  /// The figures as text.
  private(set) var texts: [String: String] = [:]

  /// Notes a number, to six decimals.
  mutating func note(_ name: String..., is number: Double) {
    texts[name.joined(separator: ".")] = Figures.text(number)
  }

  /// Notes a count.
  mutating func note(_ name: String..., is count: Int) {
    texts[name.joined(separator: ".")] = "\(count)"
  }

  /// Notes a word.
  mutating func note(_ name: String..., is word: String) {
    texts[name.joined(separator: ".")] = word
  }

  /// Notes how often each of several things comes.
  mutating func note(_ name: String..., are counts: [String: Int]) {
    for (key, count) in counts {
      texts[(name + [key]).joined(separator: ".")] = "\(count)"
    }
  }

  private static func text(_ number: Double) -> String {
    let rounded = (number * 1_000_000).rounded() / 1_000_000
    return "\(rounded)"
  }

  /// The figures of a JSON document: each text and number by the names on the way to it.
  init(_ json: JSONValue) {
    collect(json, at: [])
  }

  /// No figures.
  init() {}

  private mutating func collect(_ json: JSONValue, at path: [String]) {
    switch json {
    case .object(let object):
      for member in object.members { collect(member.value, at: path + [member.name]) }
    case .array(let values):
      for (place, value) in values.enumerated() { collect(value, at: path + ["\(place)"]) }
    default:
      texts[path.joined(separator: ".")] = json.typed ?? "null"
    }
  }
}

/// A figure that is known, beside what came out.
struct Comparison {
  /// The figure's name.
  let figure: String

  /// What is known.
  let expected: String

  /// What came out; nil where nothing did.
  let got: String?

  /// Whether the two are equal, numbers to six decimals.
  var isEqual: Bool {
    guard let got else { return false }
    if Array(got.utf8) == Array(expected.utf8) { return true }
    guard let left = Double(expected), let right = Double(got) else { return false }
    return abs(left - right) < 0.000_000_6
  }

  /// A row for people.
  var row: [String] {
    [figure, expected, got ?? "nothing", isEqual ? "ok" : "DIFFERS"]
  }

  /// The headings of ``row``.
  static let headings = ["figure", "expected", "got", "ok"]

  /// Compares figures by name, in the order of names.
  ///
  /// - Parameters:
  ///   - expected: What is known.
  ///   - got: What came out.
  ///   - excluded: What figures begin with that are not compared.
  /// - Returns: A comparison for each figure that is known.
  static func all(
    _ expected: Figures,
    with got: Figures,
    except excluded: [String]
  ) -> [Comparison] {
    expected.texts.sorted { $0.key < $1.key }
      .filter { figure in !excluded.contains { figure.key.hasPrefix($0) } }
      .map { Comparison(figure: $0.key, expected: $0.value, got: got.texts[$0.key]) }
  }

  /// Rows for people: what lies four names deep is told in one row where it is equal.
  static func rows(_ comparisons: [Comparison], isWhole: Bool) -> [[String]] {
    var rows: [[String]] = []
    var equal: (name: String, count: Int) = ("", 0)
    func tellEqual() {
      if equal.count > 0 {
        rows.append([equal.name + ".…", "\(equal.count) figures", "equal", "ok"])
      }
    }
    for comparison in comparisons {
      let names = comparison.figure.split(separator: ".", omittingEmptySubsequences: false)
      let isDeep = names.count > 3 && names[0] == "groups"
      guard isDeep, comparison.isEqual, !isWhole else {
        tellEqual()
        equal = ("", 0)
        rows.append(comparison.row)
        continue
      }
      let name = names.prefix(3).joined(separator: ".")
      if name == equal.name {
        equal.count += 1
      } else {
        tellEqual()
        equal = (name, 1)
      }
    }
    tellEqual()
    return rows
  }
}
