// SPDX-License-Identifier: Apache-2.0

import Foundation
import LocalStore
import TestSupport
import Testing

@Suite struct `A coordinator asks whether an interaction deserves to exist` {
  private let desk: CoordinatorDesk

  init() throws {
    desk = try .skyline()
  }

  private struct Line: Decodable {
    let interaction: String
    let decision: String
    let into: String?
    let note: String?
    let conflicts: Int
  }

  private func register() throws -> [Line] {
    try desk.json("interactions challenges --program skyline", as: [Line].self)
  }

  @Test func `decisions stand in the register, and the newest takes the older one's place`() throws
  {
    #expect(try register().isEmpty)
    let challenge = "interactions challenge queue --program skyline"
    try desk.run("\(challenge) --decision remove --note slow")
    try desk.run("\(challenge) --decision merge --into desk")
    try desk.run("interactions challenge bag --program skyline --decision automate")
    let lines = try register()
    #expect(lines.map(\.interaction) == ["bag", "queue"])
    #expect(lines.map(\.decision) == ["automate", "merge"])
    #expect(lines[1].into == "desk")
    #expect(lines[1].note == nil, "an older decision's reason is no reason for this one")
    let text = try desk.run("interactions challenges --program skyline")
    #expect(text.contains("merge into desk"))
  }

  @Test func `the same decision again writes nothing`() throws {
    let line = "interactions challenge queue --program skyline --decision human --note person"
    try desk.run(line)
    let waiting = try desk.laptop.store().read { try $0.status().pending }
    #expect(try desk.run(line) == "queue: human already\n")
    #expect(try desk.laptop.store().read { try $0.status().pending } == waiting)
  }

  @Test func `what does not fit is refused`() throws {
    let challenge = ["interactions", "challenge", "queue", "--program", "skyline"]
    #expect(try desk.run(challenge + ["--decision", "abolish"]).status == 64)
    #expect(try desk.run(challenge + ["--decision", "merge"]).status == 64)
    #expect(try desk.run(challenge + ["--decision", "keep", "--into", "desk"]).status == 64)
    let merge = ["--decision", "merge", "--into", "dusk"]
    #expect(try desk.run(challenge + merge).status == 65)
    let itself = try desk.run(challenge + ["--decision", "merge", "--into", "queue"])
    #expect(itself.status == 64 && itself.error.contains("Name another one"))
  }

  @Test func `what would be without it names each interaction once, and one of the bank`() throws {
    let desk = try ReportDesk().desk
    func whatIf(_ options: String) throws -> (status: Int32, error: String) {
      let line = "report what-if --program skyline \(options)".split(separator: " ")
      let outcome = try desk.run(line.map(String.init))
      return (outcome.status, outcome.error)
    }
    #expect(try whatIf("--merge desk,desk").status == 64)
    #expect(try whatIf("--merge desk,greet --merge greet,bag").status == 64)
    let both = try whatIf("--remove desk --merge desk,greet")
    #expect(both.status == 64 && both.error.contains("is named more than once"))
    let stranger = try whatIf("--remove nosuch")
    #expect(stranger.status == 65 && stranger.error.contains("See: interactions list"))
    #expect(try whatIf("--remove never").status == 0)
  }

  @Test func `brands that the program does not have are not compared with`() throws {
    let desk = try ReportDesk().desk
    func compare(_ options: String) throws -> (status: Int32, error: String) {
      let line = "report compare --program skyline \(options)".split(separator: " ")
      let outcome = try desk.run(line.map(String.init))
      return (outcome.status, outcome.error)
    }
    for options in ["--own nosuch", "--against polar nosuch"] {
      let stranger = try compare(options)
      #expect(stranger.status == 65 && stranger.error.contains("There is: polar, sky."))
    }
    let itself = try compare("--against sky")
    #expect(itself.status == 65 && itself.error.contains("is own. Compare with others"))
    #expect(try compare("--own polar --against polar").status == 65)
    #expect(try compare("--own polar --against sky").status == 0)
  }
}
