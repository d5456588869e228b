// SPDX-License-Identifier: Apache-2.0

/// A kind of misfortune that a history may contain.
package enum FaultFamily: String, CaseIterable, Hashable, Sendable {
  /// Requests and answers lost, late, doubled and cut; links that stop one by one.
  case network
  /// Hub and laptops stop before or after a commit.
  case crash
  /// Changes that the hub has to refuse.
  case poison
  /// The hub goes back to a backup, with or without a word.
  case hubRestore = "hub-restore"
  /// A laptop goes back to a backup.
  case clientRestore = "client-restore"
  /// A laptop's store is copied, and both copies are used.
  case clone
  /// Clocks jump by ten years.
  case clock
  /// Disks are full.
  case disk
  /// People leave programs and come back.
  case scope
  /// Newer programs write what older ones do not know.
  case versions
  /// Work travels in files.
  case bundle
  /// The hub archives, and laptops forget what is archived.
  case prune
}
