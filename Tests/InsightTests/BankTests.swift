// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Insight
import Testing

/// What of the bank is looked at, and what the moments of a year come to.
@Suite struct BankTests {
  private func entry(
    _ code: Label,
    _ form: InteractionForm?,
    _ stage: Label,
    process: Label = "flight",
    frequency: Double? = nil
  ) -> BankEntry {
    var entry = rating(code, process: process)
    entry.order = ["call", "desk", "bill", "claim"].firstIndex(of: code.text) ?? .max
    entry.form = form
    entry.stage = stage
    entry.frequencyPerYear = frequency
    return entry
  }

  private var facts: ProgramFacts {
    var gone = entry("gone", .written, "buy", frequency: 1_000)
    gone.status = .retired
    return program(
      entry("call", .telephone, "buy", frequency: 300),
      entry("desk", .inPerson, "arrive", frequency: 100),
      entry("bill", .written, "pay", process: "paying", frequency: 50),
      entry("claim", .written, "pay", process: "paying"),
      gone
    )
  }

  private func coverage(_ visits: [VisitMoments]) -> BankCoverage {
    var coverage = BankCoverage(facts)
    for visit in visits { coverage.add(visit) }
    return coverage
  }

  private func day(_ text: String) throws -> CalendarDate {
    try #require(CalendarDate(text))
  }

  @Test func `ten million customers, five contacts, fifteen seconds are fifty million moments`() {
    let budget = Budget(customers: 10_000_000, contacts: 5, seconds: 15)
    #expect(budget.moments == 50_000_000)
    #expect(budget.hours.rounded() == 208_333)
    #expect(budget.coverage == 0 && budget.halfWidth == nil)
    // The usual 385 for five points, and all of a company that has no more.
    #expect(budget.observations(for: 0.05) == 385)
    let small = Budget(customers: 10, contacts: 1, seconds: 60)
    #expect(small.observations(for: 0.01) == 10)
  }

  @Test func `observing every moment leaves nothing uncertain`() {
    let visits = (0..<4).map { _ in visit(["desk": .number(1)]) }
    let budget = Budget(customers: 4, contacts: 1, seconds: 1, coverage: coverage(visits))
    #expect(budget.observed == 4 && budget.coverage == 1 && budget.halfWidth == 0)
    #expect(budget.impressions.miseryRate == 1)
    #expect(budget.visits == 4 && budget.halfWidthOfVisits == 0)
    let more = Budget(customers: 1e9, contacts: 1, seconds: 1, coverage: coverage(visits))
    #expect(isClose(more.halfWidth, 0.98 / 2, within: 1e-3))
  }

  @Test func `nobody's customers have no moments`() {
    let none = Budget(customers: 0, contacts: 5, seconds: 15)
    #expect(none.moments == 0 && none.coverage == nil && none.observations(for: 0.05) == 0)
  }

  @Test func `empty cells of the surface are there to be seen`() {
    let surface = Surface(
      coverage([visit(["desk": .number(1)]), visit(["desk": .number(5), "call": .unsaid])])
    )
    #expect(surface.stages == ["buy", "arrive", "pay"])
    #expect(surface.rows.count == 5 && surface.cells.count == 15)
    let desk = surface.cells.first { $0.row.form == .inPerson && $0.stage == "arrive" }
    #expect(desk?.interactions == 1 && desk?.observations == 2 && desk?.impressions.misery == 1)
    let pay = surface.cells.first { $0.row.form == .written && $0.stage == "pay" }
    #expect(pay?.interactions == 2 && pay?.neverObserved == 2 && pay?.observations == 0)
    // The retired letter is no work left to do.
    let letter = surface.cells.first { $0.row.form == .written && $0.stage == "buy" }
    #expect(letter?.interactions == 0)
  }

  @Test func `each form is parted into its finer forms, those that the bank adds among them`() {
    var bill = entry("bill", .written, "pay")
    bill.subform = "invoice"
    var poster = entry("poster", .written, "buy")
    poster.subform = "poster"
    let facts = program(bill, poster, entry("desk", .inPerson, "arrive"))
    let surface = Surface(BankCoverage(facts), bySubform: true)
    let written = surface.rows.filter { $0.form == .written }.map(\.subform)
    #expect(written == ["email", "letter", "invoice", "contract", "poster"])
    let invoices = surface.cells.filter { $0.row.subform == "invoice" }
    #expect(invoices.first { $0.stage == "pay" }?.interactions == 1)
    #expect(surface.rows.contains { $0.form == .inPerson && $0.subform == nil })
    #expect(surface.cells.reduce(0) { $0 + $1.interactions } == 3)
  }

  @Test func `contacts a year are told with the share that nobody ever observed`() throws {
    let exposure = Exposure(
      coverage([visit(["desk": .number(4)]) { $0.day = CalendarDate("2026-01-01") }]),
      today: try day("2026-05-01"),
      days: 90,
      enough: 2
    )
    #expect(exposure.processes.map(\.process) == ["flight", "paying"])
    let flight = exposure.processes.first { $0.process == "flight" }
    #expect(flight?.contactsPerYear == 400 && flight?.contactsNeverObserved == 300)
    #expect(flight?.neverObserved == 1 && flight?.rarelyObserved == 2)
    #expect(exposure.processes.first { $0.process == "paying" }?.withoutFrequency == 1)
    #expect(exposure.report["share_never_observed"] == .number(0.75))
    // Most frequent first; the desk was last seen 120 days ago.
    #expect(exposure.forgotten.map(\.seen.entry.code) == ["call", "desk", "bill", "claim"])
    #expect(exposure.rows.first { $0.seen.entry.code == "desk" }?.daysSince == 120)
    let later = Exposure(
      coverage([visit(["desk": .number(4)]) { $0.day = CalendarDate("2026-04-01") }]),
      today: try day("2026-05-01")
    )
    #expect(!later.forgotten.contains { $0.seen.entry.code == "desk" })
  }

  @Test func `what shoppers note and the bank does not have is found, however it is written`() {
    var desk = rating("desk")
    desk.name = "The check-in desk"
    var discovery = Discovery(program(desk, rating("call")))
    for notes in [["Car park", "car-park!", "desk"], ["CAR PARK", "Check-in desk", ""]] {
      discovery.add(
        visit(["call": .number(3), "gate": .number(2)]) { $0.ticks = notes.map { Label($0) } }
      )
    }
    let found = discovery.found
    #expect(found.map(\.label) == ["Car park", "gate", "Check-in desk"])
    #expect(found.map(\.times) == [3, 2, 1] && found.map(\.visits) == [2, 2, 1])
    #expect(found[2].nearest.map(\.entry.code) == ["desk"])
    #expect(found[0].nearest.isEmpty && discovery.unnamed == 1)
  }

  @Test func `an empty bank has an empty surface`() throws {
    let coverage = BankCoverage(program())
    #expect(Surface(coverage).cells.isEmpty)
    let exposure = Exposure(coverage, today: try day("2026-05-01"))
    #expect(exposure.report["share_never_observed"] == .null)
  }
}
