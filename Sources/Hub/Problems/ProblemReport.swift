// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import HubStore
import Replication
import SyncProtocol

/// One occurrence of a problem, with what is particular to it.
struct ProblemReport: Error {
  let problem: Problem
  let detail: String

  init(_ problem: Problem, _ detail: String) {
    self.problem = problem
    self.detail = detail
  }

  /// Reads any error as a problem: the one place that does.
  ///
  /// An unforeseen error's own words stay on the hub, for they may tell of its insides.
  init(_ error: any Error) {
    switch error {
    case let report as ProblemReport: self = report
    case let refusal as HubRefusal: self.init(refusal.problem, refusal.description)
    case let error as HubStoreError: self.init(Problem(error), error.description)
    case let problem as WireProblem: self.init(.malformed, problem.description)
    default:
      let known = HubStoreError(storage: error)
      let detail = known == .full ? known?.description : nil
      self.init(.storage, detail ?? "The operator finds more in the hub's log.")
    }
  }

  /// The problem as `application/problem+json`.
  var json: [UInt8] {
    struct Document: Encodable {
      let type: String
      let title: String
      let status: Int
      let detail: String
      let code: String
      let hint: String
    }
    let document = Document(
      type: "urn:mystery-shopper:problem:" + problem.rawValue,
      title: problem.title,
      status: problem.status,
      detail: detail,
      code: problem.rawValue,
      hint: problem.hint
    )
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(document)).map(Array.init) ?? []
  }
}

extension Problem {
  /// The problem that a store's refusal is.
  init(_ error: HubStoreError) {
    switch error {
    case .noHub, .newerFile, .busy, .served, .full, .damaged, .unfit, .unsound: self = .storage
    case .unknownCode: self = .codeUnknown
    case .usedCode: self = .codeUsed
    case .expiredCode: self = .codeExpired
    case .takenReplica: self = .replicaTaken
    case .retired: self = .deviceRevoked
    case .invalid: self = .invalid
    case .forbidden: self = .forbidden
    case .unknown: self = .notFound
    }
  }
}
