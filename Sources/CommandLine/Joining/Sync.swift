// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import FieldModel
package import LocalStore
import SyncClient
import SyncProtocol

/// `sync`: one full round in the foreground.
package struct Sync: StoreCommand {
  package static let configuration = CommandConfiguration(
    commandName: "sync",
    abstract: "Carry what waits to the hub and fetch what is new."
  )

  @OptionGroup package var storeOptions: StoreOptions
  @OptionGroup var output: OutputOptions
  @Option(help: "Give up after so many seconds.") var timeout: Int?

  package init() {}

  package func validate() throws {
    if let timeout, timeout < 1 { throw ValidationError("--timeout takes seconds, 1 or more.") }
  }

  package func run(in store: LocalStore) throws {
    let answer = try SyncAnswer.round(on: store, seconds: timeout)
    if output.json {
      try TextOutput.json(answer)
    } else {
      TextOutput.line(answer.sentence)
    }
  }
}

/// What a round came to, as scripts read it.
///
/// The names of its members are the JSON's keys.
// swift-format-ignore: AlwaysUseLowerCamelCase
package struct SyncAnswer: Encodable, Sendable {
  /// Changes that the hub acknowledged.
  package let pushed: Int
  /// Records that came.
  package let pulled: Int
  /// Changes that still wait.
  package let pending: Int
  /// Changes that the hub holds in quarantine.
  package let quarantined: Int
  /// Open conflicts.
  package let conflicts: Int
  /// Records that were offered to a hub that had been restored without them.
  package let offered: Int
  /// Changes of other stores that were carried to the hub.
  package let carried: Int
  /// Those of them that the hub refused.
  package let carried_refused: Int
  /// Bundles that the store goes on carrying, because the hub did not take them.
  package let bundles: Int

  /// Runs one round, showing how far it is on a terminal, and notes how it went.
  package static func round(on store: LocalStore, seconds: Int? = nil) throws -> SyncAnswer {
    guard let enrolment = try store.read({ try $0.enrolment() }) else {
      throw StoreError.notEnrolled
    }
    let connection = try enrolment.connection(seconds: seconds)
    let round = SyncRound(store: store, connection: connection) { progress in
      switch progress {
      case .pushed(let count, let total): TextOutput.progress("sent \(count) of \(total)")
      case .pulled(let count): TextOutput.progress("fetched \(count)")
      }
    }
    do {
      let report = try round.run()
      TextOutput.progress("")
      let now = store.surroundings.now().milliseconds
      let status = try store.write { writer in
        try writer.noteRound(at: now)
        return try writer.reader.status()
      }
      return SyncAnswer(
        pushed: report.pushed,
        pulled: report.pulled,
        pending: status.pending,
        quarantined: status.quarantined,
        conflicts: status.conflicts,
        offered: report.offered,
        carried: report.carried,
        carried_refused: report.carriedRefused,
        bundles: status.bundles.count
      )
    } catch {
      TextOutput.progress("")
      let sentence = Failure(error).description
      try store.write { writer in
        let failures = try writer.reader.status().failures + 1
        try writer.noteFailure(sentence, failures: failures, nextAttemptAt: nil)
      }
      throw error
    }
  }

  var sentence: String {
    var parts = ["Sent \(pushed), fetched \(pulled)."]
    if offered > 0 {
      let records = offered == 1 ? "1 record was" : "\(offered) records were"
      parts.append("The hub had been restored: \(records) offered to it again.")
    }
    if carried > 0 {
      let refused = carried_refused > 0 ? "; the hub refused \(carried_refused) of them" : ""
      parts.append("Carried \(TextOutput.count(carried, "change")) of others\(refused).")
    }
    if bundles > 0 {
      parts.append("\(TextOutput.count(bundles, "bundle")) not taken: see bundle list.")
    }
    if pending > 0 { parts.append("\(TextOutput.count(pending, "change")) still to be sent.") }
    if quarantined > 0 { parts.append("\(quarantined) in quarantine: see quarantine list.") }
    if conflicts > 0 {
      parts.append("\(TextOutput.count(conflicts, "open conflict")): see conflicts list.")
    }
    return parts.joined(separator: " ")
  }
}
