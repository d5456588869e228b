// SPDX-License-Identifier: Apache-2.0

/// What a number on a chart counts, and so how it is written.
///
/// Written the same everywhere, whatever the reader's locale: a point before the decimals, a comma
/// between thousands, a true minus sign.
package enum Quantity: Hashable, Sendable {
  /// A plain number with so many decimals, 0…12.
  case number(decimals: Int)
  /// A share of the whole, 1 for all of it, written in per cent with so many decimals, 0…12.
  case percent(decimals: Int)
  /// A difference of shares, 1 for all of the whole, written in percentage points.
  case points(decimals: Int)
  /// Seconds, written as `m:ss` or `h:mm:ss`.
  case seconds

  /// The value in writing; `–` where it is no number.
  package func text(_ value: Double, signed: Bool = false) -> String {
    guard value.isFinite else { return "–" }
    let digits =
      switch self {
      case .number(let decimals): Quantity.digits(value.magnitude, decimals: decimals)
      case .percent(let decimals), .points(let decimals):
        Quantity.digits(value.magnitude * 100, decimals: decimals)
      case .seconds: Quantity.clock(value.magnitude)
      }
    let isZero = !digits.utf8.contains { (0x31...0x39).contains($0) }
    let sign = isZero ? "" : value < 0 ? "−" : signed ? "+" : ""
    if case .percent = self { return sign + digits + " %" }
    return sign + digits
  }

  /// An interval in writing, such as `2.31–2.45`, or `−0.31 to 0.02` where there are signs.
  package func text(_ interval: ClosedRange<Double>, signed: Bool = false) -> String {
    let dash = interval.lowerBound < 0 || signed ? " to " : "–"
    let ends = [interval.lowerBound, interval.upperBound].map { text($0, signed: signed) }
    guard case .percent = self, dash == "–" else { return ends.joined(separator: dash) }
    return ends[0].dropLast(2) + dash + ends[1]
  }

  /// What a difference of two such values counts.
  package var ofDifferences: Quantity {
    if case .percent(let decimals) = self { .points(decimals: decimals) } else { self }
  }

  /// A count in writing with every digit, such as `1,798,186`.
  package static func count(_ number: Int) -> String {
    (number < 0 ? "−" : "") + thousands(String(number.magnitude))
  }

  /// A number in writing with every digit of its whole part, such as `50,000,000`.
  static func whole(_ number: Double) -> String {
    guard number.magnitude < 1e15 else { return Quantity.number(decimals: 0).text(number) }
    return count(Int(number.rounded()))
  }

  private static func digits(_ magnitude: Double, decimals: Int) -> String {
    for (unit, name) in [(1e12, "tn"), (1e9, "bn"), (1e6, "M")]
    where magnitude >= unit && magnitude < 1e15 {
      return trimmed(fixed(magnitude / unit, decimals: 2)) + name
    }
    return magnitude < 1e15 ? fixed(magnitude, decimals: decimals) : scientific(magnitude)
  }

  private static func scientific(_ magnitude: Double) -> String {
    let power = powerOfTen(below: magnitude)
    return trimmed(fixed(magnitude / tenth(power), decimals: 2)) + "e\(power)"
  }

  /// Digits of a number below 10¹⁵, halves rounded away from zero.
  static func fixed(_ magnitude: Double, decimals: Int, grouped: Bool = true) -> String {
    let places = min(max(decimals, 0), 12)
    let whole = magnitude.rounded(.down)
    let rest = ((magnitude - whole) * tenth(places)).rounded(.toNearestOrAwayFromZero)
    let carries = rest >= tenth(places)
    let units = Int(whole) + (carries ? 1 : 0)
    let left = grouped ? thousands(String(units)) : String(units)
    guard places > 0 else { return left }
    let right = String(carries ? 0 : Int(rest))
    return left + "." + String(repeating: "0", count: places - right.utf8.count) + right
  }

  private static func thousands(_ digits: String) -> String {
    var grouped = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.utf8.count - index) % 3 == 0 { grouped += "," }
      grouped.append(digit)
    }
    return grouped
  }

  /// Without the zeros that say nothing: `1.50` is `1.5`, `2.00` is `2`.
  static func trimmed(_ digits: String) -> String {
    guard digits.utf8.contains(0x2E) else { return digits }
    let kept = digits.reversed().drop { $0 == "0" }
    return String((kept.first == "." ? kept.dropFirst() : kept[...]).reversed())
  }

  private static func clock(_ magnitude: Double) -> String {
    guard magnitude < 1e15 else { return scientific(magnitude) }
    let seconds = Int(magnitude.rounded())
    let parts = [seconds / 3600, seconds / 60 % 60, seconds % 60]
    let shown = parts[0] > 0 ? parts : Array(parts.dropFirst())
    let rest = shown.dropFirst().map { $0 < 10 ? "0\($0)" : "\($0)" }
    return ([String(shown[0])] + rest).joined(separator: ":")
  }

  /// The largest whole p with 10ᵖ ≤ the magnitude; 0 for 0.
  static func powerOfTen(below magnitude: Double) -> Int {
    guard magnitude > 0, magnitude.isFinite else { return 0 }
    // The binary exponent gives it away to within one.
    var power = max(Int((Double(magnitude.exponent) * 0.30103).rounded(.down)), -300)
    while power < 308, tenth(power + 1) <= magnitude { power += 1 }
    while power > -300, tenth(power) > magnitude { power -= 1 }
    return power
  }

  /// 10 to a whole power, −300…308, as near as a `Double` comes to it.
  static func tenth(_ power: Int) -> Double {
    var result = 1.0
    for _ in 0..<abs(power) { result *= 10 }
    return power < 0 ? 1 / result : result
  }
}
