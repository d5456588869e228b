// SPDX-License-Identifier: Apache-2.0

import CommandLine
import FieldModel
import Foundation
import LocalStore
import TestSupport
import Testing

@Suite("Nasty files do no harm", .enabled(if: FieldData.isPresent, FieldData.absence))
struct NastyFilesTests {
  let laptop: Laptop

  init() throws {
    laptop = try Laptop()
    try laptop.begin("V1")
    try laptop.run("observe", "desk", "4")
  }

  private static func files(_ folder: String, _ end: String) throws -> [String] {
    let root = FieldData.path("nasties/\(folder)")
    return try FileManager.default.subpathsOfDirectory(atPath: root)
      .filter { $0.hasSuffix(end) }.sorted().map { "\(root)/\($0)" }
  }

  private func expectUnharmed() throws {
    #expect(try laptop.run("verify").status == 0)
    #expect(try laptop.store().integrityFindings().isEmpty)
    let sheet = try laptop.answer("visit", "show")
    #expect(sheet["observations"].list.count == 1)
    #expect(sheet["observations"][0]["value"].number == 4)
  }

  @Test func `nasty JSON is refused line by line, with its place`() throws {
    let files = try NastyFilesTests.files("json", ".json")
    #expect(files.count > 300)
    let bytes = try files.map { try [UInt8](Data(contentsOf: URL(fileURLWithPath: $0))) }
    let folder = try TemporaryFolder()
    let path = try folder.write(bytes.joined(separator: [10]), to: "nasty.jsonl")
    let outcome = try laptop.run("observe", "--from", path, "--json")
    #expect(outcome.status == 65)
    let answer = try Answer(outcome)
    #expect(answer["stored"].number == 0)
    #expect(answer["refused"].number ?? 0 > 300)
    #expect(answer["findings"].list.allSatisfy { $0["line"].number ?? 0 > 0 })
    try expectUnharmed()
  }

  @Test func `nasty CSV is refused with its place`() throws {
    for file in try NastyFilesTests.files("csv", ".csv") {
      for table in ["--visits", "--observations", "--attempts"] {
        let outcome = try laptop.run("import", table, file)
        #expect(outcome.status == 65, "\(file): \(outcome)")
        #expect(outcome.error.hasPrefix("error: \(file), "), "\(outcome)")
      }
    }
    try expectUnharmed()
  }

  @Test func `every naughty string survives a CSV file`() throws {
    let strings = try FieldData.naughtyStrings()
    let rows = strings.enumerated().map { place, text in
      "N\(place),ARN,\"\(text.replacing("\"", with: "\"\""))\"\r\n"
    }
    let folder = try TemporaryFolder()
    let path = try folder.write("visit_id,location,remark\r\n" + rows.joined(), to: "visits.csv")
    let answer = try laptop.answer("import", "--visits", path)
    #expect(answer["rows"]["visits"]["taken"].number == 515)
    let remarks = try laptop.store().read { reader in
      try strings.indices.map { place in
        try reader.visit("N\(place)").attributes.first { $0.name == "remark" }?.value.display ?? ""
      }
    }
    for (text, remark) in zip(strings, remarks) {
      #expect(remark.utf8.elementsEqual(text.utf8), "\(text.debugDescription)")
    }
  }
}
