// SPDX-License-Identifier: Apache-2.0
package import FieldModel

extension Typed {
  /// Reads a moment: `2026-02-01T14:05+01:00`, `2026-02-01 14:05`, `14:05` (today),
  /// `yesterday 14:05`, `-10m`, `10 min ago`, `now`.
  ///
  /// A clock time that did not exist, or was there twice, because the clocks were changed is
  /// unreadable; the suggestion names the offset. Digits below a millisecond are dropped.
  ///
  /// - Parameters:
  ///   - text: What was typed.
  ///   - now: The moment to count from.
  ///   - zone: The zone of clock times without an offset.
  /// - Returns: The moment with its offset; with the zone's name where the offset is the zone's.
  package static func moment(
    _ text: String,
    now: LocalTime,
    zone: ZoneRules
  ) -> Reading<LocalTime> {
    let typed = text.trimmed.lowercased()
    if let moment = relative(typed, to: now, zone) {
      return .value(moment)
    }
    let today = zone.moment(milliseconds: now.milliseconds).day
    let days = ["today": today, "yesterday": CalendarDate(daysSince1970: today.daysSince1970 - 1)]
    if let (day, clock) = parts(of: typed, namedDays: days) {
      return moment(text, on: day, at: clock, zone)
    }
    if case .value(let time) = timeOfDay(typed) {
      return moment(on: today, at: time, in: zone, typed: text)
    }
    if days[typed] != nil || ordered(typed, .iso) != nil {
      return .unreadable(text, "says no time of day", suggestion: "\(typed) 12:00")
    }
    let suggestion = timeOfDay(typed).unreadable?.suggestion
    return .unreadable(text, "is not a moment", suggestion: suggestion)
  }

  /// The moment of a day and a clock time at a place.
  ///
  /// - Parameters:
  ///   - day: The day by the calendar there.
  ///   - time: The time by the clock there.
  ///   - zone: The place's zone.
  ///   - typed: What to report as typed, where the clocks were changed over this time.
  /// - Returns: The moment; unreadable where the clocks showed it never, or twice.
  package static func moment(
    on day: CalendarDate,
    at time: ClockTime,
    in zone: ZoneRules,
    typed: String? = nil
  ) -> Reading<LocalTime> {
    let milliseconds = Int64(time.secondsSinceMidnight) * 1_000
    return only(of: zone, day, milliseconds, typed: typed ?? "\(day) \(time)")
  }

  /// `now`, `-10m` and `10 min ago`.
  private static func relative(
    _ typed: String,
    to now: LocalTime,
    _ zone: ZoneRules
  ) -> LocalTime? {
    guard typed != "now" else { return zone.moment(milliseconds: now.milliseconds) }
    let duration: String
    if typed.hasSuffix("ago") {
      duration = typed.dropLast(3).trimmed
    } else if typed.hasPrefix("-") || typed.hasPrefix("\u{2212}") {
      duration = typed.dropFirst().trimmed
    } else {
      return nil
    }
    guard let seconds = secondsInUnits(duration),
      let milliseconds = ExactNumber(
        significand: seconds.significand,
        exponent: seconds.exponent + 3
      )?.whole
    else { return nil }
    return zone.moment(milliseconds: now.milliseconds - Int64(milliseconds))
  }

  /// A day and what follows it: `2026-02-01T14:05+01:00`, `yesterday 14:05`.
  private static func parts(
    of typed: String,
    namedDays: [String: CalendarDate]
  ) -> (day: CalendarDate, clock: Substring)? {
    let isISO = typed.first?.isNumber == true
    guard let end = typed.firstIndex(where: { $0 == " " || $0 == "t" && isISO }),
      let day = namedDays[String(typed[..<end])] ?? ordered(String(typed[..<end]), .iso)
    else { return nil }
    return (day, typed[end...].dropFirst().drop { $0 == " " })
  }

  /// The moment of a day and a clock time that may have a fraction and an offset.
  private static func moment(
    _ text: String,
    on day: CalendarDate,
    at clockText: Substring,
    _ zone: ZoneRules
  ) -> Reading<LocalTime> {
    let offsetStart = clockText.firstIndex { "z+-\u{2212}".contains($0) } ?? clockText.endIndex
    let clock = clockText[..<offsetStart].trimmed
    let offsetText = clockText[offsetStart...]
    guard let milliseconds = millisecondsOfDay(clock) else {
      let likely = timeOfDay(clock).unreadable?.suggestion
      return .unreadable(
        text,
        "is not a moment",
        suggestion: likely.map { "\(day) \($0)\(offsetText)" }
      )
    }
    guard !offsetText.isEmpty else { return only(of: zone, day, milliseconds, typed: text) }
    guard let offset = offsetSeconds(offsetText) else {
      return .unreadable(text, "has an offset from UTC that cannot be read")
    }
    let instant = Int64(day.daysSince1970) * 86_400_000 + milliseconds - Int64(offset) * 1_000
    let name = zone.offsetSeconds(instant) == offset ? zone.name : ""
    return .value(LocalTime(milliseconds: instant, offsetSeconds: offset, zone: name))
  }

  private static func only(
    of zone: ZoneRules,
    _ day: CalendarDate,
    _ milliseconds: Int64,
    typed: String
  ) -> Reading<LocalTime> {
    let moments = zone.moments(on: day, millisecondsOfDay: milliseconds)
    switch moments.count {
    case 1:
      return .value(moments[0])
    case 0:
      let problem = "never was: the clocks of \(zone.name) were put forward over it"
      let later = zone.moments(on: day, millisecondsOfDay: milliseconds + 3_600_000).first
      return .unreadable(typed, problem, suggestion: later?.description)
    default:
      let problem = "was there twice: the clocks of \(zone.name) were put back over it"
      return .unreadable(typed, problem, suggestion: moments[0].description)
    }
  }

  /// `14:05`, `14:05:30`, `14:05:30.250`; nil for anything else.
  private static func millisecondsOfDay(_ clockText: String) -> Int64? {
    let parts = clockText.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 1, case .value(let time) = timeOfDay(clockText) else {
      guard parts.count == 2, let time = clock(parts[0]), parts[0].count > 5, isDigits(parts[1]),
        parts[1].count <= 9, let fraction = Int64((parts[1] + "00").prefix(3))
      else { return nil }
      return Int64(time.secondsSinceMidnight) * 1_000 + fraction
    }
    return Int64(time.secondsSinceMidnight) * 1_000
  }

  /// `z`, `+01:00`, `+0100`, `+01`.
  private static func offsetSeconds(_ text: Substring) -> Int? {
    guard text != "z" else { return 0 }
    let digits = text.dropFirst().filter { $0 != ":" }
    guard [2, 4].contains(digits.count), isDigits(Substring(digits)),
      let hours = Int(digits.prefix(2)), let minutes = Int("0" + digits.dropFirst(2)),
      hours <= 18, minutes < 60
    else { return nil }
    return (text.first == "+" ? 1 : -1) * (hours * 3_600 + minutes * 60)
  }
}
