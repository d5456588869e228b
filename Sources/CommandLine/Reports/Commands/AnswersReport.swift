// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Insight

/// `report answers`: the three questions.
struct AnswersReport: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "answers",
    abstract: "How well are we doing? What can we improve? What do competitors do better?",
    discussion: """
      The first two questions are of the visits to own places, the third of all. With --html FILE \
      it is one page that needs no other file, and prints on A4.
      """
  )

  static let reach = Reach.sides

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var choice: ReportChoice
  @OptionGroup var output: ReportOutput
  @Option(help: "How the quadrants are parted: mean or median of the interactions.")
  var crosshair: Crosshair.Rule = .mean
  @Flag(help: "Compare visits whatever scenario they played.") var allScenarios = false

  func sheet(of reading: inout ReportReading) throws -> ReportSheet {
    var questions = ThreeQuestions(
      reading.facts,
      rule: crosshair,
      allScenarios: allScenarios,
      minimum: reading.minimum
    )
    try reading.forEachVisit { questions.add($0) }
    return questions.sheet
  }
}

/// `report commitment`: how committed customers are, beside how satisfied.
struct CommitmentReportCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "commitment",
    abstract: "How committed customers are, beside how satisfied.",
    discussion: """
      An interaction is a part of commitment where its attribute "commitment" says which: return, \
      recommend, alternative or tolerance.
      """
  )

  static let reach = Reach.own

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var choice: ReportChoice
  @OptionGroup var output: ReportOutput

  func sheet(of reading: inout ReportReading) throws -> ReportSheet {
    var report = CommitmentReport(reading.facts, minimum: reading.minimum)
    try reading.forEachVisit { report.add($0) }
    return report.sheet
  }
}
