// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Insight
import Testing

@Suite struct MomentTests {
  @Test func `codes that look alike but are coded differently are two`() {
    let composed: Label = "caf\u{E9}"
    let decomposed: Label = "cafe\u{301}"
    #expect(composed != decomposed)
    #expect(Set([composed, decomposed]).count == 2)
  }

  @Test func `an unknown part of a group comes last`() {
    let keys = [GroupKey([nil]), GroupKey(["b"]), GroupKey(["a"])].sorted()
    #expect(keys.map(\.text) == ["a", "b", "-"])
  }

  @Test(arguments: [
    (10.0, 4.0, "misery"), (10, 5, "neutral"), (10, 8, "neutral"), (10, 9, "magic"),
    (5, 2, "misery"), (5, 3, "neutral"), (5, 4, "neutral"), (5, 5, "magic"),
    (3, 1, "misery"), (3, 2, "neutral"), (3, 3, "magic"), (2, 1, "misery"), (2, 2, "magic"),
  ])
  func `a rating stands for the impression of its place on the scale`(
    steps: Double,
    rating: Double,
    impression: String
  ) throws {
    let scale = try #require(AnswerScale(1, steps))
    #expect(scale.verdict(on: rating, better: .higher)?.description == impression)
    let mirrored = scale.verdict(on: steps + 1 - rating, better: .lower)
    #expect(mirrored?.description == impression)
  }

  @Test func `moments stand in the order of time where every one has a time`() {
    func moment(_ code: Label, at milliseconds: Int64?) -> Moment {
      var moment = Moment(code, .yesNo(true))
      moment.observedAt = milliseconds.map { LocalTime(milliseconds: $0) }
      return moment
    }
    let timed = [moment("b", at: 2), moment("a", at: 1), moment("c", at: 2)]
    #expect(VisitMoments(VisitContext("v"), timed).moments.map(\.interaction) == ["a", "b", "c"])
    let untimed = timed + [moment("d", at: nil)]
    #expect(
      VisitMoments(VisitContext("v"), untimed).moments.map(\.interaction) == ["b", "a", "c", "d"]
    )
  }

  @Test func `a number of any size can be shown`() {
    #expect(Answer.number(9e30).display == "9e+30")
    #expect(Answer.number(7).display == "7")
    #expect(Answer.number(28.75).display == "28.75")
  }
}
