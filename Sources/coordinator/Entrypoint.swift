// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CommandLine

/// What coordinators do: publish programs, pull datasets, settle, review.
@main
struct Coordinator: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coordinator",
    abstract: "Publish programs, pull one merged dataset, settle, review and report.",
    version: programVersion,
    subcommands: [
      ProgramCommand.self, InteractionsCommand.self, Invite.self, Pull.self, ReviewCommand.self,
      ReportCommand.self, ReplayCommand.self,
    ] + JoiningCommands.all + CorrectionCommands.all
  )
}
