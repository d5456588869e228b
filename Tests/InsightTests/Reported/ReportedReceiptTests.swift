// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Insight
import SyncProtocol
import TestSupport
import Testing

/// What happened to the applications at a town hall: an event log, whose cases come to the same
/// activity again, through an import with a mapping file alone, sync and report.
@Suite(.enabled(if: FieldData.isPresent, FieldData.absence)) struct ReportedReceiptTests {
  private static let program = """
    program: { code: receipt, name: Applications }
    locations: [{ code: hall, name: The town hall }]
    """

  private static let mapping = """
    zone: Europe/Amsterdam
    interactions:
      columns: { code: "concept:name", name: "concept:name" }
      constants: { kind: text }
      attributes: none
    visits:
      columns: { visit_id: "case:concept:name" }
      constants: { location: hall }
      attributes: ["case:channel"]
    observations:
      columns:
        visit_id: "case:concept:name"
        interaction: "concept:name"
        value: "lifecycle:transition"
        observed_at: "time:timestamp"
      repeats: numbered
      attributes: none
    """

  @Test func `every figure of the applications comes out of the reports to six decimals`() throws {
    let files = try TemporaryFolder()
    let packed = try FieldData.read("event-logs/receipt.csv.gz")
    let text = String(decoding: try Gzip.decompress(packed, limit: 1 << 24), as: UTF8.self)
    try files.write(text, to: "receipt.csv")
    try files.write(Self.mapping, to: "mapping.yaml")
    let mapping = ["--mapping", files.path("mapping.yaml")]
    let log = files.path("receipt.csv")
    let field = try ReportedField(
      program: Self.program,
      called: "receipt",
      definitions: ["--interactions", log] + mapping
    )
    let command = ["--visits", log, "--observations", log] + mapping
    try field.take(command)
    let again = try field.run("shopper", ["import", "--json"] + command)
    let written = Reported(try JSONSerialization.jsonObject(with: Data(again.utf8)))["written"]
    #expect(written.names.isEmpty, "the same log again writes nothing")

    var figures = try KnownFigures("event-logs/expected.receipt.json")
    let whole = try field.report("journeys", "--program", "receipt")
    figures.note("cases", is: whole["n_visits"].count)
    figures.note("events", is: whole["n_moments"].count)
    figures.note("activities", is: whole["journeys"][0]["interactions"].list.count)
    figures.note("variants", is: whole["journeys"][0]["variants"].count)
    figures.note("top_variant_cases", is: whole["journeys"][0]["commonest"]["n_cases"].count)
    let channels = try field.report(
      "journeys",
      "--program",
      "receipt",
      "--by",
      "case:channel"
    )
    for row in channels["journeys"].list {
      let channel = row["group"].text ?? ""
      figures.note("channels", channel, "cases", is: row["n_cases"].count)
      figures.note("channels", channel, "moments_mean", is: row["moments"]["mean"].number)
      figures.note("channels", channel, "moments_max", is: row["moments"]["max"].count)
      let duration = row["duration_seconds"]
      figures.note("channels", channel, "days_median", is: duration["median"].number.map(days))
      figures.note("channels", channel, "days_mean", is: duration["mean"].number.map(days))
    }
    // What a channel's form is, and who worked on a case, is no measure; no report tells of dates.
    let forms = figures.names(below: "channels").map { "channels|\($0)|form" }
    figures.hold(except: ["dataset", "resources", "first", "last"] + forms)
  }

  private func days(_ seconds: Double) -> Double { seconds / 86_400 }
}
