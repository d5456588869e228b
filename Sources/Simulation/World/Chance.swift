// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Seeded chance: the same numbers for the same seed, everywhere (SplitMix64).
///
/// Source: G. Steele et al., "Fast splittable pseudorandom number generators" (2014).
package struct Chance: Sendable {
  private var state: UInt64

  /// The chance of a seed.
  package init(seed: UInt64) {
    state = seed
  }

  /// The next 64 bits.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 on, below a bound of at least 1.
  package mutating func below(_ bound: Int) -> Int {
    Int(truncatingIfNeeded: next() >> 33) % bound
  }

  /// Whether something of this probability, 0…1, happens.
  package mutating func happens(_ probability: Double) -> Bool {
    Double(next() >> 11) * 0x1p-53 < probability
  }

  /// One of several; nil of none.
  package mutating func pick<Choices: RandomAccessCollection>(
    _ choices: Choices
  ) -> Choices.Element? {
    guard !choices.isEmpty else { return nil }
    return choices[choices.index(choices.startIndex, offsetBy: below(choices.count))]
  }

  /// 128 bits, for names.
  package mutating func bits() -> UInt128 {
    UInt128(next()) << 64 | UInt128(next())
  }

  /// 16 bytes, for secrets and epochs.
  package mutating func bytes() -> [UInt8] {
    ReplicaID(bits: bits()).bytes
  }
}
