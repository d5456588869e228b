// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import HubStore

/// Verifies what the hub holds.
struct Check: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Verify chains, counters, records and the database; exit 1 where something is wrong."
  )

  @OptionGroup var options: DataOptions

  @Flag(help: "Answer with one JSON document.")
  var json = false

  private struct Answer: Encodable {
    let ok: Bool
    let findings: [String]
    /// None where they cannot be counted.
    let changes: Int?
    let records: Int?

    init(_ findings: [String], _ status: HubStatus?) {
      ok = findings.isEmpty
      self.findings = findings
      changes = status?.changes
      records = status?.records
    }
  }

  func run() async throws {
    try await reportingFailure {
      let answer = try await answer()
      if json {
        try TextOutput.json(answer)
      } else {
        for finding in answer.findings {
          TextOutput.line(TextOutput.singleLine(finding))
        }
        if answer.ok {
          TextOutput.line(
            "All is well: \(TextOutput.count(answer.changes ?? 0, "change")), "
              + "\(TextOutput.count(answer.records ?? 0, "record"))."
          )
        }
      }
      if !answer.ok { throw ExitCode(Failure.Code.failed.rawValue) }
    }
  }

  private func answer() async throws -> Answer {
    do {
      let store = try options.store(creates: false)
      let findings = try await store.check()
      let status = try? await store.status()
      try store.close()
      return Answer(findings, status)
    } catch {
      // A file that cannot even be opened is a finding like any other.
      guard let finding = HubStoreError(storage: error)?.finding else { throw error }
      return Answer([finding], nil)
    }
  }
}
