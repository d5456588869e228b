// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@Suite("A visit is recorded without a hub")
struct VisitTests {
  let laptop: Laptop

  init() throws {
    laptop = try Laptop()
  }

  @Test func `a visit is begun, observed and shown`() throws {
    let begun = try laptop.run("visit", "start", "--location", "arn", "--id", "V1", "--json")
    #expect(begun.status == 0, "\(begun)")
    let observed = try laptop.run(
      "observe",
      "desk",
      "4",
      "--verdict",
      "misery",
      "--seconds",
      "3:10"
    )
    #expect(observed.output == "V1  desk: 4\n", "\(observed)")
    let shown = try laptop.run("visit", "show")
    #expect(shown.output.contains("desk         4      misery   190"), "\(shown)")
  }
}
