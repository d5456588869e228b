// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import Intake
import LocalStore

/// `program import`: places, interactions and assignments from CSV files.
struct ProgramImport: StoreCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Add locations, interactions and assignments from CSV files.",
    discussion: """
      Rows that cannot be taken are told with row, column and value, and do not stop the others, \
      unless --strict is given. Importing a file again writes only what differs. Columns that the \
      program does not know are kept as attributes.
      """
  )

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var output: OutputOptions
  @Option(name: .customLong("program"), help: "The program's code.") var code: String
  @Option(
    help: "Places: code,name,brand,unit,city,latitude,longitude and further columns.",
    completion: .file(extensions: ["csv"])
  )
  var locations: String?
  @Option(
    help: "The interaction bank: code,name,form,stage,process,order,kind,min,max,better, …",
    completion: .file(extensions: ["csv"])
  )
  var interactions: String?
  @Option(
    help: "Assignments: code,shopper,location,scenario,wave,from,due,note.",
    completion: .file(extensions: ["csv"])
  )
  var assignments: String?
  @Option(
    help: "What the files call their columns and values.",
    completion: .file(extensions: ["yaml", "yml"])
  )
  var mapping: String?
  @Flag(help: "Take nothing where any row cannot be taken.") var strict = false

  /// The files in the order in which they are read: later ones may name what earlier ones bring.
  private var files: [(table: IntakeTable, path: String)] {
    [(.interactions, interactions), (.locations, locations), (.assignments, assignments)]
      .compactMap { table, path in path.map { (table, $0) } }
  }

  func validate() throws {
    if files.isEmpty {
      throw ValidationError("Name a file: --locations, --interactions or --assignments.")
    }
  }

  func run(in store: LocalStore) throws {
    let mapping = try InputText.mapping(mapping)
    let program = try store.read { try $0.program(code) }
    var intake = try store.read { reader in
      try DefinitionIntake(program, mapping: mapping, reader: reader, now: store.surroundings.now())
    }
    for file in files {
      try intake.read(file.table, from: file.path)
    }
    let report = intake.report
    let isTaken = !strict || !report.hasRefusals
    var tally = DefinitionTally()
    if isTaken {
      tally = try store.write { writer in
        var tally = DefinitionTally()
        for draft in intake.drafts {
          try tally.write(draft, of: program.id, with: writer)
        }
        return tally
      }
    }
    try answer(report, tally, isTaken: isTaken)
    if report.hasRefusals { throw ExitCode(Failure.Code.badData.rawValue) }
  }

  private func answer(_ report: IntakeReport, _ tally: DefinitionTally, isTaken: Bool) throws {
    if output.json {
      return try TextOutput.json(
        Answer(
          program: code,
          isTaken: isTaken,
          rows: report.rowCounts,
          definitions: tally,
          findings: report.findings.map(FindingAnswer.init)
        )
      )
    }
    for finding in report.findings { TextOutput.note(finding.description) }
    TextOutput.table(tally.rows, headings: DefinitionTally.headings)
    let refused = report.counts.values.map(\.refused).reduce(0, +)
    if !isTaken {
      TextOutput.line(
        "Nothing was taken: \(refused) rows cannot be. Correct them, or leave --strict."
      )
    } else if refused > 0 {
      TextOutput.line("\(refused) rows were not taken. Correct them and import the file again.")
    }
  }

  private struct Answer: Encodable {
    let program: String
    let isTaken: Bool
    let rows: [String: RowCount]
    let definitions: DefinitionTally
    let findings: [FindingAnswer]

    enum CodingKeys: String, CodingKey {
      case program, rows, definitions, findings
      case isTaken = "taken"
    }
  }
}
