// SPDX-License-Identifier: Apache-2.0
import FieldModel
import Intake

/// What tests start from.
enum Given {
  static let zone = ZoneRules(named: "Europe/Stockholm") ?? .utc

  /// 2026-02-01 15:00 in Stockholm.
  static let now = LocalTime(milliseconds: 1_769_954_400_000, offsetSeconds: 3_600)

  static let context = IntakeContext(now: now, zone: zone)

  /// The interaction that a draft describes, as a program would hold it.
  static func interaction(_ draft: Draft) -> Interaction {
    let program = RecordID(.program, in: nil, named: "p")
    let dot = Dot(ReplicaID(bits: 1), 1)
    let stamp = Stamp(
      author: PersonID(bits: 1),
      enteredAt: now,
      authority: .coordinator,
      depth: 1
    )
    let header = RecordHeader(
      id: draft.definitionID(in: program),
      kind: draft.kind,
      scope: Scope(program: program)
    )
    let siblings = draft.puts.map { put in
      (put.path, [Sibling(dot: dot, value: put.value, stamp: stamp)])
    }
    return Interaction(
      Record(
        header: header,
        siblings: Dictionary(uniqueKeysWithValues: siblings),
        context: VersionVector([dot])
      )
    )
  }

  /// A bank of a rating from 1 to 5, which one wave was asked on another scale.
  static func rating(inOneWave scale: String) -> IntakeContext {
    let puts = [
      Put("code", .text("desk")), Put("kind", .text("rating")),
      Put("min", .number(ExactNumber(1))), Put("max", .number(ExactNumber(5))),
      Put("attribute/scale:w2", .text(scale)),
    ]
    let desk = interaction(Draft(.interaction, key: ["desk"], puts: puts, line: 1))
    return IntakeContext(bank: [desk], known: KnownCodes(), now: now, zone: zone)
  }

  /// A bank of interactions, each `code: kind` with a scale.
  static func context(
    bank: [(code: String, kind: AnswerKind, scale: ClosedRange<Int>?)]
  ) -> IntakeContext {
    let drafts = bank.map { entry in
      let scale = entry.scale.map {
        [
          Put("min", .number(ExactNumber($0.lowerBound))),
          Put("max", .number(ExactNumber($0.upperBound))),
        ]
      }
      let puts = [Put("code", .text(entry.code)), Put("kind", .text(entry.kind.rawValue))]
      return Draft(.interaction, key: [entry.code], puts: puts + (scale ?? []), line: 1)
    }
    return IntakeContext(bank: drafts.map(interaction), known: KnownCodes(), now: now, zone: zone)
  }
}

/// All that a CSV text comes to.
func intake(
  _ table: IntakeTable,
  _ text: String,
  mapping: Mapping = Mapping(),
  context: IntakeContext = Given.context
) throws -> [RowIntake] {
  let source = ByteSource(bytes: Array(text.utf8), chunkBytes: 3)
  var rows = try TableImport(
    table,
    file: "f.csv",
    source: source,
    mapping: mapping,
    context: context
  )
  var intakes: [RowIntake] = []
  while let row = try rows.next() {
    intakes.append(row)
  }
  return intakes
}

/// A CSV text's rows; a refused row is its fault.
func rows(_ bytes: [UInt8], chunkBytes: Int = 1) throws -> [Result<[String], CSVFault>] {
  var records = try CSVRecords(ByteSource(bytes: bytes, chunkBytes: chunkBytes))
  var rows: [Result<[String], CSVFault>] = []
  while let result = try records.next() {
    switch result {
    case .record(let record): rows.append(.success((0..<record.count).map { record[$0] }))
    case .refused(let fault): rows.append(.failure(fault))
    }
  }
  return rows
}

func rows(_ text: String) throws -> [Result<[String], CSVFault>] {
  try rows(Array(text.utf8))
}

/// The faults of a table with a header, the header's own included.
func faults(_ bytes: [UInt8]) throws -> [CSVFault] {
  do {
    var reader = try CSVReader(ByteSource(bytes: bytes, chunkBytes: 7))
    var faults: [CSVFault] = []
    while let result = try reader.next() {
      if case .refused(let fault) = result {
        faults.append(fault)
      }
    }
    return faults
  } catch let fault as CSVFault {
    return [fault]
  }
}

func faults(_ text: String) throws -> [CSVFault] {
  try faults(Array(text.utf8))
}
