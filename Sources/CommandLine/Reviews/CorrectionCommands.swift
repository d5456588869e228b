// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser

/// The commands by which a coordinator reads and corrects what shoppers wrote.
///
/// A correction is an ordinary change under the coordinator's name; what the shopper wrote stays
/// in the history and in the datasets' `original_value`.
package enum CorrectionCommands {
  /// All of them, for a program's list of subcommands.
  package static let all: [any ParsableCommand.Type] = [
    CorrectVisit.self, Observe.self, HistoryCommand.self,
  ]
}

/// `visit` for coordinators, who record no visits of their own.
struct CorrectVisit: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "visit",
    abstract: "Show, list and correct visits.",
    subcommands: [VisitShow.self, VisitList.self, VisitEdit.self]
  )
}
