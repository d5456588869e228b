// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CommandLine

/// `shopper`: records visits on a laptop, with or without a network.
@main
struct Shopper: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shopper",
    abstract: "Record what happens at moments of truth, with or without a network.",
    discussion: """
      Begin with: enrol URL CODE, then sync. After that no command but these two needs a network.
      """,
    version: programVersion,
    subcommands: CaptureCommands.all + JoiningCommands.all
  )

  static func main() {
    guard let observe = EverydayObserve(Swift.CommandLine.arguments.dropFirst()) else {
      return main(nil)
    }
    do {
      try observe.run()
    } catch {
      exit(withError: error)
    }
  }
}
