// SPDX-License-Identifier: Apache-2.0
import Testing

/// Each check is shown an offence and must see it, and a harmless twin and must not.
@Suite struct PlantedOffenceTests {
  private static let source = "Sources/FieldModel/Planted.swift"

  private func lines(_ offences: [Offence]) -> [Int] { offences.map(\.line) }

  @Test(arguments: [
    ("FieldModel", "import Foundation"),
    ("FieldModel", "public import Glibc"),
    ("Intake", "package import SyncProtocol"),
    ("LocalStore", "import HubStore"),
    ("SyncClient", "import struct HubStore.Log"),
    ("HubStore", "@preconcurrency import LocalStore"),
    ("Hub", "import SyncClient"),
    ("CommandLine", "import Hub"),
    ("shopper", "import Hummingbird"),
    ("CLibcurl", "let x = 1"),
  ])
  func `a downward import is seen`(room: String, code: String) {
    #expect(lines(Imports.forbidden(SwiftFile(path: "Sources/\(room)/A.swift", code))) == [1])
  }

  @Test(arguments: [
    ("FieldModel", "// import Foundation"),
    ("SyncProtocol", "package import FieldModel"),
    ("LocalStore", "import class GRDB.DatabaseQueue"),
    ("Hub", "internal import NIOCore"),
    ("shopper", "import CommandLine"),
  ])
  func `an upward import is let be`(room: String, code: String) {
    #expect(Imports.forbidden(SwiftFile(path: "Sources/\(room)/A.swift", code)).isEmpty)
  }

  @Test func `a test that imports XCTest is seen`() {
    #expect(lines(Imports.forbidden(SwiftFile(path: "Tests/A/A.swift", "\nimport XCTest"))) == [2])
    #expect(Imports.forbidden(SwiftFile(path: "Tests/A/A.swift", "import Testing")).isEmpty)
  }

  @Test(arguments: Words.inSources)
  func `a banned word is seen in code only`(word: BannedWord) {
    let code = "a()\n\(word) }\n"
    #expect(lines(Words.banned(in: SwiftFile(path: Self.source, code))).contains(2))
    #expect(Words.banned(in: SwiftFile(path: Self.source, "// \(word)")).isEmpty)
    #expect(Words.banned(in: SwiftFile(path: Self.source, "let a = \"\(word)\"")).isEmpty)
  }

  @Test(arguments: Words.everywhere)
  func `a word banned everywhere is seen in tests`(word: BannedWord) {
    let file = SwiftFile(path: "Tests/A/A.swift", "try await Task.\n\(word)")
    #expect(lines(Words.banned(in: file)) == [2])
  }

  @Test(arguments: Words.inPureRooms)
  func `a clock, identifier or chance is seen in a pure room only`(word: BannedWord) {
    let code = "let a = \(word)"
    #expect(!Words.impure(in: SwiftFile(path: Self.source, code)).isEmpty)
    #expect(Words.impure(in: SwiftFile(path: "Sources/Hub/A.swift", code)).isEmpty)
  }

  @Test(arguments: [
    "TaskGroup { }", "enum Task { }", "a.print(b)", "func print() {}",
    "x as? Y",
    "try !flag", "fatalErrors()", "let sleeps = 1", "sprint(a)", "CalendarDate(1)",
    "// Safe because it is guarded\nextension A: @unchecked Sendable {}",
    "// Safe because\n// it is guarded\nnonisolated(unsafe) var a = 1",
  ])
  func `a harmless word is let be`(code: String) {
    let file = SwiftFile(path: Self.source, code)
    #expect(Words.banned(in: file) + Words.impure(in: file) == [])
  }

  @Test func `only TextOutput prints`() {
    let text = "print(1)"
    #expect(Words.banned(in: SwiftFile(path: "Sources/Hub/TextOutput.swift", text)).isEmpty)
    #expect(lines(Words.banned(in: SwiftFile(path: "Sources/Hub/Output.swift", text))) == [1])
  }

  @Test func `an excuse must stand just above`() {
    let code = "// Safe because\nlet a = 1\nnonisolated(unsafe) var b = 1"
    #expect(lines(Words.banned(in: SwiftFile(path: Self.source, code))) == [3])
  }

  @Test(arguments: ["TODO", "FIXME", "XXX"])
  func `work left undone is seen in comments`(word: String) {
    let file = SwiftFile(path: "Tests/A/A.swift", "let a = 1\nlet b = 2 // \(word): c")
    #expect(lines(Words.banned(in: file)) == [2])
    #expect(Words.banned(in: SwiftFile(path: "Tests/A/A.swift", "// \(word)Z")).isEmpty)
  }
}
