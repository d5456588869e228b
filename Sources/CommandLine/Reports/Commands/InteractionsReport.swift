// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import Insight

/// `report interactions`: how well each interaction goes.
struct InteractionsReport: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "interactions",
    abstract: "How well each interaction goes, over all visits or by groups of them."
  )

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var choice: ReportChoice
  @OptionGroup var output: ReportOutput
  @Option(
    name: .customLong("by"),
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Group visits by these, each by each.",
      discussion: "\(Dimension.named.map(\.name).joined(separator: ", ")), or an attribute's name.",
      valueName: "dimension"
    )
  )
  var dimensions: [String] = []
  @Option(
    parsing: .upToNextOption,
    help: "The interactions to draw group by group; else the outcome."
  )
  var focus: [String] = []

  var grouping: [Dimension] { dimensions.map(Dimension.init(named:)) }

  func sheet(of reading: inout ReportReading) throws -> ReportSheet {
    for code in focus { _ = try reading.entry(code) }
    var report = InteractionReport(reading.facts, by: grouping, minimum: reading.minimum)
    try reading.forEachVisit { report.add($0) }
    let usual =
      reading.facts.outcome ?? reading.facts.bank.entries.first { $0.kind.isNumeric }?.code
    let drawn = focus.isEmpty ? [usual].compactMap(\.self) : focus.map(Label.init(_:))
    return report.sheet(focus: drawn)
  }
}

extension ReportReading {
  /// The interaction of a code, or the program's outcome.
  ///
  /// - Throws: A failure that says what to do where there is none.
  func entry(_ code: String?) throws -> BankEntry {
    guard let code = code.map(Label.init(_:)) ?? facts.outcome else {
      throw Failure(
        .badData,
        "The program names no outcome. Publish it with outcome: CODE, or name an interaction."
      )
    }
    guard let entry = facts.bank[code] else {
      throw Failure(
        .badData,
        "The bank has no interaction \u{201c}\(code)\u{201d}. See: interactions list."
      )
    }
    return entry
  }
}
