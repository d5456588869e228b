// SPDX-License-Identifier: Apache-2.0

import GRDB

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
  /// The token is no longer taken: its store was retired.
  case retired
  /// The hub's folder is in use, by a serving hub or by another command.
  case busy(folder: String)
  /// Another hub serves the folder.
  case served(folder: String)
  /// There is no room for what was to be stored.
  case full
  /// SQLite cannot read the hub's file; its own words.
  case damaged(String)
  /// A file cannot be made, moved or written: a sentence.
  case unfit(String)
  /// A file is no sound copy of a hub: a sentence.
  case unsound(String)
  /// A name, role or pseudonym that is not taken, in one sentence.
  case invalid(String)
  /// The person may not do this, in one sentence.
  case forbidden(String)
  /// The hub knows nothing of this name, in one sentence.
  case unknown(String)
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
    case .retired: "The hub no longer takes this store."
    case .busy(let folder): "The hub in \(folder) is in use."
    case .served(let folder): "Another shopper-hub serves the hub in \(folder)."
    case .full: "The hub's disk is full."
    case .damaged(let words): "SQLite cannot read the hub's file: \(words)."
    case .unfit(let sentence), .unsound(let sentence): sentence
    case .invalid(let sentence), .forbidden(let sentence), .unknown(let sentence): sentence
    }
  }
}

extension HubStoreError {
  /// What a check says of a file that SQLite cannot read; nil for any other error.
  package var finding: String? {
    if case .damaged(let words) = self { "SQLite cannot read it: \(words)." } else { nil }
  }

  /// Tells a full disk and a damaged file from what else a storage may say; nil for anything else.
  package init?(storage error: any Error) {
    guard let error = error as? DatabaseError else { return nil }
    switch error.resultCode {
    case .SQLITE_FULL:
      self = .full
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
      self = .damaged(error.message ?? "code \(error.resultCode.rawValue)")
    default:
      // Where there is no room for the index beside the file, SQLite says only that.
      guard error.extendedResultCode == .SQLITE_IOERR_SHMSIZE else { return nil }
      self = .full
    }
  }
}
