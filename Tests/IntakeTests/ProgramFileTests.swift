// SPDX-License-Identifier: Apache-2.0
import FieldModel
import Foundation
import Intake
import TestSupport
import Testing

@Suite struct ProgramFileTests {
  private let small = """
    program: { code: p, name: Small, outcome: overall }
    waves:
      - { code: w1, from: 2026-02-01, to: 2026-03-31 }
    brands:
      - { code: own, subject: own }
    locations:
      - { code: ARN, name: Arlanda, brand: own, latitude: 59.65, attributes: { gate: F12 } }
    interactions:
      - { code: overall, form: In person, kind: rating, min: 1, max: 10, critical: yes }
      - { code: way, kind: choice, choices: [desk, web] }
    targets:
      - { interaction: overall, measure: mean, value: 8.50, wave: w1 }
    assignments:
      - { shopper: S1, location: ARN, wave: w1, due: 2026-03-01 }
    """

  private func faults(_ yaml: String) -> [YAMLFault] {
    do {
      _ = try ProgramFile(yaml: yaml, file: "p.yaml")
      return []
    } catch {
      return error.faults
    }
  }

  @Test func `a program file becomes drafts of its definitions`() throws {
    let file = try ProgramFile(yaml: small, file: "p.yaml")
    #expect(file.code == "p")
    #expect(file.program["outcome"] == .text("overall"))
    #expect(
      file.definitions.map(\.kind) == [
        .wave, .brand, .location, .interaction, .interaction, .target, .assignment,
      ]
    )
    let wave = file.definitions[0]
    #expect(wave.key == ["w1"] && wave.line == 3)
    #expect(wave["to"] == CalendarDate("2026-03-31").map(FieldValue.day))
    let place = file.definitions[2]
    #expect(place["latitude"] == ExactNumber("59.65").map(FieldValue.number))
    #expect(place["attribute/gate"] == .text("F12"))
    let overall = file.definitions[3]
    #expect(overall["form"] == .text("in person"))
    #expect(overall["critical"] == .boolean(true))
    #expect(file.definitions[4]["choices"] == .choices(["desk", "web"]))
    #expect(file.definitions[5].key == ["overall", "mean", "w1", ""])
    #expect(file.definitions[5]["value"] == ExactNumber("8.5").map(FieldValue.number))
    #expect(file.definitions[6].key == ["S1", "ARN", "", "w1"])
  }

  @Test func `the same definition has the same name wherever it is read`() throws {
    let program = Program.id(code: "p")
    let first = try ProgramFile(yaml: small, file: "p.yaml")
    let second = try ProgramFile(yaml: small + "\n# again", file: "q.yaml")
    #expect(first.program.definitionID(in: nil) == program)
    #expect(
      first.definitions.map { $0.definitionID(in: program) }
        == second.definitions.map { $0.definitionID(in: program) }
    )
    #expect(
      first.definitions[5].definitionID(in: program)
        == RecordID(.target, in: program, named: "overall", "mean", "w1", "")
    )
  }

  @Test func `an unknown section or key is told with its place and the nearest one`() throws {
    let found = faults(
      "program: { code: p, naem: x }\nlocation: []\nwaves:\n  - code: w\n    form: 2026-01-01\n"
    )
    #expect(found.map(\.line) == [1, 2, 5])
    #expect(found[0].hint == "Did you mean “name”?")
    #expect(found[1].hint == "Did you mean “locations”?")
    #expect(found[2].path == ["waves", "entry “w”"])
    #expect(found[2].hint == "Did you mean “from”?")
  }

  @Test func `a reference that leads nowhere is told`() throws {
    let found = faults(small.replacing("brand: own,", with: "brand: onw,"))
    #expect(found.count == 1)
    #expect(found[0].path == ["locations", "entry “ARN”", "brand"])
    #expect(found[0].problem == "“onw” is no brand of this file")
    #expect(found[0].hint == "Did you mean “own”?")
    #expect(faults(small.replacing("outcome: overall", with: "outcome: none")).count == 1)
  }

  @Test func `an attribute that no report could read is refused, and others are as one likes`() {
    func found(_ attributes: String) -> [YAMLFault] {
      faults(
        small.replacing("max: 10,", with: "max: 10, attributes: { \(attributes) },")
      )
    }
    let good = [
      "\"scale:w1\": 1-5", "\"scale:w1\": -2-2", "\"scale:w1\": 1–10", "\"scale:w1\": -10--1",
      "\"scale:w1\": 0.5 - 2.5", "scale: broad", "commitment: return", "step: wait", "ward: 7",
    ]
    for attributes in good {
      #expect(found(attributes).isEmpty, "\(attributes)")
    }
    for text in ["1 to 5", "5", "5-1", "3-3", "one-five", "1-5-9", "-", ""] {
      let fault = found("\"scale:w1\": \"\(text)\"").first
      #expect(fault?.path == ["interactions", "entry “overall”", "attributes", "scale:w1"])
      #expect(fault?.description.contains("1-5") == true, "\(text): \(fault?.description ?? "")")
    }
    let fault = found("commitment: Return").first
    #expect(fault?.path.last == "commitment" && fault?.line == 9)
    #expect(fault?.problem == "“Return” is none of return, recommend, alternative, tolerance")
    #expect(fault?.hint == "Did you mean “return”?")
    #expect(faults(small.replacing("gate: F12", with: "commitment: F12")).isEmpty, "of a place")
  }

  @Test func `a section that the file leaves out was published before or is imported`() {
    #expect(faults("program: { code: p, outcome: desk }").isEmpty)
  }

  @Test func `codes are there, and each once in its section`() {
    let found = faults(
      "program: { code: p }\nwaves:\n  - { name: x }\n  - { code: a }\n  - { code: a }"
    )
    #expect(found.map(\.line) == [3, 5])
    #expect(found.last?.problem == "“a” is there already, on line 4")
    #expect(faults("program: { name: x }").count == 2)
    #expect(faults("waves: []").count == 1)
    #expect(faults("").count == 1)
  }

  @Test func `a value that cannot be read is told and nothing is taken`() {
    let yaml = """
      program: { code: p, staff_informed_on: 15/01/2026 }
      interactions:
        - { code: a, kind: ratings, min: ten, form: telefone, better: up }
        - { code: b, kind: rating, min: 10, max: 1 }
      locations:
        - { code: c, latitude: 91 }
      waves: { code: w }
      """
    let found = faults(yaml)
    #expect(found.map(\.line) == [1, 3, 3, 3, 3, 4, 6, 7])
    #expect(found[0].hint == "Did you mean “2026-01-15”?")
    #expect(found.contains { $0.hint == "Did you mean “rating”?" })
    #expect(found.contains { $0.hint == "Did you mean “telephone”?" })
  }

  @Test func `the example program is read whole`() throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Config/airline.yaml")
    let text = try String(contentsOf: path, encoding: .utf8)
    let file = try ProgramFile(yaml: text, file: "airline.yaml")
    #expect(!file.code.isEmpty)
    #expect(file.definitions.contains { $0.kind == .interaction })
  }
}
