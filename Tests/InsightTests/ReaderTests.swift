// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Insight
import Testing

/// Merged records are read as moments.
@Suite struct ReaderTests {
  private let program = Program.id(code: "sky")
  private let shopper = PersonID(bits: 7)

  private func record(
    _ kind: RecordKind,
    _ code: String,
    _ puts: [FieldPath: FieldValue],
    parent: RecordID? = nil
  ) -> FieldModel.Record {
    let id = kind == .program ? program : RecordID(kind, in: parent ?? program, named: code)
    let owner = kind == .visit || kind == .observation ? shopper : nil
    let header = RecordHeader(
      id: id,
      kind: kind,
      scope: Scope(program: program, owner: owner),
      parent: parent
    )
    var record = FieldModel.Record(header: header)
    let named = puts.merging(kind == .observation ? [:] : ["code": .text(code)]) { $1 }
    write(named, into: &record, on: 1)
    return record
  }

  private func write(
    _ puts: [FieldPath: FieldValue],
    into record: inout FieldModel.Record,
    on replica: UInt128,
    seeing: FieldModel.Record? = nil
  ) {
    let writer = Writer(
      person: shopper,
      authority: .shopper,
      now: LocalTime(milliseconds: 1_767_225_600_000)
    )
    let position = JournalPosition(dot: Dot(ReplicaID(bits: replica), 1), previous: .none)
    let edit = Edit.write(puts.map { Put($0.key, $0.value) })
    record.apply((seeing ?? record).change(edit, by: writer, at: position))
  }

  private var definitions: [FieldModel.Record] {
    [
      record(.program, "sky", ["name": .text("Skyline"), "outcome": .text("all")]),
      record(.brand, "rival", ["subject": .text("competitor")]),
      record(
        .location,
        "ARN",
        [
          "brand": .text("rival"), "unit": .text("north"), "attribute/size": .text("large"),
        ]
      ),
      record(.scenario, "bag", ["segment": .text("family")]),
      record(.journey, "flight", ["moments_planned": .number(ExactNumber(5))]),
      record(
        .target,
        "t",
        [
          "interaction": .text("desk"), "measure": .text("mean"), "value": .number(ExactNumber(4)),
        ]
      ),
      record(
        .interaction,
        "desk",
        [
          "kind": .text("rating"), "min": .number(ExactNumber(1)), "max": .number(ExactNumber(10)),
          "order": .number(ExactNumber(1)),
          "form": .text("in person"), "critical": .boolean(true),
          "unit_cost": .number(ExactNumber(3)),
          "importance": .number(ExactNumber(9)), "process": .text("flight"),
          "attribute/scale:old": .text("1-5"),
        ]
      ),
      record(
        .interaction,
        "wait",
        [
          "kind": .text("minutes"), "name": .text("Waiting for help"),
          "order": .number(ExactNumber(2)),
        ]
      ),
      record(.interaction, "bag", ["kind": .text("yesno"), "order": .number(ExactNumber(3))]),
    ]
  }

  private func read(
    _ fields: [FieldPath: FieldValue] = [:],
    _ answers: KeyValuePairs<String, FieldValue>
  ) -> (ProgramFacts, VisitMoments) {
    let reader = MomentReader(definitions: definitions) { owner, stated in
      stated ?? owner.map { _ in "S1" }
    }
    let visit = record(.visit, "v1", fields)
    let observations = answers.map { code, value in
      record(
        .observation,
        code,
        ["interaction": .text(code), "value": value],
        parent: visit.header.id
      )
    }
    return (reader.facts, reader.moments(of: visit, observations))
  }

  @Test func `definitions say what measures need to know`() {
    let (facts, _) = read([:], [:])
    #expect(facts.code == "sky" && facts.name == "Skyline" && facts.outcome == "all")
    #expect(facts.subjects == ["rival": .competitor] && facts.momentsPlanned == ["flight": 5])
    #expect(facts.plan.map(\.value) == [4])
    #expect(facts.bank.entries.map(\.code) == ["desk", "wait", "bag"])
    let desk = facts.bank["desk"]
    #expect(desk?.form == .inPerson && desk?.isCritical == true && desk?.unitCost == 3)
    #expect(desk?.scale == AnswerScale(1, 10) && desk?.rule.scale(in: "old") == AnswerScale(1, 5))
    #expect(facts.bank["wait"]?.isWaiting == true && desk?.isWaiting == false)
  }

  @Test func `a visit has what its place and its scenario say of it`() {
    let (_, visit) = read(
      [
        "location": .text("ARN"), "scenario": .text("bag"), "wave": .text("w1"),
        "attribute/weather": .text("rain"), "date": .day(CalendarDate(daysSince1970: 20_000)),
      ],
      [:]
    )
    let context = visit.context
    #expect(context.visit == "v1" && context.brand == "rival" && context.subject == .competitor)
    #expect(context.unit == "north" && context.segment == "family" && context.shopper == "S1")
    #expect(context.attributes == ["size": "large", "weather": "rain"])
    #expect(context.month == "2024-10")
  }

  @Test func `answers are sorted by what can be done with them`() {
    let (_, visit) = read(
      ["wave": .text("w1")],
      [
        "bag": .number(ExactNumber(3)), "wait": .unreadable("12.30"),
        "desk": .number(ExactNumber(7)),
        "ghost": .text("boo"),
      ]
    )
    #expect(visit.moments.map(\.interaction) == ["desk", "wait", "bag", "ghost"])
    #expect(
      visit.moments.map(\.answer) == [
        .number(7), .unreadable("12.30"), .outOfRange("3"), .words("boo"),
      ]
    )
    let (_, other) = read(
      ["wave": .text("old")],
      ["desk": .number(ExactNumber(7)), "bag": .boolean(true), "wait": .absent(.refused)]
    )
    #expect(
      other.moments.map(\.answer) == [.outOfRange("7"), .absent(.refused), .yesNo(true)]
    )
  }

  @Test func `several moments of one interaction stand in the order of their numbers`() {
    let reader = MomentReader(definitions: definitions) { _, _ in nil }
    let visit = record(.visit, "v1", [:])
    let observations = [3, 1, 2].map { number in
      record(
        .observation,
        "desk \(number)",
        [
          "interaction": .text("desk"), "value": .number(ExactNumber(number)),
          "occurrence": .number(ExactNumber(number)),
        ],
        parent: visit.header.id
      )
    }
    let moments = reader.moments(of: visit, observations).moments
    #expect(moments.map(\.answer) == [.number(1), .number(2), .number(3)])
  }

  @Test func `a disagreement is counted until somebody settles it`() throws {
    let reader = MomentReader(definitions: definitions) { _, _ in nil }
    let visit = record(.visit, "v1", [:])
    let first = record(
      .observation,
      "desk",
      ["interaction": .text("desk")],
      parent: visit.header.id
    )
    var open = first
    write(
      ["value": .number(ExactNumber(2)), "seconds": .number(ExactNumber(5))],
      into: &open,
      on: 2,
      seeing: first
    )
    write(
      ["value": .number(ExactNumber(9)), "seconds": .number(ExactNumber(6))],
      into: &open,
      on: 3,
      seeing: first
    )
    let moment = try #require(reader.moments(of: visit, [open]).moments.first)
    #expect(moment.isProvisional && moment.provisionalCells == 2)
    write(
      ["value": .number(ExactNumber(9)), "seconds": .number(ExactNumber(6))],
      into: &open,
      on: 4
    )
    let settled = try #require(reader.moments(of: visit, [open]).moments.first)
    #expect(!settled.isProvisional && settled.provisionalCells == 0)
    #expect(settled.answer == .number(9) && settled.seconds == 6)
  }
}
