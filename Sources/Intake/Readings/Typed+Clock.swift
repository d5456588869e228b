// SPDX-License-Identifier: Apache-2.0
package import FieldModel

extension Typed {
  /// Reads a time of day: `14:05`, `9:40`, `14:05:30`, `2:05 pm`.
  ///
  /// Unreadable, with a suggestion: `9.40`, `17;42`, `090:48`, `1405`.
  package static func timeOfDay(_ text: String) -> Reading<ClockTime> {
    let typed = text.trimmed.lowercased()
    if let time = clock(typed[...]) ?? clockOfTwelve(typed) {
      return .value(time)
    }
    return .unreadable(
      text,
      "is not a time of day",
      suggestion: likelyTime(typed)?.description.padded
    )
  }

  /// `H:MM`, `HH:MM`, `HH:MM:SS`; nil for anything else.
  static func clock(_ text: Substring) -> ClockTime? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 3, (1...2).contains(parts[0].count),
      parts.dropFirst().allSatisfy({ $0.count == 2 }), parts.allSatisfy(isDigits)
    else { return nil }
    let numbers = parts.compactMap { Int($0) }
    let seconds = numbers.count == 3 ? numbers[2] : 0
    guard numbers.count == parts.count, numbers[0] < 24, numbers[1] < 60, seconds < 60 else {
      return nil
    }
    return ClockTime(secondsSinceMidnight: numbers[0] * 3_600 + numbers[1] * 60 + seconds)
  }

  static func isDigits(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy(Byte.digits.contains)
  }

  /// `2:05 pm`, `2 pm`, `12:00am`.
  private static func clockOfTwelve(_ typed: String) -> ClockTime? {
    let isAfternoon = typed.hasSuffix("pm")
    guard isAfternoon || typed.hasSuffix("am") else { return nil }
    let text = typed.dropLast(2).trimmed
    guard let time = clock(text.contains(":") ? text[...] : "\(text):00"),
      (3_600..<13 * 3_600).contains(time.secondsSinceMidnight)
    else { return nil }
    let hours = time.secondsSinceMidnight % (12 * 3_600)
    return ClockTime(secondsSinceMidnight: hours + (isAfternoon ? 12 * 3_600 : 0))
  }

  /// What a mistyped time most likely was: another sign for the colon, none, or a digit too many.
  private static func likelyTime(_ typed: String) -> ClockTime? {
    var parts = typed.split(omittingEmptySubsequences: false) { ".;,:-h ".contains($0) }
    parts.removeAll(where: \.isEmpty)
    guard parts.allSatisfy(isDigits) else { return nil }
    if parts.count == 1, (3...4).contains(parts[0].count) {
      return clock("\(parts[0].dropLast(2)):\(parts[0].suffix(2))")
    }
    guard parts.count == 2 || parts.count == 3, parts[0].count <= 3 else { return nil }
    let hours = parts[0].count == 3 ? [parts[0].dropLast(), parts[0].dropFirst()] : [parts[0]]
    let rest = parts.dropFirst().joined(separator: ":")
    return hours.lazy.compactMap { clock("\($0):\(rest)") }.first
  }
}

extension String {
  /// A time of day with two digits for the hour.
  fileprivate var padded: String {
    count == 4 || count == 7 ? "0" + self : self
  }
}
