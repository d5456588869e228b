// SPDX-License-Identifier: Apache-2.0
package import FieldModel

extension Typed {
  /// Reads how long something took, in seconds: `90`, `1:30`, `1:02:03`, `2m`, `1 min 30 s`.
  package static func seconds(_ text: String) -> Reading<ExactNumber> {
    let typed = text.trimmed
    if case .value(let seconds) = number(typed) {
      return seconds < ExactNumber(0)
        ? .unreadable(text, "is less than nothing") : .value(seconds)
    }
    if let seconds = stopwatch(typed) ?? secondsInUnits(typed) {
      return .value(seconds)
    }
    return .unreadable(text, "is not a duration", suggestion: likelyStopwatch(typed))
  }

  /// Reads minutes: a number of them, or a duration that names its units, such as `1 h 5 min`.
  ///
  /// Seconds that are no finite decimal of a minute are rounded to four decimals. `1:30` may be
  /// minutes or hours, so it is unreadable.
  package static func minutes(_ text: String) -> Reading<ExactNumber> {
    if case .value(let minutes) = number(text) {
      return .value(minutes)
    }
    guard let seconds = secondsInUnits(text.trimmed) else {
      let meant = stopwatch(text.trimmed).flatMap(minutes(ofSeconds:))
      return .unreadable(text, "is not a number of minutes", suggestion: meant?.description)
    }
    guard let minutes = minutes(ofSeconds: seconds) else {
      return .unreadable(text, "is too long")
    }
    return .value(minutes)
  }

  private static func minutes(ofSeconds seconds: ExactNumber) -> ExactNumber? {
    let tenThousandths = (seconds.double / 60 * 10_000).rounded()
    return Int64(exactly: tenThousandths).flatMap { ExactNumber(significand: $0, exponent: -4) }
  }

  /// `1:30` and `1:02:03` as a stopwatch shows them.
  private static func stopwatch(_ typed: String) -> ExactNumber? {
    let parts = typed.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 3, parts.allSatisfy(isDigits), parts[0].count <= 6,
      parts.dropFirst().allSatisfy({ $0.count == 2 })
    else { return nil }
    let numbers = parts.compactMap { Int($0) }
    guard numbers.dropFirst().allSatisfy({ $0 < 60 }) else { return nil }
    return ExactNumber(numbers.reduce(0) { $0 * 60 + $1 })
  }

  /// `1.30`, `1;30` and `1:3` as they may have been meant.
  private static func likelyStopwatch(_ typed: String) -> String? {
    let parts = typed.split { ".;,:".contains($0) }
    guard parts.count == 2, parts.allSatisfy(isDigits), parts[1].count <= 2 else { return nil }
    let seconds = parts[1].count == 1 ? "0\(parts[1])" : String(parts[1])
    let likely = "\(parts[0]):\(seconds)"
    return stopwatch(likely) == nil ? nil : likely
  }

  /// The seconds of a duration that names its units, the larger ones first.
  static func secondsInUnits(_ typed: String) -> ExactNumber? {
    var rest = typed.lowercased()[...]
    var milliseconds: Int64 = 0
    var smallest = Int64.max
    while let part = takePart(&rest) {
      guard part.unit < smallest,
        let value = ExactNumber(
          significand: part.number.significand,
          exponent: part.number.exponent + 3
        )?.whole
      else { return nil }
      let (product, isTooLong) = Int64(value).multipliedReportingOverflow(by: part.unit)
      guard !isTooLong, product < Int64.max / 4, product >= 0 else { return nil }
      milliseconds += product
      smallest = part.unit
    }
    guard rest.isEmpty, smallest < Int64.max else { return nil }
    return ExactNumber(significand: milliseconds, exponent: -3)
  }

  /// Takes `30 min` from the start of a text; the unit is given in seconds.
  private static func takePart(_ rest: inout Substring) -> (number: ExactNumber, unit: Int64)? {
    let digits = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." || $0 == "," }
    let afterDigits = rest.dropFirst(digits.count).drop { $0 == " " || $0 == "\u{A0}" }
    let name = afterDigits.prefix { $0.isASCII && $0.isLetter }
    guard case .value(let number) = number(String(digits)), let unit = secondsOfUnit(name) else {
      return nil
    }
    rest = afterDigits.dropFirst(name.count).drop { $0 == " " || $0 == "." }
    return (number, unit)
  }

  private static func secondsOfUnit(_ name: Substring) -> Int64? {
    switch name {
    case "s", "sec", "secs", "second", "seconds": 1
    case "m", "min", "mins", "minute", "minutes": 60
    case "h", "hr", "hrs", "hour", "hours": 3_600
    case "d", "day", "days": 86_400
    default: nil
    }
  }
}
