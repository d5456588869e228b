// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import Insight

/// `report importance`: what goes with the outcome, and how well it goes.
struct ImportanceReportCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "importance",
    abstract: "What can be improved: how far each interaction goes with the outcome.",
    discussion: """
      Importance is the correlation (Pearson) with the outcome, or with --by-regression the part \
      in the regression on all drivers, both sides standardised. The quadrants are parted by the \
      mean of the interactions, or by their median; where the two disagree, the report says so.
      """
  )

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var choice: ReportChoice
  @OptionGroup var output: ReportOutput
  @Option(help: "How the quadrants are parted: mean or median of the interactions.")
  var crosshair: Crosshair.Rule = .mean
  @Option(help: "What importance is measured against; else the program's outcome.")
  var outcome: String?
  @Option(parsing: .upToNextOption, help: "The interactions looked at; else all ratings in use.")
  var driver: [String] = []
  @Flag(help: "Importance is the part in the regression on all drivers.") var byRegression = false

  func sheet(of reading: inout ReportReading) throws -> ReportSheet {
    let entry = try reading.entry(outcome)
    guard entry.kind.isNumeric else {
      throw Failure(
        .badData,
        "\u{201c}\(entry.code)\u{201d} is answered in words. Name an interaction with numbers, or "
          + "yes and no: --outcome CODE."
      )
    }
    let drivers = try driver.map { try reading.entry($0).code }
    guard
      var report = ImportanceReport(
        reading.facts,
        outcome: entry.code,
        drivers: drivers.isEmpty ? nil : drivers,
        minimum: reading.minimum
      )
    else { throw Failure(.badData, "There is no outcome. Publish the program with one.") }
    try reading.forEachVisit { report.add($0) }
    return report.result(crosshair, by: byRegression ? .standardised : .pearson).sheet
  }
}

extension Crosshair.Rule: ExpressibleByArgument {}
