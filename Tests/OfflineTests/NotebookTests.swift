// SPDX-License-Identifier: Apache-2.0

import LocalStore
import Testing

@Suite("A long task remembers beside the store")
struct NotebookTests {
  @Test func `what was noted first stands, under each name its own`() throws {
    let notebook = try Notebook()
    let names = [0, 7, -7, .max, .min] + Array(1_000..<3_000)
    for name in names {
      #expect(try notebook.note(name &* 3, under: name) == nil)
    }
    for name in names {
      #expect(try notebook.note(1, under: name) == name &* 3)
    }
    #expect(try Notebook().note(1, under: 7) == nil)
  }
}
