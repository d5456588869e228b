// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Insight
import Testing

/// A visit second by second.
@Suite struct SlowMotionTests {
  private var facts: ProgramFacts {
    var wait = BankEntry("wait", kind: .minutes)
    wait.isWaiting = true
    return program(wait, rating("desk"), rating("gate"))
  }

  private func at(_ seconds: Int) -> LocalTime {
    LocalTime(milliseconds: Int64(1_800_000_000_000 + seconds * 1_000), offsetSeconds: 3_600)
  }

  @Test func `waits, contacts and what nobody recorded follow one another`() {
    var visit = visit(["wait": .number(2), "desk": .number(1), "gate": .number(5)]) {
      $0.startedAt = at(0)
      $0.finishedAt = at(600)
    }
    visit.moments[0].startedAt = at(30)
    visit.moments[1].startedAt = at(150)
    visit.moments[1].seconds = 90
    visit.moments[1].askedFor = ["name"]
    visit.moments[1].movedTo = "the gate"
    visit.moments[2].startedAt = at(300)
    visit.moments[2].seconds = 60
    visit.moments[2].askedFor = ["name", "pass"]
    let motion = SlowMotion(visit, bank: facts.bank)
    #expect(motion.steps.map(\.kind) == [.gap, .wait, .handOver, .gap, .contact, .gap])
    #expect(motion.steps.map(\.start) == [0, 30, 150, 240, 300, 360])
    #expect(motion.steps.map(\.seconds) == [30, 120, 90, 60, 60, 240])
    #expect(motion.seconds == 600 && motion.seconds(of: .gap) == 330)
    #expect(
      motion.steps.map { $0.verdict?.description } == [nil, nil, "misery", nil, "magic", nil]
    )
    #expect(motion.steps[4].askedAgain == ["name"])
    #expect(motion.report["hand_overs"] == .whole(1))
  }

  @Test func `without times steps follow one another, and say that nobody noted when`() {
    let plain = visit(["wait": .number(2), "desk": .number(4), "gate": .absent(.notApplicable)])
    let motion = SlowMotion(plain, bank: facts.bank)
    #expect(motion.steps.map(\.kind) == [.wait, .contact] && motion.origin == nil)
    #expect(motion.steps.map(\.start) == [0, 120] && motion.seconds == 120)
    #expect(motion.steps.allSatisfy { !$0.isTimed })
    #expect(motion.steps[1].seconds == nil)
  }

  @Test func `a visit without moments is an empty film`() {
    let motion = SlowMotion(visit([:]), bank: facts.bank)
    #expect(motion.steps.isEmpty && motion.seconds == 0)
  }

  @Test func `moments that run beside one another leave no gap`() {
    var visit = visit(["wait": .number(10), "desk": .number(4)]) { $0.startedAt = at(0) }
    visit.moments[0].startedAt = at(0)
    visit.moments[1].startedAt = at(60)
    visit.moments[1].seconds = 30
    let motion = SlowMotion(visit, bank: facts.bank)
    #expect(motion.steps.map(\.kind) == [.wait, .contact] && motion.seconds == 600)
  }
}
