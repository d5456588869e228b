// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Intake
import LocalStore
import SyncProtocol
import TestSupport
import Testing

/// A coordinator's store without a hub anywhere, and the real `coordinator` to work on it.
struct CoordinatorDesk {
  /// The secret with which typed shopper names are hidden.
  static let pseudonymKey = [UInt8](repeating: 7, count: 32)

  let laptop: Laptop
  let folder: TemporaryFolder

  /// A store in which nothing is published.
  init(role: Role = .coordinator, program yaml: String = "program: { code: unused }") throws {
    laptop = try Laptop(of: "Coco", role: .coordinator, program: yaml)
    folder = try TemporaryFolder()
    let owner = Person(
      id: laptop.owner.id,
      name: laptop.owner.name,
      role: role,
      pseudonym: laptop.owner.pseudonym
    )
    try laptop.store().write { writer in
      let enrolment = try unwrapped(try writer.reader.enrolment(), "the store is enrolled")
      let card = ReplicaCard(replica: enrolment.card.replica, device: "desk", person: owner)
      try writer.enrol(
        Enrolment(
          hub: enrolment.hub,
          token: enrolment.token,
          card: card,
          pseudonymKey: role == .coordinator ? Self.pseudonymKey : [],
          caFile: nil
        )
      )
    }
  }

  /// Runs `coordinator`.
  @discardableResult
  func run(_ arguments: [String], input: String = "") throws -> ProgramOutcome {
    let program = try ProgramUnderTest(
      "coordinator",
      environment: ["SHOPPER_STORE": laptop.folder.path, "TZ": "Europe/Stockholm"],
      folder: folder.path
    )
    return try program.run(arguments, input: input)
  }

  /// Runs `coordinator` with arguments that hold no blanks, and expects that it goes well.
  @discardableResult
  func run(_ line: String) throws -> String {
    let outcome = try run(line.split(separator: " ").map(String.init))
    #expect(outcome.status == 0, "\(line): \(outcome)")
    return outcome.output
  }

  /// Runs `coordinator … --json` and reads its answer.
  func json<Answer: Decodable>(_ line: String, as type: Answer.Type) throws -> Answer {
    try Self.decoder.decode(type, from: Data(try run(line + " --json").utf8))
  }

  /// Reads keys such as `visit_code` as `visitCode`.
  static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return decoder
  }

  /// Pulls a program without a hub.
  func pull(_ program: String, to name: String, _ options: String = "") throws {
    try run("pull --no-sync --program \(program) --out \(name) \(options)")
  }

  /// The rows of a CSV file of a pulled dataset, by the names of its columns.
  func rows(_ name: String) throws -> [[String: String]] {
    var reader = try CSVReader(try ByteSource(path: folder.path(name)))
    var rows: [[String: String]] = []
    while case .row(let row)? = try reader.next() {
      let cells = reader.header.names.map { ($0, row[$0] ?? "") }
      rows.append(Dictionary(uniqueKeysWithValues: cells))
    }
    return rows
  }

  /// Every file of a pulled dataset, byte for byte.
  func files(of name: String) throws -> [String: [UInt8]] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path(name))
    return Dictionary(
      uniqueKeysWithValues: try names.map { ($0, try folder.read("\(name)/\($0)")) }
    )
  }
}
