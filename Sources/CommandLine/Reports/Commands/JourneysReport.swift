// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Insight

/// `report journeys`: what customers go through.
struct JourneysReport: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "journeys",
    abstract: "What customers go through: moments, risk of misery, waiting, hand-overs.",
    discussion: """
      A case is what one visit saw of one journey; the outcome is a judgement of the visit, no \
      moment of it. Ranks of durations need the durations: memory grows with the different ones.
      """
  )

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var choice: ReportChoice
  @OptionGroup var output: ReportOutput
  @Option(
    name: .customLong("by"),
    parsing: .upToNextOption,
    help: ArgumentHelp("Group visits by these, each by each.", valueName: "dimension")
  )
  var dimensions: [String] = []

  var grouping: [Dimension] { dimensions.map(Dimension.init(named:)) }

  func sheet(of reading: inout ReportReading) throws -> ReportSheet {
    var report = JourneyReport(reading.facts, by: grouping, minimum: reading.minimum)
    try reading.forEachVisit { report.add($0) }
    return report.sheet
  }
}

/// `report what-if`: a journey without some of its moments, or with some merged.
struct WhatIfReport: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "what-if",
    abstract: "What a journey would be without some of its moments, or with some merged."
  )

  static let reach = Reach.own

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var choice: ReportChoice
  @OptionGroup var output: ReportOutput
  @Option(help: "The journey; else the whole visit.") var journey: String?
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("The interactions that are taken out.", valueName: "code")
  )
  var remove: [String] = []
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Interactions that become one, under the first's name.", valueName: "a,b")
  )
  var merge: [String] = []

  func validate() throws {
    if remove.isEmpty, merge.isEmpty {
      throw ValidationError("Say what would change: --remove CODE, or --merge A,B.")
    }
    for (group, codes) in zip(merge, groups) where Set(codes).count < 2 {
      throw ValidationError("\u{201c}\(group)\u{201d} names one interaction. Write --merge A,B.")
    }
    var named = removed
    for code in groups.flatMap(\.self) where !named.insert(code).inserted {
      throw ValidationError(
        "\u{201c}\(code.text)\u{201d} is named more than once. Remove an interaction, or name it "
          + "in one --merge A,B."
      )
    }
  }

  private var removed: Set<Label> { Set(remove.map(Label.init(_:))) }

  /// The groups of which each is to become one.
  private var groups: [[Label]] {
    merge.map { $0.split(separator: ",").map { Label(String($0)) } }
  }

  func sheet(of reading: inout ReportReading) throws -> ReportSheet {
    for code in removed.sorted() + groups.flatMap(\.self) where reading.facts.bank[code] == nil {
      throw Failure(
        .badData,
        "The program has no interaction \u{201c}\(code.text)\u{201d}. See: interactions list."
      )
    }
    var report = JourneyReport(reading.facts, minimum: reading.minimum)
    try reading.forEachVisit { report.add($0) }
    let wanted = journey.map(Label.init(_:))
    let results = report.results
    let head: ReportValue = ["program": .code(reading.facts.code)] + reading.basis.report
    guard !results.isEmpty else {
      return ReportSheet(WhatIf.title, [.text("Nothing was observed yet.")], values: head)
    }
    guard let result = results.first(where: { $0.journey == wanted }) else {
      let known = results.compactMap { $0.journey?.text }.joined(separator: ", ")
      throw Failure(
        .badData,
        "No visit saw the journey \u{201c}\(journey ?? "")\u{201d}. There is: \(known)."
      )
    }
    let whatIf = WhatIf(
      result,
      removing: remove.map(Label.init(_:)),
      merging: groups
    )
    var sheet = whatIf.sheet
    sheet.values = head + sheet.values
    return sheet
  }
}
