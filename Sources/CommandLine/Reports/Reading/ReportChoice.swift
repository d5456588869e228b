// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Export
import FieldModel
import Insight

/// What a report is of: the program, and which of its visits.
struct ReportChoice: ParsableArguments {
  @Option(help: "The program's code.") var program: String

  @Option(parsing: .upToNextOption, help: "Only visits to these brands.") var brand: [String] = []
  @Option(parsing: .upToNextOption, help: "Only visits of these waves.") var wave: [String] = []
  @Option(parsing: .upToNextOption, help: "Only visits that played these customer groups.")
  var segment: [String] = []
  @Option(parsing: .upToNextOption, help: "Only visits to these places.")
  var location: [String] = []
  @Option(parsing: .upToNextOption, help: "Only visits to places of these units.")
  var unit: [String] = []
  @Option(parsing: .upToNextOption, help: "Only visits that played these scenarios.")
  var scenario: [String] = []

  @Option(
    name: .customLong("where"),
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Only visits of which a dimension or an attribute says this.",
      discussion: "Dimensions are \(Dimension.named.map(\.name).joined(separator: ", ")).",
      valueName: "name=value"
    )
  )
  var conditions: [String] = []

  @Option(
    name: .customLong("band"),
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Group the numbers of an attribute, for --by and --where: age=Age:0,18,35,55.",
      valueName: "name=attribute:bounds"
    )
  )
  var bands: [Band] = []

  @Option(help: "Which visits: all, those their shopper finished, those released.")
  var state: DatasetChoice.States = .all
  @Flag(help: "Also visits that were rejected, which are not to be used.")
  var withRejected = false
  @Flag(help: "Name people instead of hiding them. Coordinators only.") var identify = false
  @Option(
    name: .customLong("minimum"),
    help: "Below how many answers a figure is called too few."
  )
  var minimum = InteractionReport.usualMinimum

  func validate() throws {
    _ = try selection()
    if minimum < 1 { throw ValidationError("--minimum takes 1 or more.") }
  }

  /// The conditions that a visit has to satisfy.
  func selection() throws -> Selection {
    var selection = Selection()
    let named: [(Dimension, [String])] = [
      (.brand, brand), (.wave, wave), (.segment, segment), (.location, location), (.unit, unit),
      (.scenario, scenario),
    ]
    for (dimension, groups) in named where !groups.isEmpty {
      selection.keep(dimension, Set(groups.map(Label.init(_:))))
    }
    var others: [String: Set<Label>] = [:]
    for condition in conditions {
      let bytes = condition.utf8
      guard let place = bytes.firstIndex(of: UInt8(ascii: "=")), place > bytes.startIndex else {
        throw ValidationError("\u{201c}\(condition)\u{201d} is no NAME=VALUE.")
      }
      let value = Label(String(condition[bytes.index(after: place)...]))
      others[String(condition[..<place]), default: []].insert(value)
    }
    for (name, groups) in others.sorted(by: { $0.key < $1.key }) {
      selection.keep(Dimension(named: name), groups)
    }
    return selection
  }

  /// The conditions in words.
  var words: [String] {
    let named = [
      ("brand", brand), ("wave", wave), ("segment", segment), ("location", location),
      ("unit", unit), ("scenario", scenario),
    ]
    let filters = named.filter { !$0.1.isEmpty }.map { "\($0.0) \($0.1.joined(separator: ", "))" }
    let states = state == .all ? [] : ["\(state.rawValue) visits"]
    return states + filters + conditions
  }
}
