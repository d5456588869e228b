// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Insight
import Testing

/// How well interactions go.
@Suite struct HowWellTests {
  @Test func `without observations there is a row and no figure`() {
    let all = interactions(program(rating("desk")), [])[0]
    #expect(all.visits == 0 && all.interactions.count == 1)
    let desk = all.interactions[0]
    #expect(desk.n == 0 && desk.values.mean == nil && desk.interval == nil && desk.isTooFew)
    #expect(desk.report["mean"] == .null && desk.report["sum"] == .number(0))
  }

  @Test func `one observation has a mean, and neither spread nor interval`() {
    let desk = interactions(program(rating("desk")), [visit(["desk": .number(4)])])[0]["desk"]
    #expect(desk?.n == 1 && desk?.values.mean == 4 && desk?.values.median == 4)
    #expect(desk?.values.deviation == nil && desk?.interval == nil && desk?.isTooFew == true)
  }

  @Test func `a group of one visit has its figure, which nobody is to go by`() throws {
    let visits = (0..<12).map { place in
      visit(["desk": .number(Double(place % 5 + 1))]) { $0.brand = place == 0 ? "one" : "many" }
    }
    var report = InteractionReport(program(rating("desk")), by: [.brand])
    for visit in visits { report.add(visit) }
    let one = try #require(report.results.last?["desk"])
    #expect(one.values.mean == 1 && one.interval == nil && one.isTooFew)
    let text = report.sheet(focus: ["desk"]).page.html()
    #expect(text.contains("Only “many” has enough"))
  }

  @Test func `answers that are all the same tell nothing of how far the next may lie`() throws {
    let visits = (0..<12).map { _ in visit(["desk": .number(4)]) }
    let result = try #require(interactions(program(rating("desk")), visits).first?["desk"])
    #expect(result.values.mean == 4 && result.values.deviation == 0 && result.interval == nil)
  }

  @Test func `what is no figure is counted under its own name`() {
    let answers: [Answer] = [
      .number(1), .number(5), .outOfRange("9"), .absent(.notApplicable), .absent(.refused),
      .absent(.notAsked), .absent(.leftBlank), .unreadable("12.30"), .unsaid,
    ]
    let visits = answers.map { visit(["desk": $0]) }
    let report = interactions(program(rating("desk")), visits)[0].interactions[0].report
    #expect(report["n"] == .whole(2) && report["mean"] == .number(3))
    let apart = [
      "out_of_range", "not_applicable", "refused", "not_asked", "left_blank", "unreadable",
      "unsaid",
    ]
    for name in apart { #expect(report[name] == .whole(1), "\(name)") }
  }

  @Test func `a provisional answer is in the figure, which says so until it is settled`() {
    var open = visit(["desk": .number(1)])
    open.moments[0].isProvisional = true
    open.moments[0].provisionalCells = 2
    open.context.provisionalCells = 1
    let settled = visit(["desk": .number(5)])
    var report = InteractionReport(program(rating("desk")))
    report.add(open)
    #expect(report.results[0]["desk"]?.provisional == 1 && report.basis.provisionalCells == 3)
    #expect(report.results[0]["desk"]?.values.mean == 1)
    var later = InteractionReport(program(rating("desk")))
    later.add(settled)
    #expect(later.results[0]["desk"]?.provisional == 0 && later.basis.provisionalCells == 0)
    #expect(later.results[0]["desk"]?.values.mean == 5)
  }

  @Test func `ratings on two scales are never averaged`() {
    var desk = rating("desk", 10)
    desk.scaleByWave["first"] = AnswerScale(1, 5)
    let visits =
      [2.0, 4].map { rating in visit(["desk": .number(rating)]) { $0.wave = "first" } }
      + [7.0, 8, 9].map { rating in visit(["desk": .number(rating)]) { $0.wave = "second" } }
    let all = interactions(program(desk), visits)[0]["desk"]
    #expect(all?.n == 3 && all?.values.mean == 8 && all?.otherScale == 2)
    #expect(all?.scale == AnswerScale(1, 10))
    // Impressions go by the place on the scale, and can be counted together.
    #expect(all?.impressions.n == 5 && all?.impressions.misery == 1 && all?.impressions.magic == 1)
    let waves = interactions(program(desk), by: [.wave], visits)
    #expect(waves.map { $0["desk"]?.values.mean } == [3, 8])
    #expect(waves.map { $0["desk"]?.scale?.high } == [5, 10])
    #expect(waves.allSatisfy { $0["desk"]?.otherScale == 0 })
  }

  @Test func `a stated impression counts before that of the rating`() {
    var moments = visit(["desk": .number(5)])
    moments.moments[0].verdict = Verdict(degree: -1)
    let desk = interactions(program(rating("desk")), [moments, visit(["desk": .number(5)])])[0]
    let result = desk["desk"]
    #expect(result?.impressions.misery == 1 && result?.impressions.magic == 1)
    #expect(result?.stated == 1 && result?.impressions.net == 0)
  }

  @Test func `failing where it fails the visit is misery`() {
    var bag = BankEntry("bag", kind: .yesno)
    bag.isCritical = true
    var noise = bag
    noise.code = "noise"
    noise.better = .lower
    let plain = BankEntry("smile", kind: .yesno)
    let answers: KeyValuePairs<Label, Answer> = [
      "bag": .yesNo(false), "noise": .yesNo(false), "smile": .yesNo(false),
    ]
    let all = interactions(program(bag, noise, plain), [visit(answers)])[0]
    #expect(all["bag"]?.impressions.misery == 1)
    #expect(all["noise"]?.impressions.neutral == 1)
    #expect(all["smile"]?.impressions.n == 0)
  }

  @Test func `each kind has the keys that suit it`() {
    let kinds: [(AnswerKind, Answer, Set<String>)] = [
      (.rating, .number(4), ["mean", "median", "sd", "counts", "misery", "net", "p90", "sum"]),
      (.yesno, .yesNo(true), ["yes", "share_yes"]),
      (.minutes, .number(12.5), ["mean", "median", "sd", "min", "max", "sum", "p90"]),
      (.choice, .choices(["app"]), ["counts"]),
    ]
    for (kind, answer, keys) in kinds {
      var entry = BankEntry("it", kind: kind)
      if kind == .rating { entry.scale = AnswerScale(1, 5) }
      let report = interactions(program(entry), [visit(["it": answer])])[0].interactions[0].report
      for key in keys { #expect(report[key] != nil, "\(kind) \(key)") }
      #expect((report["mean"] != nil) == (kind == .rating || kind == .minutes))
    }
  }

  @Test func `an interaction that the bank does not have is told, not dropped unseen`() {
    var report = InteractionReport(program(rating("desk")))
    report.add(visit(["desk": .number(3), "ghost": .number(5)]))
    #expect(report.basis.notInBank == ["ghost": 1] && report.basis.moments == 2)
    #expect(report.report["not_in_bank"] == [["code": .text("ghost"), "n": .whole(1)]])
  }

  @Test func `groups are crossed, in order, with those of which nothing is known last`() {
    let visits = [("b", "x"), ("a", "y"), ("a", nil), ("a", "y")].map { brand, wave in
      visit(["desk": .number(3)]) {
        $0.brand = Label(brand)
        $0.wave = wave.map { Label($0) }
      }
    }
    let groups = interactions(program(rating("desk")), by: [.brand, .wave], visits)
    #expect(groups.map(\.key.text) == ["a / y", "a / -", "b / x"])
    #expect(groups.map(\.visits) == [2, 1, 1])
  }

  @Test func `places are ranked from the worst, by what is good there`() {
    var wait = BankEntry("wait", kind: .minutes)
    wait.better = .lower
    let visits = [("near", 3.0), ("far", 30), ("far", 40), ("mid", 9)].map { place, minutes in
      visit(["wait": .number(minutes)]) { $0.location = Label(place) }
    }
    let all = ranking(program(wait), by: [.location], visits, of: "wait")
    #expect(all?.places.map(\.group.key.text) == ["far", "mid", "near"])
    let firm = ranking(program(wait), by: [.location], visits, of: "wait", answers: 2)
    #expect(firm?.places.map(\.group.key.text) == ["far"] && firm?.leftOut == 2)
    #expect(ranking(program(wait), by: [.location], visits, of: "nothing") == nil)
  }

  @Test func `only visits that satisfy every condition are taken`() {
    var selection = Selection()
    selection.keep(.brand, ["sky"])
    selection.keep(.wave, ["w1", "w2"])
    var context = VisitContext("v")
    #expect(!selection.admits(context))
    context.brand = "sky"
    context.wave = "w2"
    #expect(selection.admits(context))
    #expect(selection.report["brand"] == [.text("sky")])
  }
}
