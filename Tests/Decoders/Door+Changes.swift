// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncProtocol

extension Door {
  static func value(_ bytes: [UInt8]) throws(BrokenPromise) -> Reading {
    let value = ValueCodec.value(from: bytes)
    let written = ValueCodec.bytes(of: value)
    try promise(written == bytes, "A value is not written as it came.")
    try promise(ValueCodec.value(from: written) == value, "A value does not come back.")
    for kind in RecordKind.all {
      for field in FieldSchema.fields(of: kind) {
        _ = FieldSchema.objection(to: Put(field.path, value), in: kind)
      }
    }
    return .read(value.account)
  }

  static func change(_ bytes: [UInt8]) throws(BrokenPromise) -> Reading {
    guard let change = try? ChangeCodec.change(from: bytes) else { return .refused }
    try keeps(change)
    // A member more takes another way through the reader, to the same end.
    let newer = try kept { try ChangeCodec.change(from: bytes + member) }
    try promise(newer == change, "A change with a newer member reads as another.")
    return .read(change.account)
  }

  static func record(_ bytes: [UInt8]) throws(BrokenPromise) -> Reading {
    guard let record = try? RecordCodec.record(from: bytes) else { return .refused }
    try keeps(record)
    let newer = try kept { try RecordCodec.record(from: bytes + member) }
    try promise(newer == record, "A record with a newer member reads as another.")
    return .read(record.account)
  }

  /// Writes a change again, and lets it take effect on a record that has seen what it builds on.
  static func keeps(_ change: Change) throws(BrokenPromise) {
    let bytes = ChangeCodec.bytes(of: change)
    let again = try kept { try ChangeCodec.change(from: bytes) }
    try promise(again == change, "A change does not come back.")
    try promise(ChangeCodec.bytes(of: again) == bytes, "A change is written in two ways.")
    let writer = Person(id: change.stamp.author, name: "", role: .shopper, pseudonym: "")
    _ = WriteRule.refusal(of: change, by: writer, known: change.header, parent: nil)
    var record = Record(header: change.header, siblings: [:], context: change.base)
    if record.apply(change) == .applied {
      try keeps(record)
    }
  }

  /// Writes a record again, joins it with itself, and looks at it as people do.
  static func keeps(_ record: Record) throws(BrokenPromise) {
    let bytes = RecordCodec.bytes(of: record)
    let again = try kept { try RecordCodec.record(from: bytes) }
    try promise(again == record, "A record does not come back.")
    try promise(RecordCodec.bytes(of: again) == bytes, "A record is written in two ways.")
    let joined = try kept { try record.joined(with: again) }
    try promise(joined == record, "A record joined with itself is another.")
    _ = (record.isDeleted, record.wasEditedWhileDeleted, record.depth)
    for conflict in record.conflicts {
      _ = record.edit(settling: conflict, by: .keep(1))
    }
    for field in record.fields {
      _ = record.value(of: field.path)?.display
    }
  }
}

extension RecordKind {
  fileprivate static let all =
    definitions + [.visit, .attempt, .observation, .evidence, .review]
}
