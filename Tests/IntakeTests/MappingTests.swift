// SPDX-License-Identifier: Apache-2.0
import FieldModel
import Foundation
import Intake
import Testing

@Suite struct MappingTests {
  private func faults(_ yaml: String) -> [YAMLFault] {
    do {
      _ = try Mapping(yaml: yaml, file: "m.yaml")
      return []
    } catch {
      return error.faults
    }
  }

  @Test func `a mapping says which column is which and what words mean`() throws {
    let yaml = """
      zone: Asia/Kolkata
      dates: d/m/y
      missing: { "-99": not_applicable, "n.k.": left_blank }
      visits:
        columns: { visit_id: Case, location: clinic_id }
        constants: { wave: w1 }
        values: { scenario: { "Back pain": SP2, no: none } }
        period: { from: 2014-11-01, to: 2015-02-28 }
        attributes: [block]
        checks: { block: [Patna, Danapur], seen: date }
      observations:
        dates: m/d/y
        attributes: none
        wide: { overall: Overall rating }
      """
    let mapping = try Mapping(yaml: yaml, file: "m.yaml")
    #expect(mapping.zone?.name == "Asia/Kolkata")
    let visits = mapping[.visits]
    #expect(visits.columns == ["visit_id": "Case", "location": "clinic_id"])
    #expect(visits.constants == ["wave": "w1"])
    #expect(visits.values == ["scenario": ["Back pain": "SP2", "no": "none"]])
    #expect(visits.missing == ["-99": .notApplicable, "n.k.": .leftBlank])
    #expect(visits.attributes == .only(["block"]))
    #expect(visits.checks == ["block": .oneOf(["Patna", "Danapur"]), "seen": .kind(.date)])
    #expect(visits.period?.upperBound == CalendarDate("2015-02-28"))
    #expect(visits.order == DayOrder("d/m/y"))
    #expect(mapping[.observations].order == DayOrder("m/d/y"))
    #expect(mapping[.observations].attributes == .only([]))
    #expect(mapping[.observations].wide == ["overall": WideColumn("Overall rating")])
  }

  @Test func `the README's mapping is one, and says what its comments say`() throws {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let readme = try String(contentsOf: package.appending(path: "README.md"), encoding: .utf8)
    let yaml = try #require(readme.firstMatch(of: /```yaml\n((?s).*?)```/)?.output.1)
    let mapping = try Mapping(yaml: String(yaml), file: "README.md")
    #expect(mapping[.visits].constants == ["wave": "spring"])
    #expect(mapping[.visits].missing == ["n.k.": .leftBlank])
    #expect(mapping[.observations].columns["observed_at"] == "Seen at")
    #expect(mapping[.observations].missing["no answer"] == .refused)
    #expect(mapping[.observations].wide["overall"] == WideColumn("Overall rating"))
    #expect(mapping[.observations].wide["bag"]?.missing == ["": .notAsked])
  }

  @Test func `an unknown key is told with its line and the nearest known one`() throws {
    let found = faults("zone: UTC\nvisit:\n  columns: {}\nattempts:\n  colums: {}\n")
    #expect(found.map(\.line) == [3, 5])
    #expect(found.map(\.hint) == ["Did you mean “visits”?", "Did you mean “columns”?"])
    let column = try #require(faults("visits: { columns: { visitid: a } }").first)
    #expect(column.path == ["visits", "columns"])
    #expect(column.hint == "Did you mean “visit_id”?")
  }

  @Test func `everything that is wrong is told at once`() {
    let yaml = """
      zone: Atlantis
      dates: day first
      missing: { "-99": gone }
      visits:
        period: { from: 2015-02-28 }
        attributes: some
        checks: { a: colour }
        columns: [a]
        wide: {}
      """
    #expect(faults(yaml).count == 8)
  }

  @Test(arguments: ["visits: {", "a: b: c", "visits: {}\nvisits: {}", "\u{1}", "[[[", "- a", "3"])
  func `what is not YAML, or no mapping, is refused with a place`(yaml: String) {
    let found = faults(yaml)
    #expect(!found.isEmpty && found.allSatisfy { $0.line >= 1 })
  }

  @Test func `deep nesting does no harm`() {
    #expect(!faults(String(repeating: "[", count: 100_000)).isEmpty)
    #expect(!faults(String(repeating: "- ", count: 100_000)).isEmpty)
    #expect(!faults(String(repeating: "{a: ", count: 100_000)).isEmpty)
  }

  @Test func `an empty mapping changes nothing`() throws {
    let mapping = try Mapping(yaml: "# nothing\n", file: "m.yaml")
    #expect(mapping.zone == nil)
    #expect(mapping[.visits].attributes == .all)
  }
}
