// SPDX-License-Identifier: Apache-2.0

/// Why a hub's store did not do what it was asked; nothing was stored.
package enum HubStoreError: Error, Hashable, Sendable {
  /// There is no hub in the folder.
  case noHub(folder: String)
  /// A newer program has written the file.
  case newerFile(path: String)
  /// No invitation has this code.
  case unknownCode
  /// The code was used before.
  case usedCode
  /// The code's time is over.
  case expiredCode
  /// Another person's store has this replica's name.
  case takenReplica
  /// The batch is of another replica than the token's.
  case foreignReplica
  /// The hub's timeline is another than the one that the request speaks of.
  case otherEpoch
  /// The batch begins after a counter that the hub does not have; it should begin at this one.
  case gap(expected: UInt64)
  /// The hub holds another change under this counter, or another one before it.
  case forked(counter: UInt64)
  /// The batch's change of this place, from 0, is none.
  case malformed(place: Int, counter: UInt64?, reason: String)
  /// A name, role or pseudonym that is not taken, in one sentence.
  case invalid(String)
  /// The person may not do this, in one sentence.
  case forbidden(String)
}

extension HubStoreError: CustomStringConvertible {
  /// What failed, in one sentence.
  package var description: String {
    switch self {
    case .noHub(let folder): "There is no hub in \(folder)."
    case .newerFile(let path): "A newer program has written \(path)."
    case .unknownCode: "No invitation has this code."
    case .usedCode: "The code was used before."
    case .expiredCode: "The code has expired."
    case .takenReplica: "Another person's store has this name."
    case .foreignReplica: "A store may send its own changes only."
    case .otherEpoch: "The hub's records begin anew since you last spoke."
    case .gap(let expected): "The hub lacks the changes before these; send from \(expected) on."
    case .forked(let counter): "The hub holds another change under counter \(counter)."
    case .malformed(let place, let counter, let reason):
      counter.map { "The change with counter \($0) is none: \(reason)" }
        ?? "The change at place \(place + 1) of the batch is none: \(reason)"
    case .invalid(let sentence), .forbidden(let sentence): sentence
    }
  }
}
