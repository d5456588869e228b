// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser

/// `visit`: all that a shopper does with a visit.
package struct VisitCommand: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "visit",
    abstract: "Begin, show, correct and finish visits.",
    subcommands: [
      VisitStart.self, VisitAttempt.self, VisitShow.self, VisitList.self, VisitEdit.self,
      VisitFinish.self, VisitDiscard.self,
    ]
  )

  package init() {}
}

/// The commands by which a shopper records visits; none of them needs a network.
package enum CaptureCommands {
  /// All of them, for a program's list of subcommands.
  package static let all: [any ParsableCommand.Type] = [
    AvailablePrograms.self, AvailableLocations.self, AvailableInteractions.self,
    AvailableAssignments.self,
    VisitCommand.self, Observe.self, Tick.self, HistoryCommand.self, ImportFieldWork.self,
  ]
}
