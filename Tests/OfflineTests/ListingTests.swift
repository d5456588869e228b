// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@Suite("A program is read without a hub")
struct ListingTests {
  let laptop: Laptop

  init() throws {
    laptop = try Laptop()
  }

  @Test func `programs come with their waves and scenarios`() throws {
    let program = try laptop.answer("programs")[0]
    #expect(program["code"].text == "skyline")
    #expect(program["waves"].list.map { $0["code"].text } == ["autumn", "spring"])
    #expect(program["scenarios"][0]["segment"].text == "family")
    #expect(program["interactions"].number == 11)
    #expect(try laptop.run("programs").output.contains("wave spring  Spring"))
  }

  @Test func `a search looks into every field, in either case`() throws {
    #expect(try laptop.answer("locations").list.count == 3)
    #expect(try laptop.answer("locations", "ARLANDA").list.map { $0["code"].text } == ["ARN"])
    #expect(try laptop.answer("interactions", "arrival")[0]["code"].text == "queue")
    #expect(try laptop.answer("locations", "nowhere").list.isEmpty)
  }

  @Test func `interactions come in the order of asking`() throws {
    let bank = try laptop.answer("interactions").list
    #expect(bank.compactMap { $0["order"].number } == (1...11).map(Double.init))
    #expect(bank[1]["max"].number == 5)
    #expect(bank[4]["choices"].texts == ["paper", "app"])
    #expect(try laptop.run("interactions").output.contains("desk"))
  }

  @Test func `assignments are everybody's, or one's own`() throws {
    #expect(try laptop.answer("assignments").list.count == 2)
    #expect(try laptop.answer("assignments", "--mine").list.map { $0["code"].text } == ["a1"])
  }

  @Test func `a store that nobody enrolled says what to do`() throws {
    let folder = try TemporaryFolder()
    let store = folder.path("store")
    let program = try ProgramUnderTest("shopper", environment: ["SHOPPER_STORE": store])
    #expect(try program.run(["programs"]).status == 0)
    #expect(try program.run(["visit", "list", "--json"]).output == "[]\n")
    #expect(try program.run(["visit", "list"]).error.contains("There are no visits here yet."))
    let outcome = try program.run(["observe", "desk", "4"])
    #expect(outcome.status == 1)
    #expect(outcome.error.contains("enrol URL CODE"), "\(outcome)")
  }

  @Test func `a place where nothing can be written is said to be one`() throws {
    let program = try ProgramUnderTest("shopper", environment: ["SHOPPER_STORE": "/proc/nowhere"])
    let outcome = try program.run(["status"])
    #expect(outcome.status == 1)
    #expect(
      outcome.error.hasPrefix(
        "error: The store at /proc/nowhere cannot be opened: No such file or directory. Name"
      ),
      "\(outcome)"
    )
    let export = try laptop.run("quarantine", "export", "/nonexistent/refused.jsonl")
    #expect(export.status == 1)
    #expect(
      export.error.hasPrefix("error: The file /nonexistent/refused.jsonl cannot be written. See"),
      "\(export)"
    )
  }

  @Test func `version, help and completions need no store`() throws {
    let program = try ProgramUnderTest("shopper", environment: ["SHOPPER_STORE": "/nowhere"])
    #expect(try program.run(["--version"]).output == "0.1.0\n")
    #expect(try program.run(["observe", "--help"]).output.contains("--verdict"))
    let completions = try program.run(["--generate-completion-script", "bash"])
    #expect(completions.output.contains("observe"))
    #expect(try program.run(["obsevre"]).status == 64)
  }
}
