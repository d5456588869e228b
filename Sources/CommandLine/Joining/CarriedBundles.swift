// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import LocalStore

extension BundleCommand {
  struct List: StoreCommand {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "List what this store carries for others."
    )
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var output: OutputOptions

    func run(in store: LocalStore) throws {
      let lines = try store.read { try $0.bundles() }.map(BundleLine.init)
      if output.json { return try TextOutput.json(lines) }
      if lines.isEmpty { return TextOutput.line("This store carries nothing for others.") }
      for line in lines { TextOutput.line("\(line.id)  \(line.sentence)") }
    }
  }

  struct Drop: StoreCommand {
    static let configuration = CommandConfiguration(
      commandName: "drop",
      abstract: "Carry a bundle no longer.",
      discussion: "Its changes are still on the store that wrote them, and travel with its sync."
    )
    @OptionGroup var storeOptions: StoreOptions
    @Argument(help: "The bundle's name, or the beginning of it; see: bundle list.")
    var bundle: String

    func run(in store: LocalStore) throws {
      let dropped = try store.write { writer in
        let found = try writer.reader.bundles().filter {
          $0.name.hasPrefix(bundle.lowercased())
        }
        guard let dropped = found.first, found.count == 1, !bundle.isEmpty else {
          let failure =
            found.count > 1 ? "\(found.count) bundles begin so" : "There is no such bundle here"
          throw Failure(.badData, "\(failure): \(bundle). See: bundle list.")
        }
        try writer.drop(dropped)
        return dropped
      }
      TextOutput.line(
        TextOutput.singleLine(
          "Dropped \(TextOutput.count(dropped.changes, "change")) of \(dropped.author)'s "
            + "\(dropped.device), which still has them."
        )
      )
    }
  }
}

extension CarriedBundle {
  /// What people call it.
  var name: String { Base32.text(digest) }
}

/// A bundle as people and scripts read it.
struct BundleLine: Encodable {
  let id: String
  let author: String
  let device: String
  let changes: Int
  let detail: String?

  init(_ bundle: CarriedBundle) {
    id = String(bundle.name.prefix(10))
    author = bundle.author
    device = bundle.device
    changes = bundle.changes
    detail = bundle.detail
  }

  /// What it is, and why the hub did not take it.
  var sentence: String {
    let why = detail.map { "; the hub did not take it: \($0)" } ?? ""
    return TextOutput.singleLine(
      "\(TextOutput.count(changes, "change")) of \(author)'s \(device)\(why)"
    )
  }

  /// The line in status, with what to do where the hub did not take it.
  var line: String {
    let advice = detail == nil ? "" : " To carry it no longer: bundle drop \(id)"
    return "Carried      \(sentence)\(advice)"
  }
}
