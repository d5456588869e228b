// SPDX-License-Identifier: Apache-2.0
package import FieldModel
import Foundation

/// How far a place's clocks are from UTC, at any moment.
package struct ZoneRules: Sendable {
  /// The zone's name, such as `Europe/Stockholm`; empty where only an offset is known.
  package let name: String

  /// Seconds east of UTC at a moment given in milliseconds since 1970 UTC.
  package let offsetSeconds: @Sendable (_ milliseconds: Int64) -> Int

  /// Rules of one's own.
  package init(name: String, offsetSeconds: @escaping @Sendable (Int64) -> Int) {
    self.name = name
    self.offsetSeconds = offsetSeconds
  }

  /// A zone of the system's time zone database; nil where it has none of that name.
  package init?(named name: String) {
    guard let zone = TimeZone(identifier: name) else { return nil }
    self.init(zone, name: name)
  }

  /// Coordinated universal time.
  package static let utc = ZoneRules(name: "UTC") { _ in 0 }

  /// The zone that this machine is set to, as it is now.
  package static var ofThisMachine: ZoneRules {
    ZoneRules(.current, name: TimeZone.current.identifier)
  }

  private init(_ zone: TimeZone, name: String) {
    self.init(name: name) { milliseconds in
      zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(milliseconds) / 1_000))
    }
  }

  /// The moment of an instant, with this zone's offset.
  package func moment(milliseconds: Int64) -> LocalTime {
    LocalTime(
      milliseconds: milliseconds,
      offsetSeconds: offsetSeconds(milliseconds),
      zone: name
    )
  }

  /// The moments at which the clocks here show a time: one; none where they were put forward over
  /// it; two where they were put back over it, the earlier one first.
  package func moments(on day: CalendarDate, millisecondsOfDay: Int64) -> [LocalTime] {
    let wall = Int64(day.daysSince1970) * 86_400_000 + millisecondsOfDay
    // Zones change their offset less often than once in two days.
    let offsets = Set([-86_400_000, 86_400_000].map { offsetSeconds(wall + $0) })
    return offsets.sorted(by: >).compactMap { offset in
      let instant = wall - Int64(offset) * 1_000
      return offsetSeconds(instant) == offset ? moment(milliseconds: instant) : nil
    }
  }
}
