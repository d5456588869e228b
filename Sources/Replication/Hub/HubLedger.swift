// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// The rules by which a hub keeps changes, over storage that is passed in.
///
/// Each method is meant for one transaction: whoever commits does so when it returns, and takes
/// everything back when it throws.
package struct HubLedger<Storage: HubStorage> {
  /// What the hub holds.
  package var storage: Storage

  /// What a transaction takes from the world.
  package var occasion: Occasion

  /// Signs receipts and cursors; never leaves the hub.
  let key: [UInt8]

  /// A ledger over what a hub holds.
  package init(_ storage: Storage, key: [UInt8], occasion: Occasion) {
    self.storage = storage
    self.key = key
    self.occasion = occasion
  }

  /// Begins another timeline: the hub holds less than it once acknowledged.
  package mutating func beginTimeline() throws {
    #if Mutants
    if Mutant.isOn(.keepsEpoch) { return }
    #endif
    let generation = try storage.timeline().generation
    try storage.keep(HubTimeline(epoch: occasion.epoch, generation: generation + 1))
  }

  /// Keeps, after a push was refused, that another change than the hub's was sent.
  package mutating func note(_ fork: SeenFork) throws {
    try storage.keep(fork)
  }
}

/// What a transaction takes from the world: the time, and chance.
package struct Occasion: Hashable, Sendable {
  /// Milliseconds since 1970-01-01 UTC.
  package let now: Int64

  /// The name of the next timeline, should one begin: 16 bytes that nobody can foretell.
  package let epoch: [UInt8]

  /// A moment, and a timeline's name in reserve.
  package init(now: Int64, epoch: [UInt8]) {
    self.now = now
    self.epoch = epoch
  }
}
