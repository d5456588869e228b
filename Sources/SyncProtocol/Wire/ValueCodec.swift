// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import FoundationEssentials
import SwiftProtobuf

/// Field values as bytes.
///
/// A value that this program would not write just so is one of a newer program, and is kept as its
/// bytes.
package enum ValueCodec {
  /// The bytes of a value: always the same for equal values.
  package static func bytes(of value: FieldValue) -> [UInt8] {
    if case .unknown(let bytes) = value { return bytes }
    var wire = WireValue()
    wire.kind = kind(of: value)
    return wire.encoded()
  }

  /// Reads a value; what is not understood whole comes back as ``FieldValue/unknown(_:)``.
  package static func value(from bytes: [UInt8]) -> FieldValue {
    if let text = UsualForm.read(bytes, { $0.bytes(2) ? $0.shortText() : nil }) {
      return .text(text)
    }
    guard let wire = try? WireValue(serializedBytes: bytes), let kind = wire.kind,
      let value = value(of: kind), ValueCodec.bytes(of: value) == bytes
    else { return .unknown(bytes) }
    return value
  }

  private static func kind(of value: FieldValue) -> WireValue.OneOf_Kind? {
    switch value {
    case .null: .null(true)
    case .text(let text): .text(text)
    case .number(let number): .number(WireNumber(number))
    case .boolean(let answer): .boolean(answer)
    case .moment(let moment): .moment(WireMoment(moment))
    case .day(let day): .day(Int32(clamping: day.daysSince1970))
    case .clock(let time): .clock(UInt32(time.secondsSinceMidnight))
    case .choices(let codes): .choices(.with { $0.codes = codes })
    case .record(let id): .record(Data(id.bytes))
    case .absent(let reason): .absent(reason.rawValue)
    case .unreadable(let text): .unreadable(text)
    case .tombstone(let tombstone):
      .tombstone(
        .with {
          $0.seen = WireVersionVector(tombstone.seen)
          $0.reason = tombstone.reason
        }
      )
    case .unknown: nil
    }
  }

  private static func value(of kind: WireValue.OneOf_Kind) -> FieldValue? {
    switch kind {
    case .null: .null
    case .text(let text): .text(text)
    case .number(let wire): wire.number.map(FieldValue.number)
    case .boolean(let answer): .boolean(answer)
    case .moment(let wire): .moment(wire.moment)
    case .day(let days): .day(CalendarDate(daysSince1970: Int(days)))
    case .clock(let seconds):
      ClockTime(secondsSinceMidnight: Int(seconds)).map(FieldValue.clock)
    case .choices(let wire): .choices(wire.codes)
    case .record(let bytes): RecordID(bytes: bytes).map(FieldValue.record)
    case .absent(let reason): AbsentReason(rawValue: reason).map(FieldValue.absent)
    case .unreadable(let text): .unreadable(text)
    case .tombstone(let wire):
      (try? wire.seen.vector()).map {
        .tombstone(Tombstone(seen: $0, reason: wire.reason))
      }
    }
  }
}

extension Message {
  /// The message's bytes.
  ///
  /// Encoding a proto3 message without required fields cannot fail.
  package func encoded() -> [UInt8] {
    (try? serializedBytes()) ?? []
  }
}

extension WireNumber {
  init(_ number: ExactNumber) {
    significand = number.significand
    exponent = Int32(number.exponent)
  }

  var number: ExactNumber? {
    ExactNumber(significand: significand, exponent: Int(exponent))
  }
}

extension WireMoment {
  init(_ moment: LocalTime) {
    milliseconds = moment.milliseconds
    offsetSeconds = Int32(clamping: moment.offsetSeconds)
    zone = moment.zone
  }

  var moment: LocalTime {
    LocalTime(milliseconds: milliseconds, offsetSeconds: Int(offsetSeconds), zone: zone)
  }
}

extension WireVersionVector {
  init(_ vector: VersionVector) {
    entries = vector.entries.map(WireDot.init)
  }

  func vector() throws(WireProblem) -> VersionVector {
    var dots: [Dot] = []
    dots.reserveCapacity(entries.count)
    for entry in entries {
      dots.append(try entry.dot())
    }
    return VersionVector(dots)
  }
}

extension WireDot {
  init(_ dot: Dot) {
    replica = Data(dot.replica.bytes)
    counter = dot.counter
  }

  func dot() throws(WireProblem) -> Dot {
    // Stores keep counters as signed numbers; nobody comes near to that many changes.
    guard let replica = ReplicaID(bytes: replica), counter >= 1, Int64(exactly: counter) != nil
    else { throw WireProblem("A dot has no replica of 16 bytes or no counter.") }
    return Dot(replica, counter)
  }
}
