// SPDX-License-Identifier: Apache-2.0

/// Another store's unsent work, which this one carries to the hub.
package struct CarriedBundle: Hashable, Sendable {
  /// Names the bundle: equal for equal bytes.
  package let digest: [UInt8]

  /// Who wrote it.
  package let author: String

  /// What they call their machine.
  package let device: String

  /// How many changes it holds.
  package let changes: Int

  /// Why the hub did not take it; nil where it has not been asked.
  package let detail: String?
}

/// The unsent work of a store as one file.
package struct SealedBundle: Hashable, Sendable {
  /// The file's bytes.
  package let bytes: [UInt8]

  /// How many changes it holds.
  package let changes: Int

  /// How many more wait, for which there was no room.
  package let left: Int
}
