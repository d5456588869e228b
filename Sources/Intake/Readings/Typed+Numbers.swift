// SPDX-License-Identifier: Apache-2.0
package import FieldModel

extension Typed {
  /// Reads a number: `3.5`, `3,5`, `1 000`, `1,000,000`, `1.000,50`, `-2`.
  ///
  /// A comma is a decimal comma where it cannot be anything else; `1,000` alone is unreadable.
  /// Exact to 18 digits.
  package static func number(_ text: String) -> Reading<ExactNumber> {
    let typed = text.trimmed
    if let number = plainNumber(typed) {
      return .value(number)
    }
    if Array(typed.utf8).split(separator: Byte.comma).count == 2, isGrouped(typed, by: [","]) {
      let thousands = typed.filter { $0 != "," }
      return .unreadable(text, "may be thousands or a decimal comma", suggestion: thousands)
    }
    if digitCount(typed) > 18 {
      return .unreadable(text, "has more than 18 digits")
    }
    return .unreadable(text, "is not a number", suggestion: onlyNumber(in: typed))
  }

  /// Reads a whole number: what `number` reads, without a fraction.
  package static func count(_ text: String) -> Reading<ExactNumber> {
    guard case .value(let number) = number(text) else { return number(text) }
    return number.whole == nil
      ? .unreadable(text, "is not a whole number") : .value(number)
  }

  /// Reads a part of the whole: `0.85` or `85 %`, both 0.85.
  package static func share(_ text: String) -> Reading<ExactNumber> {
    let typed = text.trimmed
    guard typed.hasSuffix("%") else { return number(text) }
    guard case .value(let percent) = number(String(typed.dropLast())),
      let share = ExactNumber(significand: percent.significand, exponent: percent.exponent - 2)
    else { return .unreadable(text, "is not a percentage") }
    return .value(share)
  }

  /// Reads an amount with or without its currency: `12.50`, `12,50 SEK`, `EUR 3`, `€ 3`.
  ///
  /// - Parameters:
  ///   - text: What was typed.
  ///   - currency: The currency that amounts are in here (ISO 4217); nil where none was named.
  /// - Returns: The amount; unreadable where it names another currency: nobody has converted it.
  package static func amount(_ text: String, in currency: String? = nil) -> Reading<ExactNumber> {
    let typed = text.trimmed
    if case .value(let number) = number(typed) {
      return .value(number)
    }
    for (name, code) in currencies(in: typed) {
      let rest = typed.hasPrefix(name) ? typed.dropFirst(name.count) : typed.dropLast(name.count)
      guard case .value(let number) = number(String(rest)) else { continue }
      guard currency == nil || currency?.uppercased() == code else {
        let problem = "is in \(code), and amounts here are in \(currency ?? "")"
        return .unreadable(text, problem)
      }
      return .value(number)
    }
    return .unreadable(text, "is not an amount", suggestion: onlyNumber(in: typed))
  }

  /// The currencies that a text begins or ends with: how they are written there, and their code.
  private static func currencies(in typed: String) -> [(String, String)] {
    let signs = [("€", "EUR"), ("£", "GBP"), ("₹", "INR")]
    let ends = [String(typed.prefix(3)), String(typed.suffix(3))]
    let codes = ends.filter { $0.utf8.count == 3 && $0.allSatisfy { $0.isASCII && $0.isLetter } }
    return codes.map { ($0, $0.uppercased()) }
      + signs.filter { typed.hasPrefix($0.0) || typed.hasSuffix($0.0) }
  }

  /// A number that means one thing only.
  private static func plainNumber(_ typed: String) -> ExactNumber? {
    let text = typed.hasPrefix("\u{2212}") ? "-" + typed.dropFirst() : typed
    if let number = ExactNumber(text.hasPrefix(".") ? "0" + text : text) {
      return number
    }
    if let number = scientific(text) {
      return number
    }
    let blanks: [Character] = [" ", "\u{A0}", "\u{202F}", "'", "\u{2019}"]
    let styles: [(groups: [Character], point: Character)] = [
      (blanks, "."), (blanks, ","), ([","], "."), (["."], ","),
    ]
    for style in styles {
      let parts = text.split(separator: style.point, omittingEmptySubsequences: false)
      guard parts.count <= 2, isGrouped(String(parts[0]), by: style.groups) else { continue }
      let hasPoint = parts.count == 2
      // One comma before three digits groups thousands here and parts decimals there.
      guard hasPoint || style.groups == blanks || isGroupedTwice(parts[0]) else { continue }
      let whole = parts[0].filter { !style.groups.contains($0) }
      return ExactNumber(hasPoint ? "\(whole).\(parts[1])" : whole)
    }
    let halves = text.split(separator: ",", omittingEmptySubsequences: false)
    guard halves.count == 2, halves[1].count != 3 || ["0", "-0"].contains(halves[0]) else {
      return nil
    }
    return ExactNumber(halves.joined(separator: "."))
  }

  /// Whether digits stand in groups of three, such as `-1 000 000`; one group alone is none.
  private static func isGrouped(_ text: String, by separators: [Character]) -> Bool {
    let digits = text.hasPrefix("-") || text.hasPrefix("+") ? text.dropFirst() : text[...]
    let groups = digits.split(omittingEmptySubsequences: false) { separators.contains($0) }
    let used = Set(digits.filter { separators.contains($0) })
    return groups.count > 1 && used.count == 1 && (1...3).contains(groups[0].count)
      && groups[0].first != "0" && groups.dropFirst().allSatisfy { $0.count == 3 }
      && groups.allSatisfy { $0.allSatisfy { $0.isASCII && $0.isNumber } }
  }

  private static func isGroupedTwice(_ text: Substring) -> Bool {
    text.filter { !$0.isNumber && $0 != "-" && $0 != "+" }.count > 1
  }

  /// `1.5e3`, as other programs write numbers.
  private static func scientific(_ text: String) -> ExactNumber? {
    let parts = text.split(omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
    guard parts.count == 2, let digits = ExactNumber(String(parts[0])), let power = Int(parts[1]),
      (-36...36).contains(power)
    else { return nil }
    return ExactNumber(significand: digits.significand, exponent: digits.exponent + power)
  }

  private static func digitCount(_ text: String) -> Int {
    text.filter { $0.isASCII && $0.isNumber }.count
  }

  /// The number in a text such as `ca. 12 kr`, where it holds one run of digits only.
  private static func onlyNumber(in text: String) -> String? {
    let runs = text.split { !($0.isASCII && $0.isNumber) && $0 != "." && $0 != "," }
      .map { $0.drop { !$0.isNumber } }
      .map { run in String(run.reversed().drop { !$0.isNumber }.reversed()) }
      .filter { !$0.isEmpty }
    guard runs.count == 1, let run = runs.first, run != text, !text.contains("-") else {
      return nil
    }
    return plainNumber(run)?.description
  }
}
