// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Insight
import Testing

/// What can be improved.
@Suite struct ImproveTests {
  private func report(
    _ facts: ProgramFacts,
    drivers: [Label]? = nil,
    _ visits: [VisitMoments]
  ) throws -> ImportanceReport {
    var report = try #require(ImportanceReport(facts, drivers: drivers))
    for visit in visits { report.add(visit) }
    return report
  }

  /// A rating that goes round the scale of five, one step in so many visits.
  private func round(_ place: Int, every visits: Int = 1) -> Answer {
    .number(Double(place / visits % 5 + 1))
  }

  @Test func `without a known outcome there is no report`() {
    #expect(ImportanceReport(program(rating("desk"))) == nil)
    #expect(ImportanceReport(program(rating("desk"), outcome: "gone")) == nil)
  }

  @Test func `without visits nothing has a place, and the report says why`() throws {
    let result = try report(program(rating("desk"), rating("all"), outcome: "all"), []).result(
      .mean
    )
    #expect(result.crosshair == nil && result.rSquared == nil && result.completeRows == 0)
    #expect(result.drivers.map(\.entry.code) == ["desk"])
    #expect(result.drivers[0].quadrant == nil && result.drivers[0].isTooFew)
    #expect(result.cautions.map(\.sentence).first?.contains("no visit has every driver") == true)
    #expect(result.report["r_squared"] == .null)
  }

  @Test func `where less is better, what goes against the outcome matters as much`() throws {
    var pain = rating("pain")
    pain.better = .lower
    let facts = program(rating("desk"), pain, rating("all"), outcome: "all")
    let visits = (0..<20).map { place in
      let good = Double(place % 5 + 1)
      return visit([
        "desk": .number(Double(place % 2 + 3)), "pain": .number(6 - good), "all": .number(good),
      ])
    }
    let result = try report(facts, visits).result(.mean)
    let driver = try #require(result.drivers.first { $0.entry.code == "pain" })
    #expect(isClose(driver.pearson, -1) && isClose(driver.importance, 1))
    #expect(driver.quadrant?.isImportant == true && (driver.potential ?? 0) > 0)
    let text = result.sheet.page.html()
    #expect(text.contains("Of “pain”, less is better, unlike of the outcome"))
  }

  @Test func `what nobody was ever asked takes no regression away from the others`() throws {
    let visits = (0..<20).map { place in
      visit(["desk": round(place), "hall": round(place / 3), "all": round(place + place / 3)])
    }
    let facts = program(
      rating("desk"),
      rating("never"),
      rating("hall"),
      rating("all"),
      outcome: "all"
    )
    let result = try report(facts, visits).result(.mean)
    let parts = result.drivers.map { ($0.entry.code, $0.standardised == nil) }
    #expect(parts.map(\.0) == ["desk", "hall", "never"] && parts.map(\.1) == [false, false, true])
    #expect(result.completeRows == 20 && result.rSquared != nil)
    let known = program(rating("desk"), rating("hall"), rating("all"), outcome: "all")
    let without = try report(known, visits).result(.mean)
    #expect(result.drivers.prefix(2).map(\.standardised) == without.drivers.map(\.standardised))
  }

  @Test func `a regression of few visits on many drivers is told to be too few`() throws {
    let facts = program(rating("desk"), rating("hall"), rating("all"), outcome: "all")
    func thin(_ count: Int) throws -> Bool {
      let visits = (0..<count).map { place in
        visit(["desk": round(place), "hall": round(place / 3), "all": round(place + place / 3)])
      }
      return try report(facts, visits).result(.mean).cautions.contains {
        $0.sentence == "The regression has \(count) visits for 2 drivers: too few to go by."
      }
    }
    #expect(try thin(12) && !thin(20))
  }

  @Test func `answers on another scale are told where they are left out`() throws {
    var desk = rating("desk")
    desk.scaleByWave = ["w2": AnswerScale(1, 10) ?? desk.scale].compactMapValues(\.self)
    let visits = (0..<20).map { place in
      visit(["desk": round(place), "all": round(place)]) { $0.wave = place < 5 ? "w2" : "w1" }
    }
    let facts = program(desk, rating("all"), outcome: "all")
    let result = try report(facts, visits).result(.mean)
    #expect(result.drivers[0].otherScale == 5)
    #expect(result.cautions.contains { $0.sentence.hasPrefix("5 answers to “desk” on another") })
  }

  @Test func `what is always the same goes with nothing, and is in no quadrant`() throws {
    let visits = (0..<20).map { place in
      visit(["same": .number(4), "desk": round(place), "all": round(place)])
    }
    let facts = program(rating("desk"), rating("same"), rating("all"), outcome: "all")
    let result = try report(facts, visits).result(.median)
    let same = result.drivers.first { $0.entry.code == "same" }
    #expect(same?.performance == 4 && same?.pearson == nil && same?.spearman == nil)
    #expect(same?.quadrant == nil && same?.potential == nil)
    #expect(result.regression == .constantDriver(1))
    #expect(result.cautions.contains { $0.sentence.contains("same is the same on every visit") })
    let alone = try report(facts, drivers: ["desk"], visits).result(.mean)
    #expect(isClose(alone.rSquared, 1) && isClose(alone.drivers[0].standardised, 1))
  }

  @Test func `an outcome that is always the same is told`() throws {
    let visits = (0..<9).map { visit(["desk": round($0), "all": .number(3)]) }
    let facts = program(rating("desk"), rating("all"), outcome: "all")
    let result = try report(facts, visits).result(.mean)
    #expect(result.regression == .constantOutcome && result.crosshair == nil)
  }

  @Test func `pairs need both sides on the same scale`() throws {
    var desk = rating("desk", 10)
    desk.scaleByWave["first"] = AnswerScale(1, 5)
    let visits = ["first", "second", "second"].enumerated().map { place, wave in
      visit(["desk": round(place), "all": round(place)]) {
        $0.wave = Label(wave)
      }
    }
    let facts = program(desk, rating("all"), outcome: "all")
    let result = try report(facts, visits).result(.mean)
    #expect(result.drivers[0].n == 2 && result.drivers[0].performanceN == 2)
  }

  @Test func `on several scales performance is the share of the way to the good end`() throws {
    var wait = rating("wait", 3)
    wait.better = .lower
    let visits = (0..<12).map { place in
      let (desk, wait) = (place % 2 == 0 ? 1.0 : 5, place % 3 == 0 ? 1.0 : 2)
      return visit(["desk": .number(desk), "wait": .number(wait), "all": round(place)])
    }
    let facts = program(rating("desk"), wait, rating("all"), outcome: "all")
    let result = try report(facts, visits).result(.mean)
    #expect(!result.isOneScale)
    #expect(isClose(result.drivers[0].performance, 0.5))
    #expect(isClose(result.drivers[1].performance, 1 - 2.0 / 3 / 2))
    #expect(result.report["performance_is"] == .text("share of scale"))
  }

  @Test func `what customers call important and what moves them are held side by side`() throws {
    var (desk, sign, hall) = (rating("desk"), rating("sign"), rating("hall"))
    (desk.importance, sign.importance, hall.importance) = (2, 9, 5)
    let visits = (0..<40).map { place in
      visit([
        "desk": round(place), "sign": round(place, every: 5), "hall": round(place, every: 3),
        "all": round(place),
      ])
    }
    let facts = program(desk, sign, hall, rating("all"), outcome: "all")
    let result = try report(facts, visits).result(.mean)
    let disputed = result.drivers.filter(\.isDisputed).map(\.entry.code)
    #expect(Set(disputed).isSuperset(of: ["desk", "sign"]))
    #expect(
      result.cautions.contains {
        $0.code == "sign" && $0.sentence.contains("important, and it goes little")
      }
    )
  }

  @Test func `potential is importance times what is missing`() throws {
    let visits = (0..<20).map { place in
      let figure = Double(place % 2 == 0 ? 1 : 3)
      return visit(["desk": .number(figure), "all": .number(figure)])
    }
    let facts = program(rating("desk"), rating("all"), outcome: "all")
    let driver = try report(facts, visits).result(.mean).drivers[0]
    // A mean of 2 of 1…5 is a quarter of the way; it goes wholly with the outcome.
    #expect(isClose(driver.potential, 0.75))
    #expect(driver.interval?.contains(1) == true)
  }
}
