// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Why a store could not do what it was asked.
///
/// Nothing that it confirmed before is harmed.
package enum StoreError: Error, Sendable, CustomStringConvertible {
  /// The folder or file cannot be opened or made.
  case cannotOpen(path: String, reason: String)

  /// The file was written by a newer program.
  case newerThanProgram(path: String)

  /// The disk is full, or the file cannot be written.
  case cannotWrite(reason: String)

  /// Nobody has enrolled this store.
  case notEnrolled

  /// The writer may not do this, or the value is not one that the field takes.
  case refused(Refusal)

  /// The record has changed its state: it is not there, or has nothing to settle.
  case missing(String)

  /// The file is damaged.
  case damaged(String)

  /// What failed and what to do, in two sentences.
  package var description: String {
    switch self {
    case .cannotOpen(let path, let reason):
      "The store at \(path) cannot be opened: \(reason). "
        + "Name another folder with --store, or make this one readable."
    case .newerThanProgram(let path):
      "The store at \(path) was written by a newer program. Update this program; "
        + "nothing was changed."
    case .cannotWrite(let reason):
      "The store cannot be written: \(reason). Make room on the disk and do it again; "
        + "everything confirmed before is safe."
    case .notEnrolled:
      "This store belongs to nobody yet. Enrol it with the hub's address and the code "
        + "that your coordinator gave you: enrol URL CODE."
    case .refused(let refusal):
      refusal.detail
    case .missing(let what):
      what
    case .damaged(let what):
      "The store is damaged: \(what). Keep the folder as it is and ask your coordinator; "
        + "what was synced is safe at the hub."
    }
  }
}
