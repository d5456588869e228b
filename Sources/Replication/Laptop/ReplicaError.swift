// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Why a store's rules could not be followed; nothing was changed.
package enum ReplicaError: Error, Hashable, Sendable {
  /// Nobody has enrolled the store.
  case notEnrolled

  /// The writer may not do this, or the value is not one that the field takes.
  case refused(Refusal)

  /// What the store holds contradicts itself.
  case damaged(String)
}
