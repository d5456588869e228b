// SPDX-License-Identifier: Apache-2.0

/// A moment as the person there read it: the instant, and the offset and zone of the place.
public struct LocalTime: Sendable {
  /// Milliseconds since 1970-01-01 00:00 UTC.
  public let milliseconds: Int64

  /// The zone's name, such as `Europe/Stockholm`; empty where only the offset is known.
  public let zone: String

  private let offset: Int32

  /// Seconds east of UTC at that place and moment, -86 400…86 400.
  public var offsetSeconds: Int {
    Int(offset)
  }

  /// A moment at an offset, with the zone's name where it is known.
  public init(milliseconds: Int64, offsetSeconds: Int = 0, zone: String = "") {
    self.milliseconds = milliseconds
    self.zone = zone
    offset = Int32(clamping: offsetSeconds)
  }

  /// The instant in UTC, such as `2026-02-01T13:05:00Z`; milliseconds only where there are any.
  public var utcText: String {
    LocalTime.text(milliseconds: milliseconds) + "Z"
  }

  /// The clock on the wall, such as `2026-02-01T14:05:00`.
  public var wallText: String {
    LocalTime.text(milliseconds: wallMilliseconds)
  }

  /// The clock on the wall with its offset, such as `2026-02-01T14:05:00+01:00` (RFC 3339).
  public var description: String {
    let minutes = Int(offsetSeconds.magnitude / 60)
    let sign = offsetSeconds < 0 ? "-" : "+"
    return "\(wallText)\(sign)\(padded(minutes / 60)):\(padded(minutes % 60))"
  }

  /// The day on the wall.
  public var day: CalendarDate {
    CalendarDate(daysSince1970: LocalTime.days(wallMilliseconds).whole)
  }

  /// Ends where the numbers end: a moment that somebody made up must not stop a reader.
  private var wallMilliseconds: Int64 {
    Int64(clamping: Int128(milliseconds) + Int128(offsetSeconds) * 1_000)
  }

  /// Whole days, rounded down, and the milliseconds of the day that follow.
  private static func days(_ milliseconds: Int64) -> (whole: Int, rest: Int) {
    let (days, rest) = milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
    return rest < 0 ? (Int(days) - 1, Int(rest) + 86_400_000) : (Int(days), Int(rest))
  }

  private static func text(milliseconds: Int64) -> String {
    let (days, rest) = days(milliseconds)
    let (seconds, fraction) = (rest / 1_000, rest % 1_000)
    let clock =
      padded(seconds / 3_600) + ":" + padded(seconds / 60 % 60) + ":" + padded(seconds % 60)
    let tail = fraction == 0 ? "" : "." + padded(fraction, 3)
    return "\(CalendarDate(daysSince1970: days))T\(clock)\(tail)"
  }
}

extension LocalTime: CustomStringConvertible {}

extension LocalTime: Hashable {
  /// Compares instant, offset and the bytes of the zone's name.
  public static func == (lhs: LocalTime, rhs: LocalTime) -> Bool {
    lhs.milliseconds == rhs.milliseconds && lhs.offset == rhs.offset
      && lhs.zone.isSameBytes(as: rhs.zone)
  }

  /// Hashes the instant, which equal moments share.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(milliseconds)
  }
}

/// A day of the Gregorian calendar.
public struct CalendarDate: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Days since 1970-01-01.
  public let daysSince1970: Int

  /// The day so many days after 1970-01-01.
  public init(daysSince1970: Int) {
    self.daysSince1970 = daysSince1970
  }

  /// A day by year, month and day; nil where the calendar has no such day.
  ///
  /// Source: H. Hinnant, "chrono-compatible low-level date algorithms", `days_from_civil`.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else {
      return nil
    }
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    self.init(daysSince1970: era * 146_097 + dayOfEra - 719_468)
    guard components == (year, month, day) else { return nil }
  }

  /// Reads `2026-02-01`; nil for anything else.
  public init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard parts.map(\.count) == [4, 2, 2], parts.joined().allSatisfy(digits.contains),
      let year = Int(Substring(parts[0])), let month = Int(Substring(parts[1])),
      let day = Int(Substring(parts[2]))
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// Year, month and day.
  public var components: (year: Int, month: Int, day: Int) {
    let shifted = min(daysSince1970, .max - 719_468) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// The day as `2026-02-01` (ISO 8601).
  public var description: String {
    let (year, month, day) = components
    return "\(padded(year, 4))-\(padded(month))-\(padded(day))"
  }

  /// Orders days by time.
  public static func < (lhs: CalendarDate, rhs: CalendarDate) -> Bool {
    lhs.daysSince1970 < rhs.daysSince1970
  }
}

/// A time of day without a day, to the minute or second.
public struct ClockTime: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Seconds since midnight, 0…86 399.
  public let secondsSinceMidnight: Int

  /// The time so many seconds after midnight; nil outside 0…86 399.
  public init?(secondsSinceMidnight: Int) {
    guard (0..<86_400).contains(secondsSinceMidnight) else { return nil }
    self.secondsSinceMidnight = secondsSinceMidnight
  }

  /// The time as `14:05`, or `14:05:30` where there are seconds.
  public var description: String {
    let (minutes, seconds) = (secondsSinceMidnight / 60, secondsSinceMidnight % 60)
    let clock = padded(minutes / 60) + ":" + padded(minutes % 60)
    return seconds == 0 ? clock : clock + ":" + padded(seconds)
  }

  /// Orders times within a day.
  public static func < (lhs: ClockTime, rhs: ClockTime) -> Bool {
    lhs.secondsSinceMidnight < rhs.secondsSinceMidnight
  }
}

private func padded(_ number: Int, _ width: Int = 2) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
