// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Intake

/// What the columns of a folder of field work are.
///
/// What was typed on the forms is in the columns called `…_raw`; the cleaned columns beside them
/// are left aside. Who played the customer is known by the laptop.
enum FieldMapping {
  /// The clocks from which the times were read.
  static let zone = ZoneRules(name: "Asia/Kolkata") { _ in 19_800 }

  /// What is typed as a visit begins.
  static let atStart = [
    "block", "ward", "brand", "provider_type", "provider_age_group", "shopper_gender",
    "shopper_age", "shopper_language", "interviewer_id", "date_raw",
  ]

  /// What is typed as a visit ends.
  static let atFinish = [
    "supervisor_id", "checked_on_raw", "saw_sampled_provider", "shopper_error",
    "shopper_detected", "detected_note", "cost_total_inr",
  ]

  /// What is kept of an attempt as it was typed.
  static let ofAttempt = ["shopper_raw", "time_in_raw", "time_out_raw", "reason"]

  /// The mapping of all files.
  static var mapping: Mapping {
    var mapping = Mapping()
    mapping.zone = zone
    mapping.tables = [
      .visits: visits, .attempts: attempts, .locations: locations, .observations: all,
      .interactions: all,
    ]
    return mapping
  }

  private static let forms = [
    "date": "date_raw", "time_in": "time_in_raw", "time_out": "time_out_raw",
  ]

  private static var all: TableMapping {
    var mapping = TableMapping()
    mapping.missing = ["-99": .notApplicable]
    mapping.order = DayOrder("d/m/y") ?? .iso
    return mapping
  }

  private static var visits: TableMapping {
    var mapping = all
    mapping.columns = forms.merging(["location": "clinic_id"]) { $1 }
    mapping.attributes = .only(atStart + atFinish)
    mapping.checks = [
      "checked_on_raw": .kind(.date),
      "supervisor_id": .oneOf(["82", "83", "85", "86", "87", "88"]),
      "shopper_error": .oneOf(["Yes", "No"]),
      "cost_total_inr": .kind(.amount),
    ]
    mapping.period = period
    return mapping
  }

  private static var attempts: TableMapping {
    var mapping = all
    mapping.columns = forms.merging(["reason": "reason_text"]) { $1 }
    mapping.attributes = .only(ofAttempt)
    mapping.checks = [
      "shopper_raw": .oneOf([
        "11", "12", "13", "14", "15", "16", "17", "21", "22", "31", "32", "41", "42",
      ])
    ]
    mapping.period = period
    return mapping
  }

  private static var locations: TableMapping {
    var mapping = all
    mapping.columns = [
      "code": "clinic_id", "brand": "brand", "unit": "provider_type", "city": "block",
    ]
    mapping.attributes = .only([])
    return mapping
  }

  private static var period: ClosedRange<CalendarDate>? {
    guard let first = CalendarDate("2014-11-01"), let last = CalendarDate("2015-02-28") else {
      return nil
    }
    return first...last
  }
}
