// SPDX-License-Identifier: Apache-2.0

import FieldModel
package import SyncProtocol

/// Why a hub did not do what it was asked; nothing was stored.
package enum HubRefusal: Error, Hashable, Sendable {
  /// Sender and hub speak no common version.
  case version
  /// The hub's timeline is another than the one that the request speaks of.
  case otherEpoch
  /// Another person's store has this name.
  case takenReplica
  /// The batch holds changes of another replica than the one it names.
  case foreignReplica
  /// The batch begins after a counter that the hub does not have; it should begin at this one.
  case gap(expected: UInt64)
  /// The hub holds another change under this name, or another one before it.
  case forked(SeenFork)
  /// The change with this counter was made on something that the hub has not seen.
  case causalGap(counter: UInt64)
  /// The batch's change of this place, from 0, is none.
  case malformed(place: Int, counter: UInt64?, reason: String)
  /// The message is none: a sentence.
  case unreadable(String)
  /// The batch's bytes are not those that were sent.
  case damagedBatch
  /// The batch is too large: a sentence.
  case batchTooLarge(String)
  /// A bundle's seal is nobody's.
  case foreignSeal
  /// There is nothing of this name: a sentence.
  case unknown(String)
  /// What is not taken: a sentence.
  case invalid(String)

  /// The problem as senders are told.
  package var problem: Problem {
    switch self {
    case .version: .version
    case .otherEpoch: .epochChanged
    case .takenReplica: .replicaTaken
    case .foreignReplica: .foreignReplica
    case .gap: .journalGap
    case .forked: .replicaForked
    case .causalGap: .causalGap
    case .malformed: .malformedChange
    case .unreadable: .malformed
    case .damagedBatch: .damagedBatch
    case .batchTooLarge: .batchTooLarge
    case .foreignSeal: .foreignSeal
    case .unknown: .notFound
    case .invalid: .invalid
    }
  }
}

extension HubRefusal: CustomStringConvertible {
  /// What failed, in one sentence.
  package var description: String {
    switch self {
    case .version: "The hub speaks versions \(SyncVersion.first) and \(SyncVersion.second)."
    case .otherEpoch: "The hub's records begin anew since you last spoke."
    case .takenReplica: "Another person's store has this name."
    case .foreignReplica: "A store may send its own changes only."
    case .gap(let expected): "The hub lacks the changes before these; send from \(expected) on."
    case .forked(let fork): "The hub holds another change under counter \(fork.dot.counter)."
    case .causalGap(let counter):
      "The change with counter \(counter) was made on something that the hub has not seen."
    case .malformed(let place, let counter, let reason):
      counter.map { "The change with counter \($0) is none: \(reason)" }
        ?? "The change at place \(place + 1) of the batch is none: \(reason)"
    case .damagedBatch: "The batch's bytes are not those that were sent."
    case .foreignSeal: "The bundle was altered, or its store is unknown to this hub."
    case .unreadable(let sentence), .batchTooLarge(let sentence), .unknown(let sentence),
      .invalid(let sentence):
      sentence
    }
  }
}

/// How large what a hub keeps and hands out may be.
package enum HubLimits {
  /// The most bytes of a record's state: more would not fit a page of a pull.
  package static let stateBytesMaximum = 4 << 20
  /// The most bytes of a page that has more than one record.
  package static let pageBytesMaximum = 4 << 20
}
