// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser

/// `visit`: all that a shopper does with a visit.
package struct VisitCommand: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "visit",
    abstract: "Begin, show, correct and finish visits.",
    subcommands: [VisitStart.self, VisitShow.self]
  )

  package init() {}
}

/// The commands by which a shopper records visits; none of them needs a network.
package enum CaptureCommands {
  /// All of them, for a program's list of subcommands.
  package static let all: [any ParsableCommand.Type] = [
    VisitCommand.self, Observe.self,
  ]
}
