// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Insight

/// How groups of visits are ranked.
struct RankingOptions: ParsableArguments {
  @Option(help: "The interaction to rank by; else the program's outcome.")
  var interaction: String?
  @Option(help: "How many answers a group needs to be ranked.") var answers = 1
  @Option(help: "How many are drawn, half from each end.") var rows = 20

  func validate() throws {
    if answers < 1 || rows < 2 { throw ValidationError("--answers takes 1, --rows 2 or more.") }
  }

  /// Groups of visits from the worst to the best.
  fileprivate func sheet(
    of reading: inout ReportReading,
    by dimension: Dimension,
    called title: String
  ) throws -> ReportSheet {
    let entry = try reading.entry(interaction)
    var report = InteractionReport(reading.facts, by: [dimension], minimum: reading.minimum)
    try reading.forEachVisit { report.add($0) }
    guard let ranking = Ranking(report, by: entry.code, answers: answers) else {
      throw Failure(.badData, "The bank has no interaction \u{201c}\(entry.code)\u{201d}.")
    }
    return ranking.sheet(title, of: dimension.name, rows: rows)
  }
}

/// `report locations`: places from the worst to the best.
struct LocationsReport: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "locations",
    abstract: "Places from the worst to the best."
  )

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var choice: ReportChoice
  @OptionGroup var output: ReportOutput
  @OptionGroup var ranking: RankingOptions

  func sheet(of reading: inout ReportReading) throws -> ReportSheet {
    try ranking.sheet(of: &reading, by: .location, called: "Places, the worst first")
  }
}

/// `report shoppers`: what each shopper says.
struct ShoppersReport: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "shoppers",
    abstract: "What each shopper says, from the most severe to the mildest.",
    discussion: "Shoppers are pseudonyms, unless --identify is given by a coordinator."
  )

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var choice: ReportChoice
  @OptionGroup var output: ReportOutput
  @OptionGroup var ranking: RankingOptions

  func sheet(of reading: inout ReportReading) throws -> ReportSheet {
    try ranking.sheet(of: &reading, by: .shopper, called: "Shoppers, the most severe first")
  }
}

/// `report plan`: performance against plan.
struct PlanReportCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Performance against plan: the program's targets beside what came out.",
    discussion: """
      A target is planned for an interaction, a measure such as mean or misery_rate, and where it \
      says so for one wave or unit. Publishing another figure keeps the earlier ones, which are \
      listed with who put them and when.
      """
  )

  static let reach = Reach.own

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var choice: ReportChoice
  @OptionGroup var output: ReportOutput

  func sheet(of reading: inout ReportReading) throws -> ReportSheet {
    var report = PlanReport(
      reading.facts,
      changes: try reading.planChanges(),
      minimum: reading.minimum
    )
    try reading.forEachVisit { report.add($0) }
    return report.sheet
  }
}
