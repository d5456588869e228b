// SPDX-License-Identifier: Apache-2.0

import Simulation
import Testing

@Suite("A simulated history can be played again")
struct GeneratorTests {
  @Test func `the same seed gives the same numbers`() {
    var (one, other) = (SeededGenerator(seed: 7), SeededGenerator(seed: 7))
    #expect((0..<100).map { _ in one.next() } == (0..<100).map { _ in other.next() })
  }
}
