// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Insight
import TestSupport
import Testing

/// The visits to the clinics through import, sync, hub and report.
@Suite(.enabled(if: FieldData.isPresent, FieldData.absence)) struct ReportedPatnaTests {
  static let isWhole =
    ProcessInfo.processInfo.environment["SHOPPER_TEST_WHOLE_FIELD_WORK"] == "1"

  private static let program = """
    program: { code: patna, name: Mystery visits to clinics, outcome: overall }
    waves: [{ code: "1" }, { code: "2" }]
    brands: [{ code: Engaged, subject: own }, { code: Not Engaged, subject: competitor }]
    scenarios: [{ code: SP1 }, { code: SP2 }, { code: SP3 }, { code: SP4 }]
    """

  private static let mapping = """
    locations:
      columns: { code: clinic_id, brand: brand }
      attributes: none
    visits:
      columns: { location: clinic_id, shopper: shopper_id, date: date }
      attributes: [block, provider_type, shopper_language]
    observations:
      attributes: none
    """

  /// The clinics, with the first visits of the file or all of them.
  private func field(firstVisits count: Int = .max) throws -> ReportedField {
    let files = try TemporaryFolder()
    func keep(_ name: String, _ isKept: (Int, Substring) -> Bool) throws {
      let text = String(decoding: try FieldData.read("patna-mystery-visits/\(name)"), as: UTF8.self)
      let lines = text.split(separator: "\n").enumerated()
        .filter { $0.offset == 0 || isKept($0.offset, $0.element) }.map(\.element)
      try files.write(lines.joined(separator: "\n") + "\n", to: name)
    }
    try keep("visits.csv") { place, _ in place <= count }
    let codes = try Set(FieldTable(files.read("visits.csv")).rows.map { $0["visit_id"] })
    try keep("observations.csv") { _, line in
      codes.contains(String(line.split(separator: ",", omittingEmptySubsequences: false)[1]))
    }
    try files.write(Self.mapping, to: "mapping.yaml")
    let options = ["--mapping", files.path("mapping.yaml")]
    let field = try ReportedField(
      program: Self.program,
      called: "patna",
      definitions: [
        "--interactions", FieldData.path("patna-mystery-visits/interactions.csv"),
        "--locations", files.path("visits.csv"),
      ] + options
    )
    try field.take(
      ["--visits", files.path("visits.csv"), "--observations", files.path("observations.csv")]
        + options
    )
    return field
  }

  @Test func `what went through import, sync and hub is reported as the measures have it`() throws {
    let field = try field(firstVisits: 150)
    let facts = try Patna.facts()
    let visits = try Patna.visits(facts).prefix(150)
    func hold(_ name: String, _ options: [String] = [], is value: ReportValue) throws {
      let text = try field.run(
        "coordinator",
        ["report", name, "--program", "patna", "--json", "--identify"] + options
      )
      let got = Reported(try JSONSerialization.jsonObject(with: Data(text.utf8)))
      #expect(got.differences(from: value) == [], "\(name) \(options)")
    }
    for names in [[], ["brand"], ["scenario", "wave"], ["location"], ["shopper"], ["month"]] {
      var report = InteractionReport(facts, by: names.map(Dimension.init(named:)))
      for visit in visits { report.add(visit) }
      try hold("interactions", names.isEmpty ? [] : ["--by"] + names, is: report.report)
    }
    var importance = try #require(ImportanceReport(facts))
    var comparison = CompareReport(facts)
    var journeys = JourneyReport(facts)
    var (coverage, ours) = (BankCoverage(facts), BankCoverage(facts))
    for visit in visits {
      importance.add(visit)
      comparison.add(visit)
      journeys.add(visit)
      coverage.add(visit)
      if visit.context.subject != .competitor { ours.add(visit) }
    }
    try hold("importance", is: importance.result(.mean).report)
    try hold("importance", ["--crosshair", "median"], is: importance.result(.median).report)
    try hold("compare", is: comparison.result.report)
    try hold("journeys", is: journeys.report)
    try hold("surface", is: Surface(coverage).report)
    try hold("costs", is: CostLedger(ours).report)
  }

  @Test(
    .enabled(
      if: isWhole,
      "the whole field work takes minutes: set SHOPPER_TEST_WHOLE_FIELD_WORK=1"
    )
  )
  func `every figure of the clinics comes out of the reports to six decimals`() throws {
    let field = try field()
    var figures = try KnownFigures("patna-mystery-visits/expected.json")
    try noteInteractions(field, in: &figures)
    try noteGroups(field, in: &figures)
    try notePlaces(field, in: &figures)
    try noteImportance(field, in: &figures)
    let gaps = try field.report("compare", "--program", "patna", "--all-scenarios")
    figures.note("brand_gap", "own", is: gaps["own"].text)
    figures.note("brand_gap", "competitor", is: gaps["competitors"][0].text)
    for row in gaps["interactions"].list where row["kind"].text == "rating" {
      let code = row["code"].text ?? ""
      figures.note("brand_gap", "gap_own_minus_competitor", code, is: row["gap"].number)
    }
    figures.hold(except: [
      "dataset", "formulas", "totals|attempts", "attempts", "dirty_values", "replay",
    ])
  }

  private func noteInteractions(
    _ field: ReportedField,
    in figures: inout KnownFigures
  ) throws {
    let all = try field.report("interactions", "--program", "patna")
    let places = try field.report("interactions", "--program", "patna", "--by", "location")
    let shoppers = try field.report(
      "interactions",
      "--program",
      "patna",
      "--by",
      "shopper",
      "--identify"
    )
    figures.note("totals", "visits", is: all["n_visits"].count)
    figures.note("totals", "interactions_in_bank", is: all["interactions"].list.count)
    figures.note("totals", "observations", is: all["n_moments"].count)
    figures.note("totals", "locations", is: places["groups"].list.count)
    figures.note("totals", "shoppers", is: shoppers["groups"].list.count)
    for row in all["interactions"].list {
      let code = row["code"].text ?? ""
      figures.note("interactions", code, "kind", is: row["kind"].text)
      figures.note("interactions", code, "n", is: row["n"].count)
      if row["out_of_range"].count > 0 {
        figures.note("out_of_range", code, is: row["out_of_range"].count)
      }
      switch row["kind"].text {
      case "yesno":
        figures.note("interactions", code, "yes", is: row["yes"].count)
        figures.note("interactions", code, "share_yes", is: row["share_yes"].number)
      case "rating": note(rating: row, code, in: &figures)
      default:
        for (name, key) in [
          ("mean", "mean"), ("median", "median"), ("sum", "sum"), ("p90_linear", "p90"),
          ("max", "max"),
        ] {
          figures.note("interactions", code, name, is: row[key].number)
        }
      }
    }
  }

  private func note(rating row: Reported, _ code: String, in figures: inout KnownFigures) {
    for (name, key) in [("mean", "mean"), ("sd_sample", "sd"), ("median", "median")] {
      figures.note("interactions", code, name, is: row[key].number)
    }
    let counts = row["counts"]
    for value in counts.names {
      figures.note("interactions", code, "counts", value, is: counts[value].count)
    }
    let ends = code == "overall" ? ("_1_4", "_5_8", "_9_10") : ("_1", "_2", "_3")
    figures.note("interactions", code, "misery_share" + ends.0, is: row["misery_rate"].number)
    figures.note("interactions", code, "neutral_share" + ends.1, is: row["neutral_rate"].number)
    figures.note("interactions", code, "magic_share" + ends.2, is: row["magic_rate"].number)
    guard code == "overall" else { return }
    let promoters = ["9", "10"].reduce(0) { $0 + max(0, counts[$1].count) }
    let detractors = (1...6).reduce(0) { $0 + max(0, counts["\($1)"].count) }
    let nps = Double(promoters - detractors) / Double(row["n"].count)
    figures.note("interactions", code, "nps_9_10_minus_1_6", is: nps)
  }

  private func noteGroups(_ field: ReportedField, in figures: inout KnownFigures) throws {
    let names = ["brand", "scenario", "wave", "provider_type", "block", "shopper_language"]
    for name in names {
      let report = try field.report("interactions", "--program", "patna", "--by", name)
      // Two clinics are of no block that anybody knows.
      for group in report["groups"].list where group["group"].text != "-" {
        let key = group["group"].text ?? ""
        figures.note("groups", name, key, "visits", is: group["n_visits"].count)
        for row in group["interactions"].list {
          let code = row["code"].text ?? ""
          switch row["kind"].text {
          case "rating":
            figures.note("groups", name, key, "mean", code, is: row["mean"].number)
            figures.note("groups", name, key, "n", code, is: row["n"].count)
          case "yesno":
            figures.note("groups", name, key, "share_yes", code, is: row["share_yes"].number)
          default: break
          }
        }
      }
    }
  }

  private func notePlaces(_ field: ReportedField, in figures: inout KnownFigures) throws {
    let places = try field.report("locations", "--program", "patna", "--answers", "3")
    let section = "locations_with_3_or_more_visits"
    figures.note(section, "n", is: places["n_groups"].count)
    for (rank, place) in places["ranking"].list.prefix(10).enumerated() {
      figures.note(section, "lowest_10", "\(rank)", "clinic_id", is: place["group"].text)
      figures.note(section, "lowest_10", "\(rank)", "n", is: place["n"].count)
      figures.note(section, "lowest_10", "\(rank)", "mean", is: place["mean"].number)
    }
    let shoppers = try field.report("shoppers", "--program", "patna", "--identify")
    for row in shoppers["ranking"].list {
      figures.note("shoppers", row["group"].text ?? "", "n", is: row["n"].count)
      figures.note("shoppers", row["group"].text ?? "", "mean_overall", is: row["mean"].number)
    }
    let months = try field.report("interactions", "--program", "patna", "--by", "month")
    for group in months["groups"].list {
      let key = group["group"].text ?? ""
      let overall = group["interactions"].list.first { $0["code"].text == "overall" }
      figures.note("visits_per_month", key, is: group["n_visits"].count)
      figures.note("mean_overall_per_month", key, is: overall?["mean"].number)
    }
  }

  private func noteImportance(_ field: ReportedField, in figures: inout KnownFigures) throws {
    for rule in ["mean", "median"] {
      let report = try field.report("importance", "--program", "patna", "--crosshair", rule)
      let section = "importance_performance"
      let lines = report["crosshair"]
      figures.note(section, rule, "cross_performance", is: lines["performance"].number)
      figures.note(section, rule, "cross_importance", is: lines["importance"].number)
      for row in report["interactions"].list {
        let code = row["code"].text ?? ""
        figures.note(section, rule, "quadrant", code, is: row["quadrant"].text)
        guard rule == "mean" else { continue }
        let known = "importance_vs_overall"
        figures.note(known, "per_interaction", code, "n_pairs", is: row["n"].count)
        figures.note(known, "per_interaction", code, "pearson_r", is: row["importance"].number)
        figures.note(known, "per_interaction", code, "spearman_rho", is: row["spearman"].number)
        figures.note(known, "ols", "standardised", code, is: row["standardised"].number)
      }
      guard rule == "mean" else { continue }
      let known = "importance_vs_overall"
      figures.note(known, "overall", is: report["outcome"].text)
      figures.note(known, "ols", "n_listwise", is: report["n_listwise"].count)
      figures.note(known, "ols", "r_squared", is: report["r_squared"].number)
    }
  }
}
