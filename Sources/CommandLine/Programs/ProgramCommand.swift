// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser

/// `program`: a client's study, published from files.
package struct ProgramCommand: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "program",
    abstract: "Publish programs and see what they consist of.",
    subcommands: [
      ProgramPublish.self, ProgramImport.self, ProgramShow.self, ProgramList.self,
    ]
  )

  package init() {}
}
