// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import Insight

/// `report compare`: own against competitors.
struct CompareReportCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "What competitors do better: own against each of them, interaction by interaction.",
    discussion: """
      Whose company a brand is, the program says: subject own, franchise or competitor. Visits \
      count whose scenario both sides have played, unless --all-scenarios is given.
      """
  )

  static let reach = Reach.sides

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var choice: ReportChoice
  @OptionGroup var output: ReportOutput
  @Option(help: "The own brand; else all whose subject is own.") var own: String?
  @Option(
    parsing: .upToNextOption,
    help: "The brands to compare with; else all whose subject is competitor."
  )
  var against: [String] = []
  @Flag(help: "Also visits whose scenario the other side did not play.") var allScenarios = false

  func sheet(of reading: inout ReportReading) throws -> ReportSheet {
    try requireBrands(reading.facts.subjects)
    var report = CompareReport(
      reading.facts,
      own: own.map(Label.init(_:)),
      competitors: against.isEmpty ? nil : Set(against.map(Label.init(_:))),
      allScenarios: allScenarios,
      minimum: reading.minimum
    )
    try reading.forEachVisit { report.add($0) }
    return report.result.sheet
  }

  /// Fails where a brand is not the program's, or is to be compared with itself.
  private func requireBrands(_ subjects: [Label: Subject]) throws {
    func list(_ brands: [Label]) -> String {
      brands.isEmpty ? "none" : brands.sorted().map(\.text).joined(separator: ", ")
    }
    let known = list(Array(subjects.keys))
    for brand in [own].compactMap(\.self) + against where subjects[Label(brand)] == nil {
      throw Failure(
        .badData,
        "The program has no brand \u{201c}\(brand)\u{201d}. There is: \(known)."
      )
    }
    let ours = own.map { [Label($0)] } ?? subjects.filter { $0.value == .own }.map(\.key)
    for brand in against where ours.contains(Label(brand)) {
      let others = subjects.keys.filter { !ours.contains($0) }
      throw Failure(
        .badData,
        "\u{201c}\(brand)\u{201d} is own. Compare with others; there is: \(list(others))."
      )
    }
  }
}
