// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import HubStore

/// Shows how the hub stands.
struct Status: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show stores, what waits on them, what was refused, and sizes."
  )

  @OptionGroup var options: DataOptions

  @Flag(help: "Answer with one JSON document.")
  var json = false

  fileprivate struct Answer: Encodable {
    struct Replica: Encodable {
      let replica: String
      let name: String
      let role: String
      let device: String
      let changes: UInt64
      let waiting: UInt64
      let quarantined: Int
      let seenAt: String
    }

    let replicas: [Replica]
    let people: Int
    let records: Int
    let changes: Int
    let quarantined: Int
    let seq: Int64
    let databaseBytes: Int64
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
          name: $0.person.name,
          role: $0.person.role.rawValue,
          device: $0.device,
          changes: $0.changes,
          waiting: $0.waiting,
          quarantined: $0.quarantined,
          seenAt: LocalTime(milliseconds: $0.seenAt).utcText
        )
      },
      people: status.people,
      records: status.records,
      changes: status.changes,
      quarantined: status.quarantined,
      seq: status.seq,
      databaseBytes: status.databaseBytes
    )
  }

  fileprivate func write() {
    TextOutput.line(
      "\(people) people, \(replicas.count) stores, \(records) records, \(changes) changes, "
        + "\(quarantined) refused, \(databaseBytes / 1_024) KiB."
    )
    for replica in replicas {
      let device = TextOutput.singleLine(replica.device)
      TextOutput.line(
        "\(replica.name) (\(replica.role)) on \(device.isEmpty ? "?" : device): "
          + "\(replica.changes) changes, \(replica.waiting) not sent when last heard of, "
          + "\(replica.quarantined) refused, seen \(replica.seenAt)."
      )
    }
  }
}
