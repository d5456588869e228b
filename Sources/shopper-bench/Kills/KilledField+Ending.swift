// SPDX-License-Identifier: Apache-2.0

import CommandLine
import FieldModel
import Foundation
import LocalStore

extension KilledField {
  /// Compares what the hub holds, while none serves, with what it has acknowledged to the laptops.
  ///
  /// - Returns: Where it holds less.
  func heldLessThanAcknowledged() throws -> [String] {
    // Asked first: an acknowledgement that is only now being written down is one, too.
    let acknowledged = try seats.map { seat in
      (seat.name, try changes(of: seat) - pending(of: seat))
    }
    let held = try heldByName()
    return acknowledged.compactMap { name, count in
      let there = held[name] ?? 0
      return there < count ? "The hub holds \(there) of \(name)'s \(count) changes." : nil
    }
  }

  /// Waits until no laptop has anything left to send, and ends the daemons.
  ///
  /// - Throws: ``Failure`` where that takes more than two minutes.
  func settle() throws {
    let limit = ContinuousClock.now + .seconds(120)
    for seat in shoppers {
      while try pending(of: seat) > 0 {
        guard ContinuousClock.now < limit else {
          throw Failure(.failed, "\(seat.name) does not come to rest. See \(seat.log).")
        }
        var poll = pollfd(fd: seat.watch.descriptor, events: Int16(POLLIN), revents: 0)
        _ = Glibc.poll(&poll, 1, 1_000)
        seat.watch.drain()
      }
    }
  }

  /// Asks every process to end.
  ///
  /// - Returns: Who did not end well.
  func stop() -> [String] {
    var findings: [String] = []
    for seat in shoppers {
      seat.daemon?.signal(SIGTERM)
      if let status = seat.daemon?.end(), status != 0 {
        findings.append("The daemon of \(seat.name) was asked to end, and ended with \(status).")
      }
      seat.daemon = nil
    }
    hub?.signal(SIGTERM)
    if let status = hub?.end(), status != 0 {
      findings.append("The hub was asked to end, and ended with \(status).")
    }
    hub = nil
    return findings
  }

  /// Runs the stores' own checks, and counts the changes on both sides.
  ///
  /// - Returns: What is wrong.
  func check() throws -> [String] {
    _ = try runHub(["check"])
    let held = try heldByName()
    return try seats.flatMap { seat in
      let journal = try journal(of: seat)
      let there = held[seat.name] ?? 0
      var findings: [String] = []
      if there != journal.changes {
        findings.append("\(seat.name) has \(journal.changes) changes, and the hub \(there).")
      }
      if journal.names?.isEmpty == false {
        findings.append("\(seat.name) took a kill for a copy or an older state of its store.")
      }
      return findings
    }
  }

  /// How many changes the hub holds, by their owners' names.
  func heldByName() throws -> [String: Int] {
    struct Answer: Decodable {
      struct Replica: Decodable {
        let name: String
        let changes: Int
      }
      let replicas: [Replica]
    }
    let answer = try decode(Answer.self, try runHub(["status", "--json"]))
    return answer.replicas.reduce(into: [:]) { $0[$1.name, default: 0] += $1.changes }
  }

  /// What came of everything at the coordinator: the dataset, and the histories behind it.
  func merged() throws -> Merged {
    let dataset = coordinator.home + "/whole"
    try run(
      coordinator,
      [
        "pull", "--program", KilledField.program, "--out", dataset, "--format", "jsonl",
        "--no-sync",
      ]
    )
    // The names of these members are the JSON's keys.
    // swift-format-ignore: AlwaysUseLowerCamelCase
    struct Visit: Decodable {
      let visit_code: String
      let note: String?
    }
    // swift-format-ignore: AlwaysUseLowerCamelCase
    struct Observation: Decodable {
      let visit_code: String
      let interaction: String
      let value: String?
    }
    var merged = Merged()
    for visit in try rows(Visit.self, of: dataset + "/visits.jsonl") {
      merged.visits[visit.visit_code, default: 0] += 1
      let place = Entries.Place(visit: visit.visit_code, interaction: "")
      if let note = visit.note { merged.values[place, default: []].append(note) }
    }
    for row in try rows(Observation.self, of: dataset + "/observations.jsonl") {
      let place = Entries.Place(visit: row.visit_code, interaction: row.interaction)
      merged.values[place, default: []].append(row.value ?? "")
    }
    try count(&merged.writes)
    return merged
  }

  private func count(_ writes: inout [String: Int]) throws {
    let store = try LocalStore(folder: coordinator.store, surroundings: .live)
    try store.read { reader in
      for kind in [RecordKind.visit, .observation] {
        var ids: [RecordID] = []
        try reader.forEach(kind) { ids.append($0.header.id) }
        for id in ids {
          for entry in try reader.history(of: id) {
            guard entry.path == "value" || entry.path == "note", let text = entry.after?.text
            else { continue }
            writes[text, default: 0] += 1
          }
        }
      }
    }
  }

  private func changes(of seat: Seat) throws -> Int { try journal(of: seat).changes }

  private func journal(of seat: Seat) throws -> Journal {
    try decode(Journal.self, try run(seat, ["verify", "--json"]))
  }

  private func pending(of seat: Seat) throws -> Int {
    struct Answer: Decodable { let pending: Int }
    return try decode(Answer.self, try run(seat, ["status", "--json"])).pending
  }

  private func decode<Answer: Decodable>(_ type: Answer.Type, _ text: String) throws -> Answer {
    try JSONDecoder().decode(type, from: Data(text.utf8))
  }

  private func rows<Row: Decodable>(_ type: Row.Type, of path: String) throws -> [Row] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
      try decode(type, String($0))
    }
  }
}

/// What a laptop says of its journal.
private struct Journal: Decodable {
  struct Name: Decodable {}

  let changes: Int
  let names: [Name]?
}
