// SPDX-License-Identifier: Apache-2.0

import FieldModel

// What was read, said in one way: it names what bytes mean and nothing of how the program keeps it,
// so that an account written down today is the measure of every later program.

extension FieldValue {
  /// The value's kind and what it holds.
  var account: String {
    switch self {
    case .null: "null"
    case .text(let text): "text \(text.debugDescription)"
    case .number(let number): "number \(number.significand)e\(number.exponent)"
    case .boolean(let answer): "boolean \(answer)"
    case .moment(let moment): "moment \(moment.account)"
    case .day(let day): "day \(day.daysSince1970) \(day)"
    case .clock(let time): "clock \(time.secondsSinceMidnight)"
    case .choices(let codes): "choices \(codes.map(\.debugDescription).joined(separator: " "))"
    case .record(let id): "record \(id)"
    case .absent(let reason): "absent \(reason.rawValue)"
    case .unreadable(let text): "unreadable \(text.debugDescription)"
    case .tombstone(let tombstone):
      "tombstone \(tombstone.seen.account) \(tombstone.reason.debugDescription)"
    case .unknown(let bytes): "unknown \(bytes.account)"
    }
  }
}

extension Change {
  /// The change, a line a part.
  var account: String {
    var lines = ["change \(dot)", header.account, "base \(base.account)", stamp.account]
    lines += puts.map { "put \($0.path.text.debugDescription) \($0.value.account)" }
    lines += unsets.map { "unset \($0.text.debugDescription)" }
    lines.append("previous \(previous.bytes.account)")
    return lines.joined(separator: "\n")
  }
}

extension Record {
  /// The record, a line a live value.
  var account: String {
    var lines = ["record", header.account, "context \(context.account)"]
    for field in fields {
      for sibling in field.siblings.all {
        let place = "\(field.path.text.debugDescription) \(sibling.dot)"
        lines.append("\(place) \(sibling.stamp.account) \(sibling.value.account)")
      }
    }
    return lines.joined(separator: "\n")
  }
}

extension RecordHeader {
  var account: String {
    let owner = scope.owner?.description ?? "-"
    let parent = parent?.description ?? "-"
    return "\(kind.rawValue.debugDescription) \(id) in \(scope.program) of \(owner) under \(parent)"
  }
}

extension Stamp {
  var account: String {
    "by \(author) rank \(authority.rawValue) depth \(depth) at \(enteredAt.account)"
  }
}

extension LocalTime {
  var account: String {
    "\(milliseconds) \(offsetSeconds) \(zone.debugDescription) \(description)"
  }
}

extension VersionVector {
  var account: String {
    "[" + entries.map(\.description).joined(separator: " ") + "]"
  }
}

extension Sequence<UInt8> {
  /// The bytes in hexadecimal.
  package var account: String {
    let digits = Array("0123456789abcdef".utf8)
    let characters = flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: characters, as: UTF8.self)
  }
}
