// SPDX-License-Identifier: Apache-2.0

import FieldModel
import LocalStore
import Synchronization

/// SplitMix64: the same numbers for the same seed, everywhere.
struct SeededNumbers: RandomNumberGenerator, Sendable {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  /// Numbers of their own for each name.
  init(named name: String) {
    let digest = StableHash.digest(Array(name.utf8))
    self.init(seed: digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// A laptop's clock and chance under a replay's control: the same in every run.
final class PlayedSurroundings: Sendable {
  private struct State {
    var now = LocalTime(milliseconds: 0)
    var numbers: SeededNumbers
  }

  private let state: Mutex<State>

  /// The surroundings of a laptop of this name.
  init(of name: String) {
    state = Mutex(State(numbers: SeededNumbers(named: name)))
  }

  /// Sets the clock.
  func set(_ now: LocalTime) {
    state.withLock { $0.now = now }
  }

  /// What a store takes.
  var surroundings: Surroundings {
    Surroundings(
      now: { [self] in state.withLock { $0.now } },
      random: { [self] in
        state.withLock { UInt128($0.numbers.next()) << 64 | UInt128($0.numbers.next()) }
      }
    )
  }
}
