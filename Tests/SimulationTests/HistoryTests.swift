// SPDX-License-Identifier: Apache-2.0

import Simulation
import Testing

@Suite("Nothing acknowledged is ever lost")
struct HistoryTests {
  @Test(arguments: FaultFamily.allCases)
  func `what must hold holds under each family of faults alone`(family: FaultFamily) {
    for seed in UInt64(1)...8 {
      let outcome = History.play(Plan(seed: seed, faults: [family]))
      #expect(outcome.violation == nil, "seed \(seed)")
    }
  }

  @Test func `what must hold holds under all faults at once`() async {
    let campaign = Campaign(seeds: 1..<121, faults: Set(FaultFamily.allCases), jobs: 2)
    let result = await campaign.run()
    #expect(result.violations.map(\.seed) == [])
    #expect(result.tally.histories == 120)
  }

  @Test func `laptops come to rest soon after everything works again`() async {
    let campaign = Campaign(seeds: 500..<540, faults: Set(FaultFamily.allCases), jobs: 2)
    let result = await campaign.run()
    #expect(result.tally.healingRoundsMaximum <= 4)
  }

  @Test func `a history without faults fails no round`() {
    let outcome = History.play(Plan(seed: 4, faults: []))
    #expect(outcome.violation == nil)
    #expect(outcome.tally[.failedRound] == 0)
    #expect(outcome.tally[.write] > 0)
  }

  @Test func `the faults that were asked for happen, and others do not`() async {
    let campaign = Campaign(seeds: 1..<60, faults: [.hubRestore, .prune], jobs: 2)
    let tally = await campaign.run().tally
    #expect(tally[.announcedHubRestore] > 0)
    #expect(tally[.silentHubRestore] > 0)
    #expect(tally[.clone] == 0)
    #expect(tally[.lostRequest] == 0)
  }
}

@Suite("A failing history can be told")
struct ReplayTests {
  private static let all = Set(FaultFamily.allCases)

  @Test(arguments: [UInt64(3), 11, 222])
  func `the same seed tells the same history twice`(seed: UInt64) {
    let first = History.play(Plan(seed: seed, faults: ReplayTests.all), tellsStory: true)
    let second = History.play(Plan(seed: seed, faults: ReplayTests.all), tellsStory: true)
    #expect(!first.story.isEmpty)
    #expect(first.story == second.story)
  }

  @Test func `telling a history does not change it`() {
    for seed in UInt64(20)...26 {
      let plan = Plan(seed: seed, faults: ReplayTests.all)
      let silent = History.play(plan)
      let told = History.play(plan, tellsStory: true)
      let counts = Occurrence.allCases.map { silent.tally[$0] }
      #expect(counts == Occurrence.allCases.map { told.tally[$0] })
    }
  }

  @Test func `a step that is left out leaves the others as they are`() {
    let plan = Plan(seed: 8, faults: ReplayTests.all)
    let part = plan.keeping([2, 5, 9])
    #expect(part.steps == [plan.steps[1], plan.steps[4], plan.steps[8]])
    #expect(part.laptops == plan.laptops)
  }
}

@Suite("A failing history is made short")
struct ShorteningTests {
  @Test func `the two steps that fail together are left`() {
    let rest = Shortener.shortest(Array(1...120)) { $0.contains(17) && $0.contains(93) }
    #expect(rest == [17, 93])
  }

  @Test func `steps that matter by their order stay in their order`() {
    let rest = Shortener.shortest(Array(1...40)) { steps in
      steps.filter { $0.isMultiple(of: 10) }.count >= 3
    }
    #expect(rest.count == 3)
    #expect(rest == rest.sorted())
  }

  @Test func `a list that fails without any step becomes empty`() {
    #expect(Shortener.shortest(Array(1...9)) { _ in true } == [])
  }

  @Test func `a list of which every step matters stays whole`() {
    let rest = Shortener.shortest(Array(1...7)) { $0.count == 7 }
    #expect(rest == Array(1...7))
  }
}
