// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import FieldModel
import Insight
import LocalStore

/// `report`: answers drawn from a program's merged moments.
package struct ReportCommand: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Say what the moments of a program come to.",
    discussion: """
      Every figure comes with its n and its interval, and is called too few to go by below a \
      stated n. Where people disagree, the value that stands for now is taken, and the report \
      says how many such there are. Rejected visits are left out. No network is needed.

      Answers on the terminal, as --json, as --svg FILE (the pictures) or as --html FILE (one \
      page that needs no other file).
      """,
    subcommands: [
      AnswersReport.self, InteractionsReport.self, ImportanceReportCommand.self,
      CompareReportCommand.self, PrioritiesReport.self, JourneysReport.self, WhatIfReport.self,
      CostsReport.self, PlanReportCommand.self, CommitmentReportCommand.self, LocationsReport.self,
      ShoppersReport.self, SurfaceReport.self, DiscoveryReport.self, ExposureReport.self,
      BudgetReport.self,
    ]
  )

  package init() {}
}

/// A command that reports on the visits of a program.
protocol ReportingCommand: StoreCommand {
  /// Which visits.
  var choice: ReportChoice { get }

  /// Where the report goes.
  var output: ReportOutput { get }

  /// Whose visits the report is of, where nobody names brands.
  static var reach: Reach { get }

  /// What visits are grouped by.
  var grouping: [Dimension] { get }

  /// The report over the visits of a store.
  func sheet(of reading: inout ReportReading) throws -> ReportSheet
}

extension ReportingCommand {
  static var reach: Reach { .everybody }

  var grouping: [Dimension] { [] }

  func run(in store: LocalStore) throws {
    if choice.identify { try store.requireCoordinator() }
    let today = store.surroundings.now().day
    let grounded = try store.read { reader in
      var reading = try ReportReading(choice, of: Self.reach, in: reader, today: today)
      let report = try sheet(of: &reading)
      try reading.requireNames(groupedBy: grouping)
      return reading.grounded(report)
    }
    try output.write(grounded)
  }
}
