// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import TestSupport
import Testing

@Suite struct `What a coordinator reads is whole, and in the words of people` {
  private let desk: CoordinatorDesk

  init() throws {
    desk = try .skyline()
  }

  /// Runs `coordinator` with its standard output somewhere.
  private func run(_ line: String, into redirection: String) throws -> ProgramOutcome {
    var program = try ProgramUnderTest(
      "coordinator",
      environment: ["SHOPPER_STORE": desk.laptop.folder.path]
    )
    program.launcher = ["/bin/sh", "-c", "\"$@\" \(redirection)", "sh"]
    return try program.run(line.split(separator: " ").map(String.init))
  }

  @Test(arguments: [
    "report interactions --program skyline", "report interactions --program skyline --json",
    "interactions list --program skyline --json", "conflicts list", "status --json",
  ])
  func `what a full disk did not take is told`(line: String) throws {
    let outcome = try run(line, into: "> /dev/full")
    #expect(outcome.status == 1, "\(outcome)")
    let told = outcome.error.split(separator: "\n")
    #expect(told.count == 1 && told[0].hasPrefix("error: "), "\(outcome)")
    #expect(outcome.error.contains("No space left on device"), "\(outcome)")
  }

  @Test func `a reader who leaves early is no failure to tell of`() throws {
    let outcome = try run("report interactions --program skyline", into: "| true")
    #expect(outcome.status == 0 && outcome.error.isEmpty, "\(outcome)")
  }

  @Test func `a code of several visits is told with what tells them apart`() throws {
    let yaml = "program: { code: other }\nlocations: [{ code: ARN }]"
    try desk.folder.write(yaml, to: "other.yaml")
    try desk.run("program publish other.yaml")
    var ada = Hand("Ada", 1)
    let visits = ada.visit("v1") + ada.visit("v1", of: "other")
    try desk.receive(visits, from: [ada.card])

    let outcome = try desk.run(["replay", "v1"])
    #expect(outcome.status == 65)
    for (visit, program) in zip(visits, ["skyline", "other"]) {
      let told = outcome.error.firstMatch(of: try Regex("([0-9a-z]+) \\(\(program)"))
      let beginning = try #require(told?.output[1].substring.map(String.init), "\(outcome)")
      #expect(visit.header.id.description.hasPrefix(beginning))
      #expect(try desk.run(["visit", "show", beginning]).status == 0, "\(outcome)")
    }
  }

  @Test func `a disagreement is shown as people say it, and scripts read what they read`() throws {
    var (ada, bo) = (Hand("Ada", 1), Hand("Ada", 1 << 8))
    let visit = ada.visit("v1", answers: ["bag": .boolean(true)])
    var (left, right) = (visit[1], visit[1])
    ada.write(&left, ["value": number(1), "verdict": number(2)], minute: 5)
    bo.write(&right, ["value": number(0), "verdict": number(-1)], minute: 6)
    try desk.receive([visit[0], try left.joined(with: right)], from: [ada.card, bo.card])

    struct Listed: Decodable {
      struct Candidate: Decodable { let value: String }
      let id: String
      let field: String
      let candidates: [Candidate]
    }
    let told = try desk.run("conflicts list")
    for word in ["“yes”", "“no”", "“magic”", "“misery (-1)”"] {
      #expect(told.contains(word), "\(told)")
    }
    let listed = try desk.json("conflicts list", as: [Listed].self)
    let values = Dictionary(
      uniqueKeysWithValues: listed.map { ($0.field, Set($0.candidates.map(\.value))) }
    )
    #expect(values == ["value": ["1", "0"], "verdict": ["2", "-1"]])
    let verdict = try #require(listed.first { $0.field == "verdict" })
    #expect(try desk.run("conflicts show \(verdict.id)").contains("“magic”"))
    let settled = try desk.run("conflicts resolve \(verdict.id) --value misery")
    #expect(settled == "Settled: verdict is now misery.\n")
    let past = try desk.run("history v1 --interaction bag")
    #expect(past.contains("→ “misery”"), "\(past)")
  }
}
