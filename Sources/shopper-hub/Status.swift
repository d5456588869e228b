// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import HubStore

/// Shows how the hub stands.
struct Status: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show stores, what waits on them, what was refused, and sizes."
  )

  @OptionGroup var options: DataOptions

  @Flag(help: "Answer with one JSON document.")
  var json = false

  fileprivate struct Answer: Encodable {
    struct Replica: Encodable {
      let replica: String
      let store: String
      let name: String
      let role: String
      let device: String
      let changes: UInt64
      let waiting: UInt64
      let archived: UInt64
      let quarantined: Int
      let forks: Int
      let retired: Bool
      let seenAt: String

      enum CodingKeys: String, CodingKey {
        case replica, store, name, role, device, changes, waiting, archived, quarantined, forks
        case retired
        case seenAt = "seen_at"
      }
    }

    let replicas: [Replica]
    let generation: UInt64
    let people: Int
    let records: Int
    let erased: Int
    let changes: Int
    let quarantined: Int
    let offers: Int
    let forks: Int
    let archivedAt: String?
    let seq: Int64
    let databaseBytes: Int64

    enum CodingKeys: String, CodingKey {
      case replicas, generation, people, records, erased, changes, quarantined, offers, forks, seq
      case archivedAt = "archived_at"
      case databaseBytes = "database_bytes"
    }
  }

  func run() async throws {
    try await reportingFailure {
      let store = try options.store(creates: false)
      let answer = Answer(try await store.status())
      try store.close()
      if json { try TextOutput.json(answer) } else { answer.write() }
    }
  }
}

extension Status.Answer {
  fileprivate init(_ status: HubStatus) {
    self.init(
      replicas: status.replicas.map {
        Replica(
          replica: $0.replica.description,
          store: $0.store.description,
          name: $0.person.name,
          role: $0.person.role.rawValue,
          device: $0.device,
          changes: $0.changes,
          waiting: $0.waiting,
          archived: $0.archived,
          quarantined: $0.quarantined,
          forks: $0.forks,
          retired: $0.isRetired,
          seenAt: LocalTime(milliseconds: $0.seenAt).utcText
        )
      },
      generation: status.generation,
      people: status.people,
      records: status.records,
      erased: status.erased,
      changes: status.changes,
      quarantined: status.quarantined,
      offers: status.offers,
      forks: status.forks,
      archivedAt: status.archivedAt.map { LocalTime(milliseconds: $0).utcText },
      seq: status.seq,
      databaseBytes: status.databaseBytes
    )
  }

  fileprivate func write() {
    let everybody = people == 1 ? "1 person" : "\(people) people"
    TextOutput.line(
      "\(everybody), \(TextOutput.count(replicas.count, "store")), "
        + "\(TextOutput.count(records, "record")), "
        + "\(TextOutput.count(changes, "change")), \(quarantined) refused, "
        + "\(databaseBytes / 1_024) KiB."
    )
    TextOutput.line(archivedAt.map { "Last verified backup: \($0)." } ?? "No backup was made yet.")
    if generation > 1 { TextOutput.line("Timeline \(generation): the hub was restored.") }
    if offers > 0 {
      let records = TextOutput.count(offers, "offered record")
      TextOutput.line("\(records) to be judged: shopper-hub quarantine list.")
    }
    if forks > 0 {
      let changes = TextOutput.count(forks, "change")
      TextOutput.line("\(changes) came of copied stores; each goes on under a new name.")
    }
    if erased > 0 { TextOutput.line("Erased: \(TextOutput.count(erased, "record")).") }
    for replica in replicas {
      let device = TextOutput.singleLine(replica.device)
      TextOutput.line(
        "\(replica.replica.prefix(10)) \(replica.name) (\(replica.role)) "
          + "on \(device.isEmpty ? "?" : device): "
          + "\(TextOutput.count(Int(replica.changes), "change")), "
          + "\(replica.archived) of them archived, "
          + "\(replica.waiting) not sent when last heard of, \(replica.quarantined) refused, "
          + "seen \(replica.seenAt)\(replica.retired ? ", retired" : "")."
      )
    }
  }
}
