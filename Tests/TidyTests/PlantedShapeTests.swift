// SPDX-License-Identifier: Apache-2.0
import Testing

/// Lengths, names and places: each check is shown an offence and a harmless twin.
@Suite struct PlantedShapeTests {
  private func file(_ text: String, at path: String = "Sources/Hub/A.swift") -> SwiftFile {
    SwiftFile(path: path, text)
  }

  private func newlines(_ count: Int) -> String { String(repeating: "\n", count: count) }

  @Test func `a file one line too long is seen`() {
    let limit = Measures.linesOfFile
    #expect(Measures.long(file(newlines(limit)).file, limit: limit).isEmpty)
    #expect(Measures.long(file(newlines(limit + 1)).file, limit: limit).map(\.line) == [limit + 1])
  }

  @Test func `a line one column too wide is seen, counted in characters`() {
    let fits = String(repeating: "é", count: Measures.columns)
    #expect(Measures.wide(file("\n" + fits).file).isEmpty)
    #expect(Measures.wide(file("\n" + fits + "x").file).map(\.line) == [2])
  }

  @Test(arguments: [
    "func f(a: () -> Void = {}) async throws -> [Int] where A == B {", "init?() {",
    "subscript(i: Int) -> Int {", "deinit {", "var a: Int {", "func `a name`()\n{",
    "static func < (a: A, b: A) -> Bool {",
  ])
  func `a function one line too long is seen`(head: String) {
    let extra = head.split(separator: "\n").count
    let fits = Measures.linesOfFunction - extra
    let text = { "struct A {\n\(head)\n\(newlines($0 - 1))}\nfunc g() {}\n}" }
    #expect(Measures.longFunctions(file(text(fits))).isEmpty)
    #expect(Measures.longFunctions(file(text(fits + 1))).map(\.line) == [2])
  }

  @Test(arguments: [
    "protocol P {\n func a()\n var b: Int { get }\n init()\n}\nenum E {", "let a = [", "struct S {",
    "self.init(a)\nif b {", "var a: Int\nif b {", "var a = f {",
  ])
  func `what is no function may be longer`(head: String) {
    #expect(Measures.longFunctions(file("\(head)\n\(newlines(99))}")).isEmpty)
  }

  @Test(arguments: ["Utils", "SyncManager", "HubHelper", "Core", "StoreImpl", "Base", "Helpers"])
  func `an empty name is seen`(name: String) {
    #expect(Names.emptyTypes(file("\nstruct \(name) {}")).map(\.line) == [2])
    #expect(Names.emptyTypes(file("protocol \(name): A {}")).count == 1)
    #expect(Names.emptyFolders(file("", at: "Sources/Hub/\(name)/A.swift").file).count == 1)
    #expect(Names.emptyFolders(file("", at: "Sources/Hub/\(name).swift").file).count == 1)
    #expect(Names.emptyFolders(file("", at: "Sources/Hub/Store+\(name).swift").file).count == 1)
  }

  @Test(arguments: ["Database", "CommonMark", "Scores", "Corey", "Base32", "BaseVector", "Release"])
  func `a name that says something is let be`(name: String) {
    #expect(Names.emptyTypes(file("class \(name) { class func core() {} }")).isEmpty)
    #expect(Names.emptyFolders(file("", at: "Sources/Hub/\(name).swift").file).isEmpty)
  }

  @Test func `a missing licence line is seen`() {
    #expect(Reach.unlicensed(file("import A\n" + Reach.licence)).count == 1)
    #expect(Reach.unlicensed(file("")).count == 1)
    #expect(Reach.unlicensed(file(Reach.licence + "\nimport A")).isEmpty)
  }

  @Test func `a file outside every target or without code is seen`() {
    let manifest = TextFile(path: "Package.swift", text: #".target(name: "Hub")"#)
    #expect(Reach.dead(file("let a = 1"), in: manifest).isEmpty)
    #expect(Reach.dead(file("let a = 1", at: "Sources/Lost/A.swift"), in: manifest).count == 1)
    #expect(Reach.dead(file("let a = 1", at: "Sources/A.swift"), in: manifest).count == 1)
    #expect(Reach.dead(file("// nothing\nimport A"), in: manifest).count == 1)
  }

  @Test func `a test target that the README forgets is seen`() {
    let readme = TextFile(path: "README.md", text: "kept by `HubTests`")
    #expect(Reach.unnamed(["HubTests"], in: readme).isEmpty)
    #expect(Reach.unnamed(["HubTests", "SyncTests"], in: readme).count == 1)
  }

  @Test(arguments: Words.machineFolders)
  func `a path of one machine is seen`(folder: String) {
    for line in ["cd \(folder)/a", "\(folder)", "\"\(folder)/\"", "a=\(folder)/b"] {
      #expect(Words.foreign(in: TextFile(path: "Scripts/a", text: line)).count == 1, "\(line)")
    }
    for line in ["a\(folder)/b", "$HOME\(folder)", "\(folder)shop", "https://a.b\(folder)/"] {
      #expect(Words.foreign(in: TextFile(path: "Scripts/a", text: line)).isEmpty, "\(line)")
    }
  }

  @Test(arguments: Words.strangePhrases)
  func `a phrase that is not about the product is seen`(phrase: String) {
    let text = "first\nsaid the \(phrase.uppercased())"
    #expect(Words.foreign(in: TextFile(path: "README.md", text: text)).map(\.line) == [2])
  }

  @Test func `generated files are exempt`() {
    #expect(file("", at: "Sources/SyncProtocol/sync.pb.swift").isGenerated)
    #expect(file("", at: "Sources/SyncProtocol/Generated/A.swift").isGenerated)
    #expect(!file("", at: "Sources/SyncProtocol/GeneratedNames.swift").isGenerated)
  }
}
