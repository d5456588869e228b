// SPDX-License-Identifier: Apache-2.0
import Testing

/// The rules of the house, held against every file of the repository.
@Suite struct HouseTests {
  @Test func `a room imports only what stands above it`() {
    report(House.swiftFiles.flatMap(Imports.forbidden))
  }

  @Test func `no file is longer than 400 lines and no script longer than 80`() {
    report(House.swiftFiles.flatMap { Measures.long($0.file, limit: Measures.linesOfFile) })
    report(House.scripts.flatMap { Measures.long($0, limit: Measures.linesOfScript) })
  }

  @Test func `no function is longer than 60 lines`() {
    report(House.swiftFiles.flatMap(Measures.longFunctions))
  }

  @Test func `no line is wider than 100 columns`() {
    report((House.swiftFiles.map(\.file) + House.scripts).flatMap(Measures.wide))
  }

  @Test func `no word stands in code that has a better one`() {
    report(House.swiftFiles.flatMap(Words.banned))
  }

  @Test func `pure rooms are given the time, identifiers and chance`() {
    report(House.swiftFiles.flatMap(Words.impure))
  }

  @Test func `the repository speaks only of the product`() {
    report(House.allFiles.flatMap(Words.foreign))
  }

  @Test func `names of folders, files and types say what a thing is`() {
    report(House.rooms.flatMap(Names.emptyFolders))
    report(House.swiftFiles.flatMap(Names.emptyTypes))
  }

  @Test func `the first line of every file names its licence`() {
    report(House.swiftFiles.flatMap(Reach.unlicensed))
  }

  @Test func `every file is part of a target and holds code`() throws {
    let manifest = try #require(House.file("Package.swift"))
    report(House.swiftFiles.flatMap { Reach.dead($0, in: manifest) })
  }

  @Test func `the README names every test target`() throws {
    let readme = try #require(House.file("README.md"), "README.md is missing; write it")
    let targets = Set(House.swiftFiles.map(\.room).filter { $0.hasSuffix("Tests") })
    report(Reach.unnamed(targets, in: readme))
  }

  @Test func `the tree was read`() {
    #expect(House.swiftFiles.count > 20)
    #expect(Set(House.swiftFiles.map(\.room)).isSuperset(of: ["FieldModel", "TidyTests"]))
  }

  private func report(_ offences: [Offence]) {
    for offence in offences { Issue.record("\(offence)") }
  }
}
