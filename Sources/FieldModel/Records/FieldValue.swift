// SPDX-License-Identifier: Apache-2.0

/// Why an interaction has no value.
///
/// Four different things everywhere, exports included.
public enum AbsentReason: String, CaseIterable, Hashable, Sendable {
  /// The question does not arise at this place.
  case notApplicable = "not_applicable"

  /// Staff refused, or the shopper declined.
  case refused

  /// The question was not part of this visit.
  case notAsked = "not_asked"

  /// The shopper was asked and left it blank.
  case leftBlank = "left_blank"
}

/// What a field holds.
///
/// Texts are equal when their bytes are: two codings of one letter are different data.
public enum FieldValue: Sendable {
  /// Emptied by a person.
  ///
  /// Concurrent with a value, it is a conflict, as any other value would be.
  case null

  /// Text as typed, at most ``textBytesMaximum`` bytes, never normalised.
  case text(String)

  /// An exact decimal number.
  case number(ExactNumber)

  /// Yes or no.
  case boolean(Bool)

  /// A moment.
  case moment(LocalTime)

  /// A day.
  case day(CalendarDate)

  /// A time of day.
  case clock(ClockTime)

  /// Codes of several choices, in the order given.
  case choices([String])

  /// Another record.
  case record(RecordID)

  /// Why there is no value.
  case absent(AbsentReason)

  /// What was typed where it could not be read as the field's type: kept, reported, never guessed.
  case unreadable(String)

  /// A deletion.
  case tombstone(Tombstone)

  /// A value of a newer program, as its bytes.
  case unknown([UInt8])

  /// The longest text, in bytes of UTF-8: 64 KiB.
  public static let textBytesMaximum = 65_536
}

extension FieldValue {
  /// The text, where it is one.
  public var text: String? {
    if case .text(let text) = self { text } else { nil }
  }

  /// The number, where it is one.
  public var number: ExactNumber? {
    if case .number(let number) = self { number } else { nil }
  }

  /// Yes or no, where it is one of them.
  public var boolean: Bool? {
    if case .boolean(let answer) = self { answer } else { nil }
  }

  /// The moment, where it is one.
  public var moment: LocalTime? {
    if case .moment(let moment) = self { moment } else { nil }
  }

  /// The value as one line for people.
  ///
  /// ``unreadable(_:)`` shows what was typed.
  public var display: String {
    switch self {
    case .null: ""
    case .text(let text): text
    case .number(let number): number.description
    case .boolean(let answer): answer ? "yes" : "no"
    case .moment(let moment): moment.description
    case .day(let day): day.description
    case .clock(let time): time.description
    case .choices(let codes): codes.joined(separator: " ")
    case .record(let id): id.description
    case .absent(let reason): reason.rawValue
    case .unreadable(let text): text
    case .tombstone(let tombstone): tombstone.reason.isEmpty ? "deleted" : tombstone.reason
    case .unknown: "(a value of a newer program)"
    }
  }
}

extension FieldValue: Hashable {
  /// Compares values; texts by their bytes.
  public static func == (lhs: FieldValue, rhs: FieldValue) -> Bool {
    switch (lhs, rhs) {
    case (.null, .null): true
    case (.text(let left), .text(let right)): left.isSameBytes(as: right)
    case (.number(let left), .number(let right)): left == right
    case (.boolean(let left), .boolean(let right)): left == right
    case (.moment(let left), .moment(let right)): left == right
    case (.day(let left), .day(let right)): left == right
    case (.clock(let left), .clock(let right)): left == right
    case (.choices(let left), .choices(let right)):
      left.elementsEqual(right) { $0.isSameBytes(as: $1) }
    case (.record(let left), .record(let right)): left == right
    case (.absent(let left), .absent(let right)): left == right
    case (.unreadable(let left), .unreadable(let right)): left.isSameBytes(as: right)
    case (.tombstone(let left), .tombstone(let right)): left == right
    case (.unknown(let left), .unknown(let right)): left == right
    default: false
    }
  }

  /// Hashes what people would see, which equal values share.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(bytesOf: display)
  }
}

/// A deletion: what the person who deleted had seen.
public struct Tombstone: Sendable {
  /// What the deleting replica had seen of the record.
  ///
  /// A sibling outside it survives the deletion.
  public let seen: VersionVector

  /// Why, in a person's words; may be empty.
  public let reason: String

  /// A deletion by somebody who had seen this much.
  public init(seen: VersionVector, reason: String = "") {
    self.seen = seen
    self.reason = reason
  }
}

extension Tombstone: Hashable {
  /// Compares what was seen, and the bytes of the reason.
  public static func == (lhs: Tombstone, rhs: Tombstone) -> Bool {
    lhs.seen == rhs.seen && lhs.reason.isSameBytes(as: rhs.reason)
  }

  /// Hashes what was seen and the bytes of the reason.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(seen)
    hasher.combine(bytesOf: reason)
  }
}
