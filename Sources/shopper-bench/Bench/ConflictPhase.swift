// SPDX-License-Identifier: Apache-2.0

import CommandLine
import FieldModel
import LocalStore

/// A thousand records edited on two laptops at once, half of them in the same field.
enum ConflictPhase {
  private static let records = 1_000

  static func figures() async throws -> [Figure] {
    let stage = try await BenchStage()
    let (one, other) = (stage.head, stage.newcomer)
    let ids = try create(on: one)
    try one.sync()
    try other.sync()
    try edit(ids, on: one, in: "name", to: "one")
    try edit(Array(ids[..<(records / 2)]), on: other, in: "name", to: "other")
    try edit(Array(ids[(records / 2)...]), on: other, in: "address", to: "other")
    for laptop in [one, other, one] { try laptop.sync() }
    var (kept, merged, told, falselyTold) = (0, 0, 0, 0)
    for (place, id) in ids.enumerated() {
      guard let record = try one.store.read({ try $0.record(id) }) else { continue }
      let values = ["name", "address"].map { path in
        record.siblings(of: FieldPath(path)).all.map(\.value)
      }
      let found = [("one", 0), ("other", place < records / 2 ? 0 : 1)]
        .count { values[$1].contains(.text($0)) }
      kept += found
      let conflicts = record.conflicts.count
      if place < records / 2 {
        told += min(1, conflicts)
      } else {
        falselyTold += conflicts
        if conflicts == 0 { merged += found }
      }
    }
    return [
      Figure("concurrent edits kept, of 2,000", "", [Double(kept)], target: .exactly(2_000)),
      Figure("of different fields merged, of 1,000", "", [Double(merged)], target: .exactly(1_000)),
      Figure("conflicts told, of 500", "", [Double(told)], target: .exactly(500)),
      Figure("conflicts told falsely", "", [Double(falselyTold)], target: .exactly(0)),
    ]
  }

  private static func create(on laptop: Laptop) throws -> [RecordID] {
    let program = Program.id(code: Moments.program)
    return try laptop.store.write { writer in
      try (0..<records).map { place in
        let id = RecordID(.location, in: program, named: "L\(place)")
        let header = RecordHeader(id: id, kind: .location, scope: Scope(program: program))
        let code = FieldValue.text("L\(place)")
        try writer.put([Put("code", code), Put("name", code), Put("address", code)], into: header)
        return id
      }
    }
  }

  private static func edit(
    _ ids: [RecordID],
    on laptop: Laptop,
    in field: FieldPath,
    to text: String
  ) throws {
    try laptop.store.write { writer in
      for id in ids {
        guard let header = try writer.reader.record(id)?.header else { continue }
        try writer.put([Put(field, .text(text))], into: header)
      }
    }
  }
}
