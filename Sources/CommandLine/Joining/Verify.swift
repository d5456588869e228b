// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
package import LocalStore

/// `verify`: recomputes the journal's chain and compares the hub's receipts with it.
package struct Verify: StoreCommand {
  package static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check that nothing in the journal was changed, dropped or reordered."
  )

  @OptionGroup package var storeOptions: StoreOptions
  @OptionGroup var output: OutputOptions

  package init() {}

  package func run(in store: LocalStore) throws {
    let (changes, chain) = try store.read { try $0.verify() }
    let (notes, pruned) = try store.read { (try $0.status().notes, try $0.prunedChanges()) }
    let findings = try store.integrityFindings() + chain
    let names = notes.map { NameAnswer($0, by: store.surroundings.now()) }
    if output.json {
      try TextOutput.json(
        VerifyAnswer(changes: changes, pruned: pruned, findings: findings, names: names)
      )
    } else if findings.isEmpty {
      TextOutput.line(
        changes == 1
          ? "The one change is as it was written."
          : "All \(changes) changes are as they were written."
      )
      if pruned > 0 {
        let earlier = TextOutput.count(pruned, "earlier change")
        TextOutput.line("The journal dropped \(earlier), which a backup of the hub holds.")
      }
      for name in names { TextOutput.line(name.sentence) }
    }
    guard findings.isEmpty else {
      throw Failure(
        .failed,
        findings.joined(separator: "\n")
          + "\nKeep the folder as it is and ask your coordinator; what was synced is at the hub."
      )
    }
  }
}

private struct VerifyAnswer: Encodable {
  let changes: Int
  let pruned: Int
  let findings: [String]
  let names: [NameAnswer]
}
