// SPDX-License-Identifier: Apache-2.0
import FieldModel
import Intake
import Testing

private func said<Value: CustomStringConvertible>(_ reading: Reading<Value>) -> [String?] {
  switch reading {
  case .value(let value): [value.description]
  case .unreadable(let unreadable): [nil, unreadable.suggestion]
  }
}

@Suite struct TimeTests {
  @Test(arguments: [
    ("14:05", "14:05"), ("9:40", "09:40"), ("09:40", "09:40"), ("0:00", "00:00"),
    ("23:59:59", "23:59:59"), ("2:05 pm", "14:05"), ("12:00am", "00:00"), ("12 PM", "12:00"),
  ])
  func `a time of day is read as people write it`(text: String, time: String) {
    #expect(said(Typed.timeOfDay(text)) == [time])
  }

  @Test(arguments: [
    ("9.40", "09:40"), ("12.30", "12:30"), ("17;42", "17:42"), ("090:48", "09:48"), ("1", nil),
    ("1405", "14:05"), ("14h05", "14:05"), ("24:00", nil), ("14:60", nil), ("14:5", nil), ("", nil),
    ("noon", nil), ("13:00 pm", nil), ("-99", nil), ("٠٩:٤٠", nil),
  ])
  func `a time that is none is not guessed`(text: String, hint: String?) {
    #expect(said(Typed.timeOfDay(text)) == [nil, hint])
  }

  @Test func `a day is read as ISO has it, or in the order that was stated`() throws {
    let order = try #require(DayOrder("d/m/y"))
    #expect(said(Typed.day("2014-11-24")) == ["2014-11-24"])
    #expect(said(Typed.day("24/11/2014", order: order)) == ["2014-11-24"])
    #expect(said(Typed.day("4/1/2015", order: order)) == ["2015-01-04"])
    #expect(said(Typed.day("2014-11-24", order: order)) == ["2014-11-24"])
    let american = try #require(DayOrder("m/d/y"))
    #expect(said(Typed.day("03/04/2015", order: american)) == ["2015-03-04"])
  }

  @Test func `without a stated order a date is not guessed`() {
    #expect(said(Typed.day("24/11/2014")) == [nil, "2014-11-24"])
    #expect(said(Typed.day("03/04/2015")) == [nil, nil])
  }

  @Test(arguments: [
    ("28/01/215", "28/01/2015"), ("1712/2014", "17/12/2014"), ("24/11/12014", "24/11/2014"),
    ("28/11//2014", "28/11/2014"), ("20/12/14", "20/12/2014"), ("29/01/21015", "29/01/2015"),
    ("0/02/2015", nil), ("25/22/2014", nil), ("30/02/2015", nil), ("", nil),
    ("12/12/1015", "12/12/2015"),
    ("24.11.2014", "24/11/2014"), ("24112014", "24/11/2014"), ("12/12/201", nil),
  ])
  func `a mistyped date is not guessed`(text: String, hint: String?) throws {
    let order = try #require(DayOrder("d/m/y"))
    #expect(said(Typed.day(text, order: order)) == [nil, hint])
  }
}

@Suite struct MomentTests {
  private func moment(_ text: String) -> [String?] {
    said(Typed.moment(text, now: Given.now, zone: Given.zone))
  }

  @Test(arguments: [
    ("2026-02-01T14:05+01:00", "2026-02-01T14:05:00+01:00"),
    ("2026-02-01T13:05Z", "2026-02-01T13:05:00+00:00"),
    ("2026-02-01 14:05", "2026-02-01T14:05:00+01:00"),
    ("2026-07-01 14:05:30", "2026-07-01T14:05:30+02:00"),
    ("2011-12-06 13:41:31.788000+01:00", "2011-12-06T13:41:31.788+01:00"),
    ("14:05", "2026-02-01T14:05:00+01:00"), ("today 9:40", "2026-02-01T09:40:00+01:00"),
    ("yesterday 14:05", "2026-01-31T14:05:00+01:00"), ("now", "2026-02-01T15:00:00+01:00"),
    ("-10m", "2026-02-01T14:50:00+01:00"), ("10 min ago", "2026-02-01T14:50:00+01:00"),
    ("-1h30m", "2026-02-01T13:30:00+01:00"), ("2 days ago", "2026-01-30T15:00:00+01:00"),
  ])
  func `a moment is read as people write it`(text: String, moment: String) {
    #expect(self.moment(text) == [moment])
  }

  @Test(arguments: [
    ("2026-02-01 14.05", "2026-02-01 14:05"), ("9.40", "09:40"),
    ("2026-02-01", "2026-02-01 12:00"), ("tomorrow", nil), ("", nil), ("2026-02-30 14:05", nil),
    ("2026-02-01T14:05+25:00", nil), ("10 ago", nil), ("-10", nil),
  ])
  func `a moment that is none is not guessed`(text: String, hint: String?) {
    #expect(moment(text) == [nil, hint])
  }

  @Test func `a clock time that never was is told with the one an hour later`() {
    #expect(moment("2026-03-29 02:30") == [nil, "2026-03-29T03:30:00+02:00"])
    #expect(moment("2026-03-29 03:00") == ["2026-03-29T03:00:00+02:00"])
  }

  @Test func `a clock time that was there twice has to name its offset`() {
    #expect(moment("2026-10-25 02:30") == [nil, "2026-10-25T02:30:00+02:00"])
    #expect(moment("2026-10-25T02:30+01:00") == ["2026-10-25T02:30:00+01:00"])
    #expect(moment("2026-10-25 03:00") == ["2026-10-25T03:00:00+01:00"])
  }

  @Test func `the zone is named where the offset is its own`() {
    let here = Typed.moment("2026-02-01T14:05+01:00", now: Given.now, zone: Given.zone)
    let there = Typed.moment("2026-02-01T14:05+05:30", now: Given.now, zone: Given.zone)
    #expect(here.value?.zone == "Europe/Stockholm")
    #expect(there.value?.zone == "")
    #expect(there.value?.utcText == "2026-02-01T08:35:00Z")
  }
}
