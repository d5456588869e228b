// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import FieldModel
package import LocalStore
import Replication
import SyncProtocol

/// `status`: what waits, since when, and how syncing goes; no network needed.
package struct Status: StoreCommand {
  package static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show what waits, since when, and how syncing goes."
  )

  @OptionGroup package var storeOptions: StoreOptions
  @OptionGroup var output: OutputOptions

  package init() {}

  package func run(in store: LocalStore) throws {
    let (enrolment, status, replica) = try store.read {
      (try $0.enrolment(), try $0.status(), try $0.replica())
    }
    let offset = store.surroundings.now()
    let answer = StatusAnswer(
      store: store.folder,
      replica: replica.description,
      hub: enrolment?.hub,
      name: enrolment?.card.person.name,
      role: enrolment?.card.person.role.rawValue,
      device: enrolment?.card.device,
      pending: status.pending,
      pending_since: status.pendingSince.map { offset.clockText(at: $0) },
      quarantined: status.quarantined,
      conflicts: status.conflicts,
      last_round_at: status.lastRoundAt.map { offset.clockText(at: $0) },
      last_error: status.lastError,
      failures: status.failures,
      next_attempt_at: status.nextAttemptAt.map { offset.clockText(at: $0) },
      names: status.notes.map { NameAnswer($0, by: offset) },
      bundles: status.bundles.map(BundleLine.init)
    )
    if output.json {
      try TextOutput.json(answer)
    } else {
      for line in answer.lines { TextOutput.line(line) }
    }
  }
}

extension LocalTime {
  /// Another instant, read by this moment's clock.
  func clockText(at milliseconds: Int64) -> String {
    LocalTime(milliseconds: milliseconds, offsetSeconds: offsetSeconds, zone: zone).description
  }
}

// The names of these members are the JSON's keys, which scripts rely on.
// swift-format-ignore: AlwaysUseLowerCamelCase
private struct StatusAnswer: Encodable {
  let store: String
  let replica: String
  let hub: String?
  let name: String?
  let role: String?
  let device: String?
  let pending: Int
  let pending_since: String?
  let quarantined: Int
  let conflicts: Int
  let last_round_at: String?
  let last_error: String?
  let failures: Int
  let next_attempt_at: String?
  let names: [NameAnswer]
  let bundles: [BundleLine]

  var lines: [String] {
    var lines = [
      name.map { "\($0) (\(role ?? "")) on \(device ?? "")" } ?? "Not enrolled: enrol URL CODE",
      "Store        \(store)",
    ]
    if let hub { lines.append("Hub          \(hub)") }
    lines.append("Waiting      \(pending)" + (pending_since.map { ", since \($0)" } ?? ""))
    if quarantined > 0 { lines.append("Quarantined  \(quarantined): see quarantine list") }
    if conflicts > 0 { lines.append("Conflicts    \(conflicts): see conflicts list") }
    lines.append("Last round   \(last_round_at ?? "never")")
    if let last_error { lines.append("Last error   \(last_error)") }
    if let next_attempt_at { lines.append("Next attempt \(next_attempt_at)") }
    return lines + bundles.map(\.line) + names.suffix(3).map(\.sentence)
  }
}

/// Why and when the store took a new name.
struct NameAnswer: Encodable {
  let at: String
  let old: String
  let counter: UInt64
  let new: String
  let cause: String
  let rewritten: Int

  init(_ note: IncarnationNote, by clock: LocalTime) {
    at = clock.clockText(at: note.at)
    old = note.old.description
    counter = note.counter
    new = note.new.description
    cause = note.cause.rawValue
    rewritten = note.rewritten
  }

  /// What happened, for people.
  var sentence: String {
    let again =
      rewritten > 0
      ? " \(TextOutput.count(rewritten, "change")) written again under it." : ""
    return "This store was copied or restored, found out \(at): it goes on as \(new)."
      + again + " Nothing was lost."
  }
}
