// SPDX-License-Identifier: Apache-2.0

/// Why a dataset could not be written.
///
/// What stood in the folder before is unchanged.
package enum ExportError: Error, CustomStringConvertible {
  /// The system refused an operation on a file; `reason` is its own word.
  case file(path: String, doing: String, reason: String)
  /// Another program is writing into the same folder.
  case folderInUse(path: String)
  /// SQLite refused.
  case database(path: String, reason: String)

  package var description: String {
    switch self {
    case .file(let path, let doing, let reason):
      "\(path) could not be \(doing): \(reason). "
        + "Check the folder's permissions and the free space, then run it again."
    case .folderInUse(let path):
      "\(path) is being written by another program. Wait until it has finished, then run it again."
    case .database(let path, let reason):
      "\(path) could not be written: \(reason). Check the free space, then run it again."
    }
  }
}
