// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import FieldModel
import Intake
package import LocalStore

/// `import`: field work from CSV files.
package struct ImportFieldWork: StoreCommand {
  package static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Take in visits, observations and attempts from CSV files.",
    discussion: """
      Values that cannot be read are kept as they were typed beside an empty field, and told with \
      row, column, value and a suggestion. Rows that cannot be taken are told, and do not stop the \
      others, unless --strict is given. Importing a file again changes nothing.
      """
  )

  @OptionGroup package var storeOptions: StoreOptions
  @OptionGroup var output: OutputOptions
  @Option(help: "The program's code; needed where there is more than one.") var program: String?
  @Option(
    help: "Visits, a row each: visit_id,location,scenario,wave,date,time_in,time_out, …",
    completion: .file(extensions: ["csv"])
  )
  var visits: String?
  @Option(
    help: "Observations, a row each: visit_id,interaction,value, …",
    completion: .file(extensions: ["csv"])
  )
  var observations: String?
  @Option(
    help: "Attempts at visits, a row each: visit_id,attempt,date,complete,reason, …",
    completion: .file(extensions: ["csv"])
  )
  var attempts: String?
  @Option(
    help: "What the files call their columns and values.",
    completion: .file(extensions: ["yaml", "yml"])
  )
  var mapping: String?
  @Flag(help: "Take nothing where any row cannot be taken.") var strict = false

  package init() {}

  package func validate() throws {
    if visits == nil, observations == nil, attempts == nil {
      throw ValidationError("Name a file: --visits, --observations or --attempts.")
    }
  }

  package func run(in store: LocalStore) throws {
    let files: [(IntakeTable, String)] =
      [(.visits, visits), (.observations, observations), (.attempts, attempts)]
      .compactMap { table, path in path.map { (table, $0) } }
    let mapping = try InputText.mapping(mapping)
    var intake = try store.read { reader in
      try FieldWorkIntake(
        try reader.program(program).id,
        mapping: mapping,
        reader,
        now: store.surroundings.now()
      )
    }
    try intake.take(files, into: store, strictly: strict)
    try answer(intake)
    if intake.report.hasRefusals { throw ExitCode(Failure.Code.badData.rawValue) }
  }

  private func answer(_ intake: FieldWorkIntake) throws {
    TextOutput.progress("")
    for finding in intake.report.findings {
      TextOutput.note(TextOutput.singleLine(finding.description))
    }
    for (table, count) in intake.report.counts.sorted(by: { $0.key.rank < $1.key.rank }) {
      let parts = [
        "\(count.taken) rows taken", "\(intake.written[table] ?? 0) records written",
        "\(count.refused) rows refused", "\(count.keptAsTyped) values kept as typed",
        "\(count.declaredMissing) values declared missing",
      ]
      TextOutput.note("\(table.rawValue): " + parts.joined(separator: ", "))
    }
    if strict, intake.report.hasRefusals {
      TextOutput.note("Nothing was taken. Correct the rows, or leave --strict.")
    }
    guard output.json else { return }
    try TextOutput.json(
      ImportAnswer(
        is_taken: !strict || !intake.report.hasRefusals,
        rows: intake.report.rowCounts,
        written: Dictionary(
          uniqueKeysWithValues: intake.written.map { ($0.key.rawValue, $0.value) }
        ),
        findings: intake.report.findings.map(FindingAnswer.init)
      )
    )
  }
}

extension IntakeTable {
  /// Where the table stands among all.
  fileprivate var rank: Int { IntakeTable.allCases.firstIndex(of: self) ?? 0 }
}

// The names of these members are the JSON's keys, which scripts rely on.
// swift-format-ignore: AlwaysUseLowerCamelCase
private struct ImportAnswer: Encodable {
  let is_taken: Bool
  let rows: [String: RowCount]
  let written: [String: Int]
  let findings: [FindingAnswer]

  private enum CodingKeys: String, CodingKey {
    case is_taken = "taken"
    case rows, written, findings
  }
}
