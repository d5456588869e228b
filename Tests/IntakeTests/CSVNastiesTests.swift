// SPDX-License-Identifier: Apache-2.0
import Foundation
import Intake
import TestSupport
import Testing

// The nasty files are not part of the package; without them these tests say so and skip.
@Suite(.enabled(if: FieldData.isPresent, FieldData.absence))
struct CSVNastiesTests {
  private static let folder = "nasties/csv"

  private func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(
      atPath: FieldData.path("\(CSVNastiesTests.folder)/\(folder)")
    ).sorted()
  }

  private func expected(_ name: String) throws -> JSONValue {
    try JSONParser.value(of: FieldData.read("\(CSVNastiesTests.folder)/\(name)"))
  }

  /// The rows as the expected JSON has them: arrays, or objects named by the header.
  private func json(_ bytes: [UInt8], named: Bool) throws -> JSONValue {
    guard named else {
      return .array(try rows(bytes).map { .array(try $0.get().map(JSONValue.text)) })
    }
    var reader = try CSVReader(ByteSource(bytes: bytes, chunkBytes: 5))
    var objects: [JSONValue] = []
    while let result = try reader.next() {
      guard case .row(let row) = result else { continue }
      let members = reader.header.names.enumerated().map { cell, name in
        JSONObject.Member(name: name, value: .text(row[cell]))
      }
      objects.append(.object(JSONObject(members)))
    }
    return .array(objects)
  }

  @Test func `every good file of csv-spectrum says what it should`() throws {
    let files = try names(in: "csv-spectrum/csvs")
    #expect(files.count == 11)
    for file in files {
      let bytes = try FieldData.read("\(CSVNastiesTests.folder)/csv-spectrum/csvs/\(file)")
      let name = file.replacing(".csv", with: ".json")
      #expect(try json(bytes, named: true) == expected("csv-spectrum/json/\(name)"), "\(file)")
    }
  }

  @Test func `every good file of csv-test-data says what it should`() throws {
    let files = try names(in: "csv-test-data/csv").filter { !$0.hasPrefix("bad-") }
    #expect(files.count == 18)
    for file in files {
      let bytes = try FieldData.read("\(CSVNastiesTests.folder)/csv-test-data/csv/\(file)")
      let name = file.replacing(".csv", with: ".json")
      let got = try json(bytes, named: file.hasPrefix("header-"))
      #expect(try got == expected("csv-test-data/json/\(name)"), "\(file)")
    }
  }

  @Test func `every bad file is refused with a place`() throws {
    let files = try names(in: "csv-test-data/csv").filter { $0.hasPrefix("bad-") }
    #expect(files.count == 7)
    for file in files {
      let bytes = try FieldData.read("\(CSVNastiesTests.folder)/csv-test-data/csv/\(file)")
      var found = try faults(bytes)
      if found.isEmpty {
        let header = try CSVReader(ByteSource(bytes: bytes)).header
        for name in ["foo", "bar", "baz"] where header.cell(of: name) == nil {
          do {
            _ = try header.require(name)
          } catch {
            found.append(error)
          }
        }
      }
      #expect(!found.isEmpty, "\(file)")
      for fault in found {
        #expect(fault.row >= 1 && fault.place.line >= 1 && fault.place.column >= 1, "\(file)")
        #expect(!fault.hint.isEmpty)
      }
    }
  }

  @Test func `naughty strings come back byte for byte`() throws {
    let strings = try FieldData.naughtyStrings()
    let quoted = strings.map { "\"\($0.replacing("\"", with: "\"\""))\",x" }
    let bytes = Array("text,rest\n\(quoted.joined(separator: "\n"))".utf8)
    let got = try rows(bytes, chunkBytes: 11).dropFirst().map { try $0.get()[0] }
    #expect(got.count == strings.count)
    for (got, string) in zip(got, strings) {
      #expect(Array(got.utf8) == Array(string.utf8))
    }
  }
}
