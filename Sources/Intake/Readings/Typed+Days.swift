// SPDX-License-Identifier: Apache-2.0
package import FieldModel

/// The order in which a file writes the parts of a date, such as `d/m/y`.
///
/// Dates as `2014-11-24` are read besides, whatever the order: they mean one thing only.
package struct DayOrder: Hashable, Sendable {
  /// The letters `d`, `m` and `y` in order.
  package let letters: [Character]

  /// What stands between them: one of `/`, `.`, `-` or a blank.
  package let separator: Character

  /// ISO 8601: `y-m-d`.
  package static let iso = DayOrder(letters: ["y", "m", "d"], separator: "-")

  private init(letters: [Character], separator: Character) {
    self.letters = letters
    self.separator = separator
  }

  /// Reads an order such as `d/m/y`, `m/d/y`, `d.m.y`; nil for anything else.
  package init?(_ text: String) {
    let typed = Array(text.trimmed.lowercased())
    guard typed.count == 5, typed[1] == typed[3], "/.- ".contains(typed[1]) else { return nil }
    let letters = [typed[0], typed[2], typed[4]]
    guard letters.sorted() == ["d", "m", "y"] else { return nil }
    self.init(letters: letters, separator: typed[1])
  }

  /// A day written in this order.
  package func text(_ day: CalendarDate) -> String {
    guard self != .iso else { return day.description }
    let (year, month, date) = day.components
    let parts: [Character: Int] = ["y": year, "m": month, "d": date]
    return letters.map { letter in
      let digits = String(parts[letter] ?? 0)
      return digits.count < 2 ? "0" + digits : digits
    }.joined(separator: String(separator))
  }
}

extension Typed {
  /// The years that a study's dates lie in; others are typing errors (`28/01/215`, `24/11/12014`).
  static let years = 1900...2100

  /// Reads a day: `2014-11-24`, or in the order that a mapping file states, `24/11/2014`.
  ///
  /// Without a stated order `03/04/2015` would be two days, so it is unreadable. Suggestions are
  /// written in the stated order and given only where one day alone is near.
  package static func day(_ text: String, order: DayOrder = .iso) -> Reading<CalendarDate> {
    let typed = text.trimmed
    if let day = ordered(typed, .iso) ?? ordered(typed, order),
      years.contains(day.components.year)
    {
      return .value(day)
    }
    if order == .iso, let day = onlyDay(typed) {
      let problem = "is a date whose order nobody has stated"
      return .unreadable(text, problem, suggestion: day.description)
    }
    let suggestion = likelyDay(typed, order).map(order.text)
    return .unreadable(text, "is not a date", suggestion: suggestion)
  }

  /// A day in a stated order; four digits for the year.
  static func ordered(_ typed: String, _ order: DayOrder) -> CalendarDate? {
    let parts = typed.split(separator: order.separator, omittingEmptySubsequences: false)
    guard parts.count == 3, parts.allSatisfy(isDigits) else { return nil }
    var numbers: [Character: Int] = [:]
    for (letter, part) in zip(order.letters, parts) {
      guard letter == "y" ? part.count == 4 : part.count <= 2 else { return nil }
      numbers[letter] = Int(part)
    }
    guard let year = numbers["y"], let month = numbers["m"], let day = numbers["d"] else {
      return nil
    }
    return CalendarDate(year: year, month: month, day: day)
  }

  /// The day of a text that can be one day only, such as `24/11/2014`.
  private static func onlyDay(_ typed: String) -> CalendarDate? {
    let orders = ["d/m/y", "m/d/y", "d.m.y", "m.d.y", "d-m-y", "m-d-y", "y/m/d", "y.m.d"]
    let days = Set(orders.compactMap(DayOrder.init).compactMap { ordered(typed, $0) })
    return days.count == 1 ? days.first : nil
  }

  /// The day that a mistyped date most likely was, where there is one such day.
  private static func likelyDay(_ typed: String, _ order: DayOrder) -> CalendarDate? {
    let parts = typed.split { "/.-; ,".contains($0) }
    guard parts.allSatisfy(isDigits) else { return nil }
    let readings = parts.count == 3 ? [parts] : splits(of: parts, order)
    var days: Set<CalendarDate> = []
    for reading in readings {
      guard let yearAt = order.letters.firstIndex(of: "y") else { continue }
      for year in likelyYears(reading[yearAt]) {
        var parts = reading.map(String.init)
        parts[yearAt] = String(year)
        if let day = ordered(parts.joined(separator: String(order.separator)), order) {
          days.insert(day)
        }
      }
    }
    return days.count == 1 ? days.first : nil
  }

  /// Three parts from two, of which one has lost its separator (`1712/2014`), or from one of eight
  /// digits.
  private static func splits(of parts: [Substring], _ order: DayOrder) -> [[Substring]] {
    let widths = order.letters.map { $0 == "y" ? 4 : 2 }
    guard parts.joined().count == widths.reduce(0, +) else { return [] }
    var rest = parts.joined()[...]
    return [
      widths.map { width in
        defer { rest = rest.dropFirst(width) }
        return rest.prefix(width)
      }
    ]
  }

  /// The years near our time that a mistyped year may stand for: two digits, or one digit missing,
  /// too many or wrong.
  private static func likelyYears(_ typed: Substring) -> Set<Int> {
    let near = 1990...2069
    if let year = Int(typed), typed.count == 4, near.contains(year) {
      return [year]
    }
    if let year = Int(typed), typed.count == 2 {
      return [year < 70 ? 2000 + year : 1900 + year]
    }
    return Set(near.filter { isOneDigitOff(Array(typed.utf8), Array(String($0).utf8)) })
  }

  private static func isOneDigitOff(_ typed: [UInt8], _ year: [UInt8]) -> Bool {
    switch typed.count - year.count {
    case 0: return zip(typed, year).filter { $0 != $1 }.count == 1
    case 1: return typed.indices.contains { without($0, typed) == year }
    case -1: return year.indices.contains { without($0, year) == typed }
    default: return false
    }
  }

  private static func without(_ place: Int, _ digits: [UInt8]) -> [UInt8] {
    var digits = digits
    digits.remove(at: place)
    return digits
  }
}
