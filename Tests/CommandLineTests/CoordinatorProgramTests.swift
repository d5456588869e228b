// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import LocalStore
import TestSupport
import Testing

/// What publishing and importing answer.
private struct ProgramAnswer: Decodable {
  struct Count: Decodable, Equatable {
    var created = 0
    var changed = 0
    var unchanged = 0
  }

  struct Found: Decodable {
    let file: String
    let row: Int
    let column: String?
    let value: String?
    let suggestion: String?
    let effect: String
  }

  let program: String
  let definitions: [String: Count]
  let findings: [Found]?
  let taken: Bool?

  var created: Int { definitions.values.map(\.created).reduce(0, +) }
  var changed: Int { definitions.values.map(\.changed).reduce(0, +) }
}

private func packageFile(_ name: String) -> String {
  var package = URL(fileURLWithPath: #filePath)
  for _ in 0..<3 { package.deleteLastPathComponent() }
  return package.appendingPathComponent(name).path
}

@Suite struct `A program is published from files` {
  @Test func `publishing the airline twice changes nothing`() throws {
    let desk = try CoordinatorDesk()
    let line = "program publish " + packageFile("Config/airline.yaml")
    let first = try desk.json(line, as: ProgramAnswer.self)
    #expect(first.program == "skyline-2026")
    #expect(first.definitions["interaction"] == .init(created: 19))
    let second = try desk.json(line, as: ProgramAnswer.self)
    #expect(second.created == 0)
    #expect(second.changed == 0)
    #expect(second.definitions["location"] == .init(unchanged: 9))
    #expect(try desk.laptop.store().read { try $0.status().pending } == first.created)
  }

  @Test func `a changed entry is a change, and what is left out of the file stays`() throws {
    let desk = try CoordinatorDesk()
    let yaml = """
      program: { code: p, name: One }
      waves: [{ code: w1, name: First }, { code: w2, name: Second }]
      """
    try desk.folder.write(yaml, to: "p.yaml")
    try desk.run("program publish p.yaml")
    try desk.folder.write(
      "program: { code: p, name: One }\nwaves: [{code: w1, name: New}]",
      to: "p.yaml"
    )
    let answer = try desk.json("program publish p.yaml", as: ProgramAnswer.self)
    #expect(answer.definitions["wave"] == .init(changed: 1))
    #expect(answer.definitions["program"] == .init(unchanged: 1))
    #expect(try desk.run("program show p").contains("2 waves: w1, w2"))
  }

  @Test func `a file with a fault is not taken at all`() throws {
    let desk = try CoordinatorDesk()
    try desk.folder.write("program: { code: p }\nwaves: [{ code: w, form: x }]", to: "p.yaml")
    let outcome = try desk.run(["program", "publish", "p.yaml"])
    #expect(outcome.status == 65)
    #expect(outcome.error.contains("p.yaml, line 2"))
    #expect(try !desk.run("program list").contains("p "))
  }

  @Test func `text that is not UTF-8 is refused, and so is a file that is not there`() throws {
    let desk = try CoordinatorDesk()
    #expect(try desk.run(["program", "publish", "none.yaml"]).status == 65)
    try desk.folder.write([0x70, 0x3A, 0x20, 0xFF], to: "p.yaml")
    #expect(try desk.run(["program", "publish", "p.yaml"]).status == 65)
  }

  @Test(arguments: [Role.shopper, .viewer])
  func `only a coordinator publishes`(role: Role) throws {
    let desk = try CoordinatorDesk(role: role)
    try desk.folder.write("program: { code: p }", to: "p.yaml")
    #expect(try desk.run(["program", "publish", "p.yaml"]).status == 77)
  }

  @Test func `a program file comes through standard input`() throws {
    let desk = try CoordinatorDesk()
    let outcome = try desk.run(["program", "publish", "-"], input: "program: { code: p }")
    #expect(outcome.status == 0)
  }
}

@Suite struct `Definitions are imported from tables` {
  private let desk: CoordinatorDesk

  init() throws {
    desk = try CoordinatorDesk()
    try desk.folder.write(
      """
      program: { code: p, name: Clinics }
      brands: [{ code: own, name: Engaged }, { code: rival, name: Not Engaged }]
      """,
      to: "p.yaml"
    )
    try desk.run("program publish p.yaml")
  }

  @Test func `good rows are taken, bad ones told with their place`() throws {
    let table = "code,name,brand,beds\nA,One,own,4\nB,Two,ovn,5\nC,Three,Not Engaged,\n"
    try desk.folder.write(table, to: "l.csv")
    let line = ["program", "import", "--program", "p", "--locations", "l.csv", "--json"]
    let outcome = try desk.run(line)
    #expect(outcome.status == 65)
    let answer = try JSONDecoder().decode(ProgramAnswer.self, from: Data(outcome.outputBytes))
    #expect(answer.definitions["location"] == .init(created: 2))
    let found = try #require(answer.findings?.first)
    #expect(answer.findings?.count == 1)
    #expect((found.row, found.column, found.value) == (3, "brand", "ovn"))
    #expect((found.suggestion, found.effect) == ("own", "refused"))
    let shown = try desk.run("program show p --json")
    #expect(shown.contains(#""attributes":{"beds":"4"}"#))
    #expect(shown.contains(#""brand":"rival""#))
  }

  @Test func `strict takes nothing where a row cannot be taken`() throws {
    try desk.folder.write("code,brand\nA,own\nB,ovn\n", to: "l.csv")
    let line = "program import --program p --locations l.csv --strict"
    #expect(try desk.run(line.split(separator: " ").map(String.init)).status == 65)
    #expect(try desk.run("program show p").contains("0 locations"))
  }

  @Test func `a table without a needed column is refused`() throws {
    try desk.folder.write("name,kind\nx,rating\n", to: "i.csv")
    let outcome = try desk.run(["program", "import", "--program", "p", "--interactions", "i.csv"])
    #expect(outcome.status == 65)
    #expect(outcome.error.contains("there is no column “code”"))
  }

  @Test func `without a file there is nothing to do`() throws {
    #expect(try desk.run(["program", "import", "--program", "p"]).status == 64)
  }

  @Test func `a program that is not here is told with those that are`() throws {
    try desk.folder.write("code\nA\n", to: "l.csv")
    let outcome = try desk.run(["program", "import", "--program", "q", "--locations", "l.csv"])
    #expect(outcome.status == 65)
    #expect(outcome.error.contains("There is: unused, p."))
  }

  @Test(.enabled(if: FieldData.isPresent, FieldData.absence))
  func `real field work's bank comes in, twice the same`() throws {
    let bank = FieldData.path("patna-mystery-visits/interactions.csv")
    let line = "program import --program p --interactions \(bank)"
    let first = try desk.json(line, as: ProgramAnswer.self)
    #expect(first.definitions["interaction"] == .init(created: 31))
    let second = try desk.json(line, as: ProgramAnswer.self)
    #expect(second.definitions["interaction"] == .init(unchanged: 31))
    struct Entry: Decodable {
      let code: String
      let kind: String
      let min: Double?
      let better: String?
      let attributes: [String: String]
    }
    let entries = try desk.json("interactions list --program p", as: [Entry].self)
    #expect(entries.count == 31)
    #expect((entries.first?.code, entries.first?.kind) == ("wait_min", "minutes"))
    #expect((entries.first?.min, entries.first?.better) == (0, "lower"))
    #expect(entries.first?.attributes == ["source": "t1_time_waiting"])
  }
}

@Suite struct `A hub is asked for nothing but what needs it` {
  @Test func `an invitation without a hub fails as unreachable`() throws {
    let desk = try CoordinatorDesk.skyline()
    let line = ["invite", "--role", "shopper", "--name", "Ada", "--program", "skyline"]
    let outcome = try desk.run(line)
    #expect(outcome.status == 69)
    #expect(outcome.output.isEmpty)
  }
}
