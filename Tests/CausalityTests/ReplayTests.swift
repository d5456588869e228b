// SPDX-License-Identifier: Apache-2.0

import Foundation
import SyncProtocol
import TestSupport
import Testing

/// A write is lost only to a write that had seen it, in what 136 people really did to 250 records.
@Suite struct ReplayTests {
  @Test(.enabled(if: FieldData.isPresent, FieldData.absence), .enabled(if: isBuilt, unbuilt))
  func `a real history comes out with its known records, conflicts and order`() throws {
    let outcome = try ProgramUnderTest("shopper-bench").run([
      "replay-history", history("countries.events.jsonl.gz"),
      "--pairs", history("countries.pairs.csv"),
    ])
    try #require(outcome.status == 0, "\(outcome)")
    let told = try JSONDecoder().decode(Outcome.self, from: Data(outcome.outputBytes))
    let known = try JSONDecoder()
      .decode(Expected.self, from: Data(FieldData.read("edit-histories/countries.expected.json")))
    #expect(told.sha256 == known.sha256)
    #expect(told.records == known.records && told.fields == known.fields)
    #expect(told.pairs.right == known.pairs && told.pairs.wrong == [])
    let conflicts = try knownConflicts()
    #expect(told.conflicts.count == conflicts.count && Set(told.conflicts) == Set(conflicts))
  }

  private static let isBuilt = (try? ProgramUnderTest("shopper-bench")) != nil
  private static let unbuilt: Comment = "shopper-bench is not built: run swift build"

  private func history(_ name: String) -> String {
    FieldData.path("edit-histories/\(name)")
  }

  private func knownConflicts() throws -> [Conflict] {
    let packed = try FieldData.read("edit-histories/countries.conflicts.jsonl.gz")
    let lines = try Gzip.decompress(packed, limit: 1 << 20).split(separator: UInt8(ascii: "\n"))
    return try lines.map { try JSONDecoder().decode(Conflict.self, from: Data($0)) }
  }
}

/// What the program printed.
private struct Outcome: Decodable {
  struct Pairs: Decodable {
    let right: [String: Int]
    let wrong: [String]
  }

  let sha256: String
  let records: Int
  let fields: Int
  let conflicts: [Conflict]
  let pairs: Pairs

  enum CodingKeys: String, CodingKey {
    case sha256 = "final_sha256"
    case records, fields, conflicts, pairs
  }
}

/// What another program made of the same history.
private struct Expected: Decodable {
  let sha256: String
  let records: Int
  let fields: Int
  let pairs: [String: Int]

  enum CodingKeys: String, CodingKey {
    case sha256 = "final_sha256_of_canonical_json"
    case records = "final_records"
    case fields = "final_fields"
    case pairs
  }
}

/// A field that had different values at a merge.
private struct Conflict: Decodable, Hashable {
  struct Sibling: Decodable, Hashable {
    let event: Int
    let value: String?

    enum CodingKeys: String, CodingKey {
      case event = "written_by_event"
      case value
    }
  }

  let n: Int
  let record: String
  let field: String
  let siblings: [Sibling]
  let choice: String?

  enum CodingKeys: String, CodingKey {
    case n, record, field, siblings
    case choice = "resolved_to"
  }
}
