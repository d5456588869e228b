// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Insight
import SyncProtocol
import TestSupport
import Testing

/// What happened to 1,434 applications at a town hall, beside what another program made of it.
@Suite(.enabled(if: FieldData.isPresent, FieldData.absence)) struct ReceiptTests {
  @Test func `every figure of the applications comes out equal to six decimals`() throws {
    let packed = try FieldData.read("event-logs/receipt.csv.gz")
    let table = try FieldTable(Gzip.decompress(packed, limit: 1 << 24))
    let (facts, visits) = try applications(table)
    var figures = try KnownFigures("event-logs/expected.receipt.json")
    figures.note("cases", is: visits.count)
    figures.note("events", is: visits.reduce(0) { $0 + $1.moments.count })
    var report = JourneyReport(facts)
    var byChannel = JourneyReport(facts, by: [.attribute("channel")])
    for visit in visits {
      report.add(visit)
      byChannel.add(visit)
    }
    let whole = try #require(report.results.first)
    figures.note("activities", is: whole.steps.count)
    figures.note("variants", is: whole.variants)
    figures.note("top_variant_cases", is: whole.commonest?.cases ?? 0)
    figures.note("first", is: whole.span.map { ReceiptTests.text($0.lowerBound) })
    figures.note("last", is: whole.span.map { ReceiptTests.text($0.upperBound) })
    for result in byChannel.results {
      let channel = result.group.text
      figures.note("channels", channel, "cases", is: result.cases)
      figures.note("channels", channel, "moments_mean", is: result.moments.mean)
      figures.note("channels", channel, "moments_max", is: Int(result.moments.maximum ?? 0))
      let days = [result.durations.median, result.durations.mean].map { $0.map { $0 / 86_400 } }
      figures.note("channels", channel, "days_median", is: days[0])
      figures.note("channels", channel, "days_mean", is: days[1])
    }
    // What a channel's form is, and who worked on a case, is no measure.
    let forms = figures.names(below: "channels").map { "channels|\($0)|form" }
    figures.hold(except: ["dataset", "resources"] + forms)
  }

  /// A case is a visit; an event is a moment of which no more is known than that it took place.
  private func applications(_ table: FieldTable) throws -> (ProgramFacts, [VisitMoments]) {
    let activities = Set(table.rows.map { $0["concept:name"] })
    let bank = InteractionBank(activities.map { BankEntry(Label($0), kind: .text) })
    var order: [String] = []
    var cases: [String: [Moment]] = [:]
    var channels: [String: Label] = [:]
    for row in table.rows {
      let name = row["case:concept:name"]
      if cases[name] == nil { order.append(name) }
      channels[name] = row.label("case:channel")
      var moment = Moment(Label(row["concept:name"]), .unsaid)
      moment.observedAt = ReceiptTests.moment(row["time:timestamp"])
      cases[name, default: []].append(moment)
    }
    let visits = order.map { name in
      var context = VisitContext(Label(name))
      context.attributes["channel"] = channels[name]
      return VisitMoments(context, cases[name] ?? [])
    }
    return (ProgramFacts(code: "receipt", bank: bank), visits)
  }

  /// Reads `2011-10-11 13:45:40.276000+02:00`.
  private static func moment(_ text: String) -> LocalTime? {
    let bytes = Array(text)
    guard let day = CalendarDate(String(bytes.prefix(10))), bytes.count >= 25 else { return nil }
    func number(_ range: Range<Int>) -> Int { Int(String(bytes[range])) ?? 0 }
    let hasFraction = bytes[19] == "."
    let fraction = hasFraction ? number(20..<23) : 0
    let zone = bytes.count - 6
    let offset =
      (number(zone + 1..<zone + 3) * 60 + number(zone + 4..<zone + 6)) * 60
      * (bytes[zone] == "-" ? -1 : 1)
    let clock = (number(11..<13) * 60 + number(14..<16)) * 60 + number(17..<19)
    let seconds = day.daysSince1970 * 86_400 + clock - offset
    return LocalTime(milliseconds: Int64(seconds * 1_000 + fraction), offsetSeconds: offset)
  }

  /// A moment as the known figures write it.
  private static func text(_ milliseconds: Int64) -> String {
    let text = LocalTime(milliseconds: milliseconds).utcText.dropLast()
    let parts = text.split(separator: "T").joined(separator: " ")
    return (parts.contains(".") ? parts + "000" : parts) + "+00:00"
  }
}
