// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Export

/// What a dataset holds and how it is written.
struct DatasetOptions: ParsableArguments {
  @Option(
    name: .customLong("out"),
    help: "The folder to write into; an older dataset there is replaced once the new one is whole.",
    completion: .directory
  )
  var folder: String

  @Option(help: "The file format.") var format: DatasetFormat = .csv
  @Option(help: "Which visits: all, those their shopper finished, those released.")
  var state: DatasetChoice.States = .all
  @Option(help: "Answers as codes (1), as words (yes), or as codes with words beside them.")
  var values: DatasetChoice.Values = .codes
  @Flag(help: "Leave text alone that a spreadsheet would run as a formula (CSV).") var raw = false
  @Flag(help: "Begin CSV files with the mark without which Excel misreads them.") var excel = false
  @Flag(help: "Name people and machines instead of hiding them. Coordinators only.")
  var identify = false
}

extension DatasetFormat: ExpressibleByArgument {}
extension DatasetChoice.States: ExpressibleByArgument {}
extension DatasetChoice.Values: ExpressibleByArgument {}
