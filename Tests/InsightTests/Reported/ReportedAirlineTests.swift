// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Insight
import TestSupport
import Testing

/// What ten thousand passengers say, through an import with a mapping file alone, sync and report.
@Suite(.enabled(if: FieldData.isPresent, FieldData.absence)) struct ReportedAirlineTests {
  private static let program = """
    program: { code: airline, name: Flights, outcome: overall }
    locations: [{ code: air, name: In the air }]
    interactions:
      - { code: overall, name: Satisfied, kind: yesno, order: 15, better: higher }
      - { code: departure_delay, name: Departure delay, kind: minutes, order: 16, better: lower }
      - { code: arrival_delay, name: Arrival delay, kind: minutes, order: 17, better: lower }
    """

  /// One row a passenger; 0 says that a moment did not apply, and of a delay that there was none.
  private static func mapping() throws -> String {
    let ratings = try FieldTable("airline-satisfaction/interactions.csv").rows
      .map { "    \($0["code"]): \($0["source_column"])" }
    return """
      missing: { "0": not_applicable }
      visits:
        columns: { visit_id: ID }
        constants: { location: air }
        attributes: [Gender, Age, Customer Type, Type of Travel, Class]
      observations:
        columns: { visit_id: ID }
        wide:
      \(ratings.joined(separator: "\n"))
          overall:
            column: Satisfaction
            values: { Satisfied: "yes", Neutral or Dissatisfied: "no" }
          departure_delay: { column: Departure Delay, missing: {} }
          arrival_delay: { column: Arrival Delay, missing: { "": left_blank } }
      """
  }

  private static let passengers = 10_000

  /// The first rows of the file, reported.
  private func field(rows count: Int) throws -> ReportedField {
    let files = try TemporaryFolder()
    let text = String(
      decoding: try FieldData.read("airline-satisfaction/dev-first-10000.csv"),
      as: UTF8.self
    )
    let lines = text.split(separator: "\n").prefix(count + 1)
    try files.write(lines.joined(separator: "\n") + "\n", to: "flights.csv")
    try files.write(Self.mapping(), to: "mapping.yaml")
    let field = try ReportedField(
      program: Self.program,
      called: "airline",
      definitions: ["--interactions", FieldData.path("airline-satisfaction/interactions.csv")]
    )
    let flights = files.path("flights.csv")
    try field.take(
      ["--visits", flights, "--observations", flights, "--mapping", files.path("mapping.yaml")]
    )
    return field
  }

  @Test func `a wide file comes in by its mapping alone, and is reported as the measures have it`()
    throws
  {
    let field = try field(rows: 300)
    let facts = try Airline.facts()
    let visits = try Airline.visits().prefix(300)
    var interactions = InteractionReport(facts, by: [.attribute("Class")])
    var importance = try #require(ImportanceReport(facts))
    for visit in visits {
      interactions.add(visit)
      importance.add(visit)
    }
    let byClass = try field.report("interactions", "--program", "airline", "--by", "Class")
    let got = byClass["groups"].list
    for (group, result) in zip(got, interactions.results) {
      #expect(group["group"].text == result.key.text)
      #expect(group["n_visits"].count == result.visits)
      for (row, one) in zip(group["interactions"].list, result.interactions) {
        #expect(row["code"].text == one.entry.code.text)
        #expect(row["n"].count == one.n, "\(one.entry.code)")
        #expect(row["not_applicable"].count == one.absent(.notApplicable), "\(one.entry.code)")
        #expect(row["left_blank"].count == one.absent(.leftBlank), "\(one.entry.code)")
      }
    }
    let report = try field.report("importance", "--program", "airline")
    let known = importance.result(.mean).report
    for name in ["r_squared", "n_listwise", "crosshair", "outcome"] {
      #expect(report[name].differences(from: known[name] ?? .null) == [], "\(name)")
    }
  }

  @Test(
    .enabled(
      if: ReportedPatnaTests.isWhole,
      "the whole field work takes minutes: set SHOPPER_TEST_WHOLE_FIELD_WORK=1"
    )
  )
  func `every figure of the flights comes out of the reports to six decimals`() throws {
    let field = try field(rows: Self.passengers)
    var figures = try KnownFigures("airline-satisfaction/expected.dev-first-10000.json")
    let all = try field.report("interactions", "--program", "airline")
    figures.note("rows", is: all["n_visits"].count)
    try noteInteractions(all, in: &figures)
    try noteImportance(field, in: &figures)
    try noteSegments(field, in: &figures)
    try noteJourneys(field, in: &figures)
    figures.hold(except: [
      "dataset", "rule", "first_ID", "last_ID", "observations_per_visit",
    ])
  }

  private func noteInteractions(_ all: Reported, in figures: inout KnownFigures) throws {
    let rows = all["interactions"].list
    let ratings = rows.filter { $0["kind"].text == "rating" }
    figures.note("observations_1_to_5", is: ratings.reduce(0) { $0 + $1["n"].count })
    for row in ratings {
      let code = row["code"].text ?? ""
      figures.note("not_applicable_zeros", code, is: row["not_applicable"].count)
      figures.note("interactions", code, "n", is: row["n"].count)
      for (name, key) in [
        ("mean", "mean"), ("sd_sample", "sd"), ("median", "median"),
        ("misery_share_1_2", "misery_rate"), ("neutral_share_3_4", "neutral_rate"),
        ("magic_share_5", "magic_rate"),
      ] {
        figures.note("interactions", code, name, is: row[key].number)
      }
      let counts = row["counts"]
      for value in counts.names {
        figures.note("interactions", code, "counts", value, is: counts[value].count)
      }
      let n = Double(row["n"].count)
      let top = Double(max(0, counts["4"].count) + max(0, counts["5"].count))
      figures.note("interactions", code, "misery_share_1", is: Double(counts["1"].count) / n)
      figures.note("interactions", code, "top2_share_4_5", is: top / n)
    }
    let overall = rows.first { $0["code"].text == "overall" }
    figures.note("overall_share_satisfied", is: overall?["share_yes"].number)
    for (name, code) in [
      ("Departure Delay", "departure_delay"), ("Arrival Delay", "arrival_delay"),
    ] {
      let row = try #require(rows.first { $0["code"].text == code })
      figures.note("delay_minutes", name, "n", is: row["n"].count)
      figures.note("delay_minutes", name, "missing", is: row["left_blank"].count)
      for (known, key) in [
        ("mean", "mean"), ("median", "median"), ("p90_linear", "p90"), ("max", "max"),
        ("sum", "sum"),
      ] {
        figures.note("delay_minutes", name, known, is: row[key].number)
      }
    }
  }

  private func noteImportance(_ field: ReportedField, in figures: inout KnownFigures) throws {
    let weights = [
      ("importance_performance_pearson", [String]()),
      ("importance_performance_beta", ["--by-regression"]),
    ]
    for (section, options) in weights {
      for rule in ["mean", "median"] {
        let text = try field.run(
          "coordinator",
          ["report", "importance", "--program", "airline", "--crosshair", rule, "--json"] + options
        )
        let report = Reported(try JSONSerialization.jsonObject(with: Data(text.utf8)))
        let lines = report["crosshair"]
        figures.note(section, rule, "cross_performance", is: lines["performance"].number)
        figures.note(section, rule, "cross_importance", is: lines["importance"].number)
        for row in report["interactions"].list {
          figures.note(section, rule, "quadrant", row["code"].text ?? "", is: row["quadrant"].text)
        }
        guard options.isEmpty, rule == "mean" else { continue }
        let known = "importance_vs_overall"
        figures.note(known, "ols", "n_listwise", is: report["n_listwise"].count)
        figures.note(known, "ols", "r_squared", is: report["r_squared"].number)
        for row in report["interactions"].list {
          let code = row["code"].text ?? ""
          figures.note(known, "per_interaction", code, "n_pairs", is: row["n"].count)
          figures.note(known, "per_interaction", code, "pearson_r", is: row["pearson"].number)
          figures.note(known, "per_interaction", code, "spearman_rho", is: row["spearman"].number)
          figures.note(known, "ols", "standardised", code, is: row["standardised"].number)
        }
      }
    }
  }

  private func noteSegments(_ field: ReportedField, in figures: inout KnownFigures) throws {
    for name in ["Class", "Customer Type", "Type of Travel", "Gender", "age_band"] {
      let report = try field.report(
        "interactions",
        "--program",
        "airline",
        "--by",
        name,
        "--band",
        "age_band=Age:0,18,35,55"
      )
      for group in report["groups"].list {
        let key = group["group"].text ?? ""
        figures.note("segments", name, key, "n", is: group["n_visits"].count)
        for row in group["interactions"].list {
          let code = row["code"].text ?? ""
          if code == "overall" {
            figures.note("segments", name, key, "share_satisfied", is: row["share_yes"].number)
          } else if row["kind"].text == "rating" {
            figures.note("segments", name, key, "mean", code, is: row["mean"].number)
          }
        }
      }
    }
    let crossed = try field.report(
      "interactions",
      "--program",
      "airline",
      "--by",
      "Class",
      "Type of Travel"
    )
    for group in crossed["groups"].list {
      let names = ["cross_segments", "Class x Type of Travel", group["group"].text ?? ""]
      let overall = group["interactions"].list.first { $0["code"].text == "overall" }
      figures.note(names[0], names[1], names[2], "n", is: group["n_visits"].count)
      let share = overall?["share_yes"].number
      figures.note(names[0], names[1], names[2], "share_satisfied", is: share)
    }
  }

  private func noteJourneys(_ field: ReportedField, in figures: inout KnownFigures) throws {
    let report = try field.report("journeys", "--program", "airline")
    let whole = try #require(report["journeys"].list.first { $0["journey"].text == nil })
    figures.note("visits_with_any_misery_moment_le_2", is: whole["cases_with_misery"].count)
    figures.note("mean_misery_moments_per_visit", is: whole["misery"]["mean"].number)
    for row in whole["outcome_by_misery"].list {
      let misery = "\(row["misery"].count)"
      figures.note("satisfied_share_by_misery_moments", misery, "n", is: row["n"].count)
      figures.note("satisfied_share_by_misery_moments", misery, "share", is: row["mean"].number)
    }
  }
}
