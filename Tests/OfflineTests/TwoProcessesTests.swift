// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("Processes share a store")
struct TwoProcessesTests {
  @Test func `a hundred observations of two processes at once are all there`() throws {
    let yaml = SampleProgram.yaml.replacing(
      "  - { code: queue,",
      with: (0..<100).map { "  - { code: n\($0), kind: count }\n" }.joined() + "  - { code: queue,"
    )
    let laptop = try Laptop(program: yaml)
    try laptop.begin("V1")
    let halves = try [0, 50].map { first in
      let lines = (first..<first + 50).map { #"{"interaction": "n\#($0)", "value": \#($0)}"# }
      return try laptop.start(
        ["observe", "--from", "-", "--json"],
        input: lines.joined(separator: "\n")
      )
    }
    for half in halves {
      #expect(try Answer(half.wait())["stored"].number == 50)
    }
    let lines = try laptop.answer("visit", "show")["observations"].list
    #expect(lines.count == 100)
    #expect(lines.allSatisfy { "n\(Int($0["value"].number ?? -1))" == $0["interaction"].text })
    let verified = try laptop.run("verify")
    #expect(verified.status == 0, "\(verified)")
  }

  @Test func `two fresh processes observe at once, again and again`() throws {
    let laptop = try Laptop()
    try laptop.begin("V1")
    let codes = ["queue", "desk", "people", "fee", "full"]
    for round in 1...5 {
      let running = try codes.map { try laptop.start(["observe", $0, "\(round)"]) }
      for program in running {
        let outcome = program.wait()
        #expect(outcome.status == 0, "\(outcome)")
      }
    }
    let lines = try laptop.answer("visit", "show")["observations"].list
    #expect(lines.compactMap { $0["value"].number } == [5, 5, 5, 5, 5])
    #expect(try laptop.answer("history", "V1").list.count == 4 + 5 + 25)
  }
}
