// SPDX-License-Identifier: Apache-2.0

import CommandLine
import FieldModel

/// One concurrent edit of a field, merged in memory into a record of thirteen fields.
enum MergePhase {
  private static let records = 10_000

  static func figures() throws -> [Figure] {
    var (mine, theirs): ([Record], [Change]) = ([], [])
    for place in 0..<records {
      let id = RecordID(bits: UInt128(place) << 64)
      let program = RecordID(bits: 1)
      let header = RecordHeader(id: id, kind: .visit, scope: Scope(program: program))
      var record = Record(header: header)
      let fields = (0..<13).map { Put(FieldPath("field_\($0)"), .text("value \($0)")) }
      write(fields, to: &record, by: 1, UInt64(place) + 1)
      theirs.append(
        record.change(
          .write([Put(FieldPath("field_\(place % 13)"), .text("theirs"))]),
          by: writer,
          at: JournalPosition(dot: Dot(ReplicaID(bits: 2), UInt64(place) + 1), previous: .none)
        )
      )
      let own = Put(FieldPath("field_\((place + place % 2) % 13)"), .text("mine"))
      write([own], to: &record, by: 3, UInt64(place) + 1)
      mine.append(record)
    }
    let began = ContinuousClock.now
    for place in mine.indices { mine[place].apply(theirs[place]) }
    let time = (ContinuousClock.now - began) / .nanoseconds(1)
    let conflicts = mine.reduce(0) { $0 + $1.conflicts.count }
    guard conflicts == records / 2 else {
      throw Failure(.failed, "\(conflicts) conflicts came of \(records / 2).")
    }
    return [
      Figure(
        "merging one concurrent edit of a field in memory",
        "ns",
        [time / Double(records)],
        target: .atMost(500)
      )
    ]
  }

  private static let writer = Writer(
    person: PersonID(bits: 1),
    authority: .shopper,
    now: LocalTime(milliseconds: 0)
  )

  private static func write(
    _ puts: [Put],
    to record: inout Record,
    by replica: UInt128,
    _ counter: UInt64
  ) {
    let position = JournalPosition(dot: Dot(ReplicaID(bits: replica), counter), previous: .none)
    record.apply(record.change(.write(puts), by: writer, at: position))
  }
}
