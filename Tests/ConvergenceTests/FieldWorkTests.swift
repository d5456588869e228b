// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite(
  "Field work of many laptops becomes one dataset",
  .enabled(if: FieldData.isPresent, FieldData.absence)
)
struct FieldWorkTests {
  private static let isWhole =
    ProcessInfo.processInfo.environment["SHOPPER_TEST_WHOLE_FIELD_WORK"] == "1"

  private func play(_ options: [String]) throws -> ProgramOutcome {
    try ProgramUnderTest("shopper-bench").run(
      ["field-work", FieldData.path("patna-mystery-visits")] + options
    )
  }

  @Test func `two orders of syncing give one dataset, byte for byte, and nothing is lost`() throws {
    let outcome = try play(["--visits", "60", "--seed", "7", "--seeds", "2"])
    #expect(outcome.status == 0, "\(outcome)")
    let output = outcome.output
    #expect(output.contains("4 of 4 figures are equal."))
    #expect(output.contains("; 0 are lost."))
    #expect(output.contains(" 0 conflicts, 0 refused, 0 waiting."))
    #expect(output.contains("2 seeds: the same dataset, byte for byte."))
  }

  @Test(
    .enabled(
      if: isWhole,
      "the whole field work takes minutes: set SHOPPER_TEST_WHOLE_FIELD_WORK=1"
    )
  )
  func `every figure that is known comes out of the whole field work`() throws {
    let outcome = try play([])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(!outcome.output.contains("DIFFERS"))
  }
}
