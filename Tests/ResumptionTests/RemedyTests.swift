// SPDX-License-Identifier: Apache-2.0

import SyncProtocol
import Testing

@Suite("Every refusal has its remedy")
struct RemedyTests {
  /// Class by class; a new problem without a line here fails the test.
  private static let expected: [Problem: Remedy] = [
    .badRequest: .ask, .malformed: .ask, .malformedChange: .ask, .damagedBatch: .tryAgain,
    .tokenMissing: .enrol, .tokenUnknown: .enrol, .deviceRevoked: .enrol,
    .codeUnknown: .enrol, .codeUsed: .enrol, .codeExpired: .enrol,
    .forbidden: .ask, .foreignReplica: .ask, .foreignSeal: .ask,
    .notFound: .ask, .wrongMethod: .ask,
    .epochChanged: .greetAgain, .replicaForked: .greetAgain, .journalGap: .greetAgain,
    .replicaTaken: .ask, .causalGap: .repair,
    .bodyTooLarge: .ask, .batchTooLarge: .ask, .mediaType: .ask, .contentEncoding: .ask,
    .invalid: .ask, .version: .update, .storage: .tryAgain,
  ]

  @Test(arguments: Problem.allCases)
  func `a store knows what to do about each problem`(problem: Problem) {
    #expect(problem.remedy == Self.expected[problem])
    let failure = SyncFailure(status: problem.status, code: problem.rawValue, detail: "So it is.")
    #expect(failure.remedy == problem.remedy, "as it comes over the wire")
    #expect(!failure.sentence.isEmpty)
  }

  @Test(arguments: [408, 425, 429, 500, 502, 503, 504, 599, 418, 451, 302])
  func `what nobody knows is tried again`(status: Int) {
    let failure = SyncFailure(status: status, code: "of_a_newer_hub", detail: "")
    #expect(failure.remedy == .tryAgain)
    #expect(failure.isTemporary)
  }

  @Test func `only what a person has to mend is not temporary`() {
    let temporary = Problem.allCases.filter {
      SyncFailure(status: $0.status, code: $0.rawValue, detail: "").isTemporary
    }
    #expect(
      Set(temporary) == [
        .damagedBatch, .epochChanged, .replicaForked, .journalGap, .causalGap, .storage,
      ]
    )
  }

  @Test func `the highest common version is spoken, and none where there is none`() {
    #expect(SyncVersion.agreed([1, 2], [2]) == 2)
    #expect(SyncVersion.agreed([1, 2], [1]) == 1)
    #expect(SyncVersion.agreed([1, 2], [2, 3, 9]) == 2)
    #expect(SyncVersion.agreed([1, 2], [3]) == nil)
    #expect(SyncVersion.agreed([1, 2], []) == nil)
  }
}
