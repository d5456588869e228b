// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import Insight
import LocalStore

/// `report priorities`: what matters, beside the lead over the best competitor.
struct PrioritiesReport: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "priorities",
    abstract: "Where to win and keep customers: what matters, and who does it better.",
    discussion: """
      Importance is of the visits to own places, the lead that over the competitor who does an \
      interaction best. For one customer group: --segment CODE.
      """
  )

  static let reach = Reach.sides

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var choice: ReportChoice
  @OptionGroup var output: ReportOutput
  @Option(help: "How importance is parted: mean or median of the interactions.")
  var crosshair: Crosshair.Rule = .mean
  @Option(help: "What importance is measured against; else the program's outcome.")
  var outcome: String?
  @Flag(help: "Compare visits whatever scenario they played.") var allScenarios = false

  func sheet(of reading: inout ReportReading) throws -> ReportSheet {
    var importance = try reading.importance(for: outcome)
    var compared = CompareReport(
      reading.facts,
      allScenarios: allScenarios,
      minimum: reading.minimum
    )
    try reading.forEachVisit { visit in
      compared.add(visit)
      if visit.context.subject != .competitor { importance.add(visit) }
    }
    return PriorityBoard(importance.result(crosshair), compared.result).sheet
  }
}
