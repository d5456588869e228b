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
    let drivers = try driver.map { try reading.entry($0).code }
    var report = try reading.importance(for: outcome, of: drivers.isEmpty ? nil : drivers)
    try reading.forEachVisit { report.add($0) }
    return report.result(crosshair, by: byRegression ? .standardised : .pearson).sheet
  }
}

extension ReportReading {
  /// What matters to an outcome, before any visit.
  ///
  /// - Parameters:
  ///   - outcome: The code of an interaction; nil for the program's outcome.
  ///   - drivers: The interactions looked at; nil for all ratings in use.
  /// - Returns: The report.
  /// - Throws: A failure that says what to do where there is no such outcome, or no number in it.
  func importance(for outcome: String?, of drivers: [Label]? = nil) throws -> ImportanceReport {
    let entry = try entry(outcome)
    guard entry.kind.isNumeric,
      let report = ImportanceReport(
        facts,
        outcome: entry.code,
        drivers: drivers,
        minimum: minimum
      )
    else {
      throw Failure(
        .badData,
        "\u{201c}\(entry.code)\u{201d} is answered in words. Name an interaction with numbers, or "
          + "yes and no: --outcome CODE."
      )
    }
    return report
  }
}

extension Crosshair.Rule: ExpressibleByArgument {}
