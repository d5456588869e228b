// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import TestSupport
import Testing

/// Coordinator and shopper with the real programs and a real hub between them.
@Suite struct `Coordinators and shoppers meet at a hub` {
  private let hub: RunningHub
  private let folder: TemporaryFolder

  init() throws {
    hub = try RunningHub()
    folder = try TemporaryFolder()
    try folder.write(SampleProgram.yaml, to: "skyline.yaml")
    let code = try hub.invite("Ingrid", as: .coordinator, to: nil)
    try run("coordinator", as: "ingrid", "enrol \(hub.address) \(code)")
    try run("coordinator", as: "ingrid", "program publish skyline.yaml")
    try run("coordinator", as: "ingrid", "sync")
  }

  @discardableResult
  private func run(_ program: String, as person: String, _ line: String) throws -> String {
    let program = try ProgramUnderTest(
      program,
      environment: ["SHOPPER_STORE": folder.path(person)],
      folder: folder.path
    )
    let outcome = try program.run(line.split(separator: " ").map(String.init))
    #expect(outcome.status == 0, "\(line): \(outcome)")
    return outcome.output
  }

  private func manifest(_ name: String) throws -> [String: Any]? {
    let data = Data(try folder.read("\(name)/manifest.json"))
    return try JSONSerialization.jsonObject(with: data) as? [String: Any]
  }

  @Test func `an invited shopper's work is in the next pull, under the pseudonym`() throws {
    let invitation = "invite --role shopper --name Ada --program skyline --pseudonym S-one --json"
    struct Invited: Decodable {
      let code: String
      let pseudonym: String
      let expiry: String

      enum CodingKeys: String, CodingKey {
        case code, pseudonym
        case expiry = "expires_at"
      }
    }
    let answer = try JSONDecoder().decode(
      Invited.self,
      from: Data(try run("coordinator", as: "ingrid", invitation).utf8)
    )
    #expect(answer.pseudonym == "S-one")
    #expect(answer.expiry.hasSuffix("Z"))
    try run("shopper", as: "ada", "enrol \(hub.address) \(answer.code)")
    try run("shopper", as: "ada", "sync")
    try run("shopper", as: "ada", "visit start --program skyline --location ARN --id v1")
    try run("shopper", as: "ada", "observe desk 4")
    try run("shopper", as: "ada", "visit finish")
    try run("shopper", as: "ada", "sync")
    try run("coordinator", as: "ingrid", "pull --program skyline --out one")
    let observations = String(decoding: try folder.read("one/observations.csv"), as: UTF8.self)
    #expect(observations.contains(",S-one,desk,"))
    #expect(try manifest("one")?["cursor"] is String)
    try run("coordinator", as: "ingrid", "observe desk 2 --visit v1")
    try run("coordinator", as: "ingrid", "review approve v1")
    try run("coordinator", as: "ingrid", "pull --program skyline --out two")
    let code = try hub.invite("Kim", as: .coordinator, to: nil)
    try run("coordinator", as: "kim", "enrol \(hub.address) \(code)")
    try run("coordinator", as: "kim", "pull --program skyline --out three")
    let sums = try ["two", "three"].map { try manifest($0)?["data_sha256"] as? String }
    #expect(sums[0] == sums[1])
    let corrected = String(decoding: try folder.read("three/observations.csv"), as: UTF8.self)
    #expect(corrected.contains(",rating,2,4,"))
  }

  @Test func `text mode gives the code alone`() throws {
    let code = try run(
      "coordinator",
      as: "ingrid",
      "invite --role viewer --name Client --program skyline"
    )
    #expect(code.split(separator: "\n").count == 1)
    try run("coordinator", as: "client", "enrol \(hub.address) \(code.dropLast())")
  }
}
