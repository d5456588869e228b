// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import LocalStore

/// `visit show`: all that is known of a visit.
struct VisitShow: StoreCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a visit with its observations, ticks, conflicts and review."
  )

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var output: OutputOptions
  @Argument(help: "The visit, by code or beginning of its ID; else the one in progress.")
  var id: String?

  func run(in store: LocalStore) throws {
    let sheet = try store.read { try VisitSheet(try $0.visit(id), $0) }
    if output.json { return try TextOutput.json(sheet) }
    sheet.write()
  }
}
