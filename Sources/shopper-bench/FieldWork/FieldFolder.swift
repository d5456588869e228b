// SPDX-License-Identifier: Apache-2.0

import CommandLine
import FieldModel
import Intake

/// A folder of field work: forms as they were keyed in, what each laptop did when, and what is
/// known to come out.
struct FieldFolder {
  /// The folder's path.
  let path: String

  /// What the visits are described as, in the file's order.
  private(set) var visits: [Draft]

  /// What the attempts are described as, by the code of the visit.
  private(set) var attempts: [String: [Draft]]

  /// The program and its definitions.
  let definitions: [Draft]

  /// What was done, in the order in which it was recorded.
  private(set) var actions: [FieldAction]

  /// What a person should look at.
  let findings: [Finding]

  /// The figures that are known to come out, computed elsewhere.
  let expected: JSONValue

  /// The code of the program that is made of the folder.
  static let program = "clinics"

  /// Reads a folder.
  ///
  /// - Parameter path: The folder.
  /// - Throws: ``Failure``, and what stands in the way of reading.
  init(_ path: String) throws {
    var intake = FormIntake(folder: path)
    self.path = path
    expected = try JSONParser.value(of: FieldFolder.bytes(of: path + "/expected.json"))
    let interactions = try intake.drafts(of: .interactions, in: "interactions.csv")
    let locations = try intake.drafts(of: .locations, in: "visits.csv")
    visits = try intake.drafts(of: .visits, in: "visits.csv")
    attempts = Dictionary(grouping: try intake.drafts(of: .attempts, in: "attempts.csv")) {
      $0.key.first ?? ""
    }
    definitions =
      FieldFolder.definitions(visits: visits, locations: locations, expected: expected)
      + locations + interactions
    findings = intake.findings
    actions = try FieldAction.actions(at: path + "/replay.jsonl.gz")
  }

  /// Leaves all visits out but the first ones of the file.
  mutating func keep(firstVisits count: Int) {
    visits = Array(visits.prefix(count))
    let codes = Set(visits.compactMap(\.key.first))
    attempts = attempts.filter { codes.contains($0.key) }
    actions = actions.filter { codes.contains($0.visit) }
  }

  /// Whose laptop records each visit, by the visit's code.
  var owners: [String: String] {
    let recorded = actions.filter { action in
      switch action.deed {
      case .start, .observations, .finish: true
      case .attempt, .review: false
      }
    }
    return Dictionary(recorded.map { ($0.visit, $0.device) }) { first, _ in first }
  }

  /// The attempts that are on the forms and that no laptop recorded, by the visit's code.
  var forgottenAttempts: [String: [Int]] {
    var played: [String: Set<Int>] = [:]
    for action in actions {
      if case .attempt(let number, _, _) = action.deed {
        played[action.visit, default: []].insert(number)
      }
    }
    return attempts.reduce(into: [:]) { forgotten, entry in
      let numbers = entry.value.compactMap { $0["number"]?.number?.whole }
      forgotten[entry.key] = numbers.filter { played[entry.key]?.contains($0) != true }
    }
  }

  /// The bytes of a file.
  static func bytes(of path: String) throws -> [UInt8] {
    let source = try ByteSource(path: path)
    var bytes: [UInt8] = []
    while let chunk = try source.next() {
      bytes += chunk
    }
    return bytes
  }

  /// The program itself, and what the rows of visits name: brands, scenarios, waves.
  private static func definitions(
    visits: [Draft],
    locations: [Draft],
    expected: JSONValue
  ) -> [Draft] {
    let gap = expected["brand_gap"]
    let subjects = [
      gap?["own"]?.typed: Subject.own, gap?["competitor"]?.typed: Subject.competitor,
    ]
    let named: [(RecordKind, [String])] = [
      (.brand, codes(of: "brand", in: locations)), (.scenario, codes(of: "scenario", in: visits)),
      (.wave, codes(of: "wave", in: visits)),
    ]
    let program = definition(
      .program,
      FieldFolder.program,
      [Put("name", .text("Clinics")), Put("outcome", .text("overall"))]
    )
    return [program]
      + named.flatMap { kind, codes in
        codes.map { code in
          let subject = kind == .brand ? subjects[code] : nil
          return definition(
            kind,
            code,
            subject.map { [Put("subject", .text($0.rawValue))] } ?? []
          )
        }
      }
  }

  private static func definition(_ kind: RecordKind, _ code: String, _ puts: [Put]) -> Draft {
    let known = [Put("code", .text(code)), Put("name", .text(code))]
    return Draft(
      kind,
      key: [code],
      puts: known.filter { put in !puts.contains { $0.path == put.path } } + puts,
      line: 1
    )
  }

  private static func codes(of path: FieldPath, in drafts: [Draft]) -> [String] {
    Set(drafts.compactMap { $0[path]?.text }).sorted()
  }
}

extension JSONValue {
  /// The value of a member; nil for anything but an object that has it.
  subscript(name: String) -> JSONValue? {
    if case .object(let object) = self { object[name] } else { nil }
  }
}

/// The forms of a folder on their way in, read as an import reads them.
private struct FormIntake {
  let folder: String
  private(set) var findings: [Finding] = []
  private let mapping = FieldMapping.mapping

  init(folder: String) {
    self.folder = folder
  }

  mutating func drafts(of table: IntakeTable, in file: String) throws -> [Draft] {
    var rows = try TableImport(
      table,
      file: file,
      source: try ByteSource(path: "\(folder)/\(file)"),
      mapping: mapping,
      context: IntakeContext(now: LocalTime(milliseconds: 0), zone: FieldMapping.zone)
    )
    var drafts: [Draft] = []
    while let row = try rows.next() {
      guard !row.isRefused else {
        let what = row.findings.map(\.description).joined(separator: "\n")
        throw Failure(.badData, "\(what)\nNothing was played. Correct the file.")
      }
      drafts += row.drafts
      findings += row.findings
    }
    return drafts
  }
}
