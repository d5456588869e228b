// SPDX-License-Identifier: Apache-2.0

/// What a store does about a failure: a total function of it.
///
/// None of them drops anything.
package enum Remedy: String, CaseIterable, Sendable {
  /// Try the same again, later and later.
  case tryAgain
  /// Say hello again, at once: name or timeline are not what they seemed.
  case greetAgain
  /// Pull anew and offer the hub what it lacks, at once.
  case repair
  /// Keep everything, and wait for the owner to enrol again.
  case enrol
  /// Tell the owner; try again slowly, since somebody may put it right.
  case ask
  /// Update the older program; capture goes on meanwhile.
  case update
}

extension Problem {
  /// What a store does that meets this problem.
  package var remedy: Remedy {
    switch self {
    case .damagedBatch, .storage: .tryAgain
    case .epochChanged, .replicaForked, .journalGap: .greetAgain
    case .causalGap: .repair
    case .tokenMissing, .tokenUnknown, .deviceRevoked, .codeUnknown, .codeUsed, .codeExpired: .enrol
    case .version: .update
    case .badRequest, .malformed, .malformedChange, .forbidden, .foreignReplica, .foreignSeal,
      .notFound, .wrongMethod, .replicaTaken, .bodyTooLarge, .batchTooLarge, .mediaType,
      .contentEncoding, .invalid:
      .ask
    }
  }
}

extension SyncFailure {
  /// What the store does about it; what is not known is tried again.
  package var remedy: Remedy {
    switch self {
    case .unreachable, .unavailable, .damaged: .tryAgain
    case .unauthorized: .enrol
    case .forked: .greetAgain
    case .version: .update
    case .forbidden, .bug: .ask
    case .refused(let code, _): Problem(rawValue: code)?.remedy ?? .tryAgain
    }
  }

  /// Whether trying again later, unchanged, may help.
  package var isTemporary: Bool {
    switch remedy {
    case .tryAgain, .greetAgain, .repair: true
    case .enrol, .ask, .update: false
    }
  }
}
