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
}
