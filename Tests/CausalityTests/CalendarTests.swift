// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import TestSupport
import Testing

/// Days and times are those of the calendar and of the clock on the wall.
@Suite struct CalendarTests {
  private static let greenwich: Calendar = {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    return calendar
  }()

  @Test func `days are those of Foundation's calendar`() throws {
    var generator = SeededGenerator(seed: 8)
    // Foundation's calendar is the Julian one before 1582-10-15.
    let days = (0..<5_000).map { _ in Int.random(in: -141_427...2_932_896, using: &generator) }
    for number in days + [0, -1, 11_016, 11_017, 2_932_896] {
      let instant = Date(timeIntervalSince1970: Double(number) * 86_400)
      let parts = CalendarTests.greenwich.dateComponents([.year, .month, .day], from: instant)
      let (year, month, day) = CalendarDate(daysSince1970: number).components
      #expect(year == parts.year && month == parts.month && day == parts.day, "\(number)")
      #expect(CalendarDate(year: year, month: month, day: day)?.daysSince1970 == number)
    }
  }

  @Test func `a day's text reads back as the day`() {
    for number in stride(from: -719_162, through: 2_932_896, by: 499) {
      let day = CalendarDate(daysSince1970: number)
      #expect(CalendarDate(day.description) == day)
    }
    #expect(CalendarDate(daysSince1970: -719_162).description == "0001-01-01")
    #expect(CalendarDate(daysSince1970: 2_932_896).description == "9999-12-31")
  }

  @Test(arguments: [
    "", "2026-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-04-31", "0000-01-01",
    "26-01-01", "2026-1-1", "2026/01/01", "20260101", "2026-01-01T00:00", "2026-01-01-",
    "+026-01-01", "2026-+1-01", "2026-01-+1", " 026-01-01",
  ])
  func `what the calendar does not have is no day`(_ text: String) {
    #expect(CalendarDate(text) == nil)
  }

  @Test func `moments are told as Foundation tells them`() {
    var generator = SeededGenerator(seed: 9)
    for _ in 0..<1_000 {
      let milliseconds = Int64.random(
        in: -12_219_292_800_000...253_402_300_799_999,
        using: &generator
      )
      let offset = 900 * Int.random(in: -56...56, using: &generator)
      let whole = milliseconds - milliseconds % 1_000
      let instant = Date(timeIntervalSince1970: Double(whole / 1_000))
      #expect(LocalTime(milliseconds: whole).utcText == instant.formatted(.iso8601))
      let moment = LocalTime(milliseconds: milliseconds, offsetSeconds: offset)
      let wall = instant.addingTimeInterval(Double(offset)).formatted(.iso8601).dropLast()
      #expect(
        LocalTime(milliseconds: whole, offsetSeconds: offset).wallText == wall
      )
      #expect(moment.wallText.hasPrefix(moment.day.description))
    }
  }

  @Test func `a moment is told with its offset, and milliseconds only where there are any`() {
    let moment = LocalTime(milliseconds: 1_769_951_100_000, offsetSeconds: 3_600)
    #expect(moment.description == "2026-02-01T14:05:00+01:00")
    #expect(moment.utcText == "2026-02-01T13:05:00Z")
    let west = LocalTime(milliseconds: 1_769_951_100_007, offsetSeconds: -12_600)
    #expect(west.description == "2026-02-01T09:35:00.007-03:30")
    #expect(LocalTime(milliseconds: -1).utcText == "1969-12-31T23:59:59.999Z")
  }

  @Test(arguments: [Int64.min, .max, .min + 1, 1 << 60])
  func `a moment from the end of time is told, not trapped on`(_ milliseconds: Int64) {
    for offset in [0, 86_400, -86_400, Int(Int32.max), Int(Int32.min)] {
      let moment = LocalTime(milliseconds: milliseconds, offsetSeconds: offset)
      #expect(!moment.description.isEmpty && !moment.utcText.isEmpty)
      #expect(!moment.day.description.isEmpty)
    }
  }

  @Test(arguments: [Int.min, .max, Int(Int32.min), Int(Int32.max)])
  func `a day from the end of time is told, not trapped on`(_ number: Int) {
    #expect(!CalendarDate(daysSince1970: number).description.isEmpty)
  }

  @Test func `a time of day is told to the minute, or to the second where there are seconds`() {
    #expect(ClockTime(secondsSinceMidnight: 0)?.description == "00:00")
    #expect(ClockTime(secondsSinceMidnight: 86_399)?.description == "23:59:59")
    #expect(ClockTime(secondsSinceMidnight: -1) == nil)
    #expect(ClockTime(secondsSinceMidnight: 86_400) == nil)
    let times = stride(from: 0, to: 86_400, by: 7).compactMap(ClockTime.init(secondsSinceMidnight:))
    #expect(times.count == 12_343 && times.sorted() == times)
    #expect(times.map(\.description).sorted() == times.map(\.description))
  }
}
