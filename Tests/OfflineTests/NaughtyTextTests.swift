// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import TestSupport
import Testing

@Suite("Text comes back byte for byte", .enabled(if: FieldData.isPresent, FieldData.absence))
struct NaughtyTextTests {
  let laptop: Laptop
  let strings: [String]

  init() throws {
    laptop = try Laptop(program: NaughtyTextTests.program)
    strings = try FieldData.naughtyStrings()
    try laptop.begin("V1")
  }

  private static let program = SampleProgram.yaml.replacing(
    "  - { code: queue,",
    with: (0..<515).map { "  - { code: n\($0), kind: text }\n" }.joined() + "  - { code: queue,"
  )

  @Test func `every naughty string survives as value and note`() throws {
    #expect(strings.count == 515)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let lines = try strings.enumerated().map { place, text in
      let line = ["interaction": "n\(place)", "value": text, "note": text]
      return String(decoding: try encoder.encode(line), as: UTF8.self)
    }
    let input = lines.joined(separator: "\n")
    let outcome = try laptop.run("observe", "--from", "-", "--atomic", input: input)
    #expect(outcome.status == 0, "\(outcome)")
    let kept = try laptop.answer("visit", "show")["observations"].list
    let byCode = Dictionary(uniqueKeysWithValues: kept.map { ($0["interaction"].text ?? "", $0) })
    for (place, text) in strings.enumerated() {
      for field in ["value", "note"] {
        let back = byCode["n\(place)"]?[field].text ?? ""
        #expect(back.utf8.elementsEqual(text.utf8), "\(place): \(text.debugDescription)")
      }
    }
  }

  @Test func `every naughty string that an argument can hold survives as one`() throws {
    for text in strings.filter({ !$0.utf8.contains(0) }).each(9) {
      let outcome = try laptop.run("visit", "edit", "V1", "note", "--", text)
      #expect(outcome.status == 0, "\(text.debugDescription): \(outcome)")
      let back = try laptop.answer("visit", "show")["note"].text ?? ""
      #expect(back.utf8.elementsEqual(text.utf8), "\(text.debugDescription)")
    }
  }

  @Test func `every naughty string survives in the names of a program`() throws {
    let scope = Scope(program: Program.id(code: "skyline"))
    let records = strings.enumerated().map { place, text in
      SampleProgram.record(
        RecordHeader(
          id: RecordID(.location, in: scope.program, named: "L\(place)"),
          kind: .location,
          scope: scope
        ),
        [Put("code", .text("L\(place)")), Put("name", .text(text))],
        counter: UInt64(10_000 + place)
      )
    }
    try laptop.pull(records)
    let names = Dictionary(
      uniqueKeysWithValues: try laptop.answer("locations").list.map {
        ($0["code"].text ?? "", $0["name"].text ?? "")
      }
    )
    for (place, text) in strings.enumerated() {
      #expect(names["L\(place)"]?.utf8.elementsEqual(text.utf8) ?? false, "\(place)")
    }
    #expect(try laptop.run("locations").status == 0)
  }
}

extension Array {
  /// Each so-manieth element: a process for each of all would take minutes.
  fileprivate func each(_ step: Int) -> [Element] {
    stride(from: 0, to: count, by: step).map { self[$0] }
  }
}
