// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Insight
import Testing

/// Performance against plan.
@Suite struct PlanTests {
  private func lines(_ plan: [PlannedFigure], _ visits: [VisitMoments]) -> [PlanLine] {
    var wait = BankEntry("wait", kind: .minutes)
    wait.better = .lower
    var facts = program(rating("desk"), wait)
    facts.plan = plan
    var report = PlanReport(facts)
    for visit in visits { report.add(visit) }
    return report.lines
  }

  private func visits(_ unit: Label?, _ wave: Label?, _ figures: [Double]) -> [VisitMoments] {
    figures.map { figure in
      visit(["desk": .number(figure), "wait": .number(figure * 2)]) {
        $0.unit = unit
        $0.wave = wave
      }
    }
  }

  private func planned(
    _ measure: String,
    _ value: Double,
    of interaction: Label = "desk",
    wave: Label? = nil,
    unit: Label? = nil
  ) -> PlannedFigure {
    PlannedFigure(
      id: "t",
      interaction: interaction,
      measure: measure,
      value: value,
      wave: wave,
      unit: unit
    )
  }

  private let steady = (0..<20).map { Double($0 % 2 + 3) }

  @Test func `a plan is met, missed, or too close to tell`() {
    let standings = [3.0, 3.5, 4].map { value in
      lines([planned("mean", value)], visits(nil, nil, steady))[0].standing
    }
    #expect(standings == [.met, .undecided, .missed])
    // Of waiting, less is better.
    let waits = [6.0, 8].map { value in
      lines([planned("mean", value, of: "wait")], visits(nil, nil, steady))[0].standing
    }
    #expect(waits == [.missed, .met])
  }

  @Test func `variance is what came out less the plan`() {
    let line = lines([planned("mean", 4.5)], visits(nil, nil, steady))[0]
    #expect(line.actual == 3.5 && line.variance == -1 && line.visits == 20 && !line.isPart)
  }

  @Test func `a plan for all is shown for each unit and wave too`() {
    let all = visits("north", "w1", steady) + visits("south", "w1", [1, 1])
    let shown = lines([planned("mean", 3)], all)
    #expect(shown.map(\.unit) == [nil, "north", "south"])
    #expect(shown.map(\.isPart) == [false, true, true])
    #expect(shown.map(\.standing) == [.undecided, .met, .tooFew])
    let one = lines([planned("mean", 3, wave: "w1", unit: "south")], all)
    #expect(one.count == 1 && one[0].actual == 1)
  }

  @Test func `visits planned are counted, however few`() {
    let line = lines([planned("n_visits", 5, wave: "w2")], visits(nil, "w2", [3, 3]))[0]
    #expect(line.actual == 2 && line.variance == -3 && line.standing == .missed)
    #expect(lines([planned("n_visits", 5)], [])[0].actual == 0)
  }

  @Test func `nothing observed, an unknown measure and an unknown interaction are told apart`() {
    #expect(lines([planned("mean", 3)], [])[0].standing == .tooFew)
    #expect(lines([planned("charm", 3)], visits(nil, nil, steady))[0].standing == .unknown)
    let ghost = lines([planned("mean", 3, of: "ghost")], visits(nil, nil, steady))[0]
    #expect(ghost.standing == .unknown && ghost.actual == nil)
  }
}
