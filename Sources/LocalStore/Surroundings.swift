// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// The clock and the randomness of a program, passed in so that a replay gives the same again.
package struct Surroundings: Sendable {
  /// The wall clock of the place.
  package let now: @Sendable () -> LocalTime

  /// 128 random bits.
  package let random: @Sendable () -> UInt128

  /// A clock and a source of randomness.
  package init(
    now: @escaping @Sendable () -> LocalTime,
    random: @escaping @Sendable () -> UInt128
  ) {
    self.now = now
    self.random = random
  }
}

/// The shared model's record: GRDB has a class of the same name.
package typealias Record = FieldModel.Record
