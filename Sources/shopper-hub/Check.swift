// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import HubStore

/// Verifies what the hub holds.
struct Check: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Verify chains, counters, records and the database; exit 1 where something is wrong."
  )

  @OptionGroup var options: DataOptions

  @Flag(help: "Answer with one JSON document.")
  var json = false

  private struct Answer: Encodable {
    let ok: Bool
    let findings: [String]
    let changes: Int
    let records: Int
  }

  func run() async throws {
    try await reportingFailure {
      let store = try options.store(creates: false)
      let findings = try await store.check()
      let status = try await store.status()
      try store.close()
      if json {
        try TextOutput.json(
          Answer(
            ok: findings.isEmpty,
            findings: findings,
            changes: status.changes,
            records: status.records
          )
        )
      } else {
        for finding in findings {
          TextOutput.line(finding)
        }
        if findings.isEmpty {
          TextOutput.line("All is well: \(status.changes) changes, \(status.records) records.")
        }
      }
      if !findings.isEmpty { throw ExitCode(Failure.Code.failed.rawValue) }
    }
  }
}
