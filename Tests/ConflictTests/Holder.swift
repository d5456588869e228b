// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Somebody's laptop, as far as the model goes: one record, on one replica.
struct Holder {
  let replica: ReplicaID
  let person: PersonID
  var record: Record
  private var counter: UInt64 = 0

  init(_ replica: UInt128, person: UInt128, holding record: Record = Holder.blank) {
    self.replica = ReplicaID(bits: replica)
    self.person = PersonID(bits: person)
    self.record = record
  }

  /// Two laptops that hold the same record, into which Mary has written.
  static func pair(after puts: [Put]) -> (mary: Holder, peter: Holder) {
    var mary = Holder(1, person: 1)
    mary.perform(.write(puts))
    return (mary, Holder(2, person: 2, holding: mary.record))
  }

  /// Two laptops on which the same question was answered with 8 and with 5.
  static func quarrel() throws -> (mary: Holder, peter: Holder) {
    var (mary, peter) = pair(after: [Put("value", .whole(7))])
    mary.write("value", .whole(8))
    peter.write("value", .whole(5))
    try meet(&mary, &peter)
    return (mary, peter)
  }

  /// Two laptops on one of which a record was deleted, while it was edited on the other.
  static func disputed() throws -> (mary: Holder, peter: Holder) {
    var (mary, peter) = pair(after: [Put("value", .whole(7)), Put("note", .text("slow"))])
    mary.perform(.delete(reason: "wrong shop"))
    peter.write("value", .whole(8))
    try meet(&mary, &peter)
    return (mary, peter)
  }

  mutating func write(_ path: FieldPath, _ value: FieldValue) {
    perform(.write([Put(path, value)]))
  }

  mutating func perform(_ edit: Edit, as authority: Authority = .shopper, at clock: Int64 = 0) {
    counter += 1
    let now = LocalTime(milliseconds: clock)
    let change = record.change(
      edit,
      by: Writer(person: person, authority: authority, now: now),
      at: JournalPosition(dot: Dot(replica, counter), previous: .none)
    )
    record.apply(change)
  }

  private static let blank = Record(
    header: RecordHeader(
      id: RecordID(bits: 5),
      kind: .observation,
      scope: Scope(program: RecordID(bits: 1), owner: PersonID(bits: 1))
    )
  )
}

/// Brings two laptops to the same state, whoever asks whom.
func meet(_ one: inout Holder, _ other: inout Holder) throws {
  let merged = try one.record.joined(with: other.record)
  other.record = try other.record.joined(with: one.record)
  one.record = merged
}

extension FieldValue {
  /// A whole number.
  static func whole(_ number: Int) -> FieldValue {
    .number(ExactNumber(number))
  }
}

extension Collection {
  /// The element of a collection of one.
  var only: Element? {
    count == 1 ? first : nil
  }
}
